"""What the guide in hand states itself is the answer, in whatever words it is asked."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


@pytest.mark.parametrize(
    ("service", "text", "said"),
    [
        ("二手房过户", "房贷还没还清，能不能卖", "带押过户"),
        ("农机补贴", "别人手里转来的旧机子给补不", "不补"),
        ("高龄津贴", "一个月到手多少", "三档"),
        ("失业金", "每月发多少", "登记"),
    ],
)
def test_the_guide_answers_in_its_own_words(talk: Talk, service: str, text: str, said: str) -> None:
    talk.say(service)
    talk.say(text)
    assert said in talk.text


def test_a_statement_in_the_middle_of_a_check_leaves_its_question_open(talk: Talk) -> None:
    talk.say("算算我办残疾人证换领要跑几趟")
    question = talk.last[-1]["text"]
    talk.say("级别想往上调能不能顺便办")
    assert "重新评" in talk.text
    assert talk.last[-1]["text"] == question
