"""A name set right changes the person it belongs to; a question while times are offered is answered."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

PHONE = "13911112222"


@pytest.fixture
def for_mother(talk: Talk) -> Talk:
    talk.say("帮我妈约下周三上午在柳溪镇办社保卡，就第一个时间")
    talk.say(f"我妈叫周玉兰，我叫方志强，电话{PHONE}")
    assert "周玉兰（您的妈妈，由方志强代约）" in talk.text
    return talk


@pytest.mark.parametrize(
    ("said", "summary"),
    [
        ("名字打错了 我妈是周玉莲 莲花的莲", "周玉莲（您的妈妈，由方志强代约）"),
        ("是周玉莲 不是周玉兰", "周玉莲（您的妈妈，由方志强代约）"),
        ("名字不对 应该是方志刚", "周玉兰（您的妈妈，由方志刚代约）"),
        ("我自己的名字写错了 叫方致强", "周玉兰（您的妈妈，由方致强代约）"),
        ("妈妈的名字写错了 是何秀英", "何秀英（您的妈妈，由方志强代约）"),
    ],
)
def test_the_name_that_is_meant_is_changed(for_mother: Talk, said: str, summary: str) -> None:
    for_mother.say(said)
    assert summary in for_mother.text


@pytest.mark.parametrize(
    ("said", "told"), [("问一下 户口簿用不用带 要带哪些", "身份证"), ("先打听一下 收钱不", "不收费")]
)
def test_a_question_while_times_are_offered_is_answered(talk: Talk, said: str, told: str) -> None:
    talk.say("结婚登记帮我约下周二上午")
    talk.say(said)
    assert told in talk.text and "选一个时间" in talk.text


@pytest.mark.parametrize("said", ["我先问问我对象哪天有空", "等我问下家里人 他们有没有空"])
def test_who_asks_somebody_else_is_given_time(talk: Talk, said: str) -> None:
    talk.say("结婚登记帮我约下周二上午")
    talk.say(said)
    assert "不急" in talk.text
