"""Two questions in one sentence: each of them is answered, or named as not registered."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


@pytest.mark.parametrize(
    ("matter", "said", "parts"),
    [
        ("公积金缴存证明打印", "在哪里能拿 收费不", ("办：", "不收")),
        ("灵活就业社保补贴申领", "能给多少，最多给几年", ("三分之二", "最多领")),
        ("高龄津贴申领", "村里能不能交 总共跑几趟", ("趟", "就能办")),
    ],
)
def test_both_questions_about_a_matter_are_answered(talk: Talk, matter: str, said: str, parts: tuple[str, ...]) -> None:
    talk.say(matter)
    talk.say(said)
    assert [part for part in parts if part not in talk.text] == []


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("县大厅有停车场没 坐公交怎么去", ("停车", "公交")),
        ("县大厅自助机有没有，有几个窗口开着", ("自助", "综合窗口")),
        ("云岭乡大厅哪天赶集，那天开到几点", ("赶集的日子", "18:00")),
    ],
)
def test_both_questions_about_a_hall_are_answered(talk: Talk, said: str, parts: tuple[str, ...]) -> None:
    talk.say(said)
    assert [part for part in parts if part not in talk.text] == []


def test_one_question_about_market_days_is_answered_alone(talk: Talk) -> None:
    talk.say("云岭乡大厅那边几号赶集")
    assert "赶集的日子" in talk.text and not talk.has_card("office")
