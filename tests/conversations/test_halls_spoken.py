"""Halls in passing: another day, the lunch break, the way there, and why a day is not as usual."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def first_line(talk: Talk) -> str:
    return talk.text.split("\n")[0]


def test_another_day_goes_on_about_the_same_hall(talk: Talk) -> None:
    talk.say("云岭乡便民服务中心周日开不开门")
    assert "不开门" in first_line(talk)
    talk.say("那周一呢")
    assert talk.card("office")["data"]["office"]["slug"] == "office-yunling"
    assert "11月30日" in first_line(talk) and "赶集日" in talk.text
    talk.say("元旦放不放假")
    assert "1月1日" in first_line(talk)


def test_half_a_day_off_is_said_with_its_reason(talk: Talk) -> None:
    talk.say("县政务服务中心12月31号下午上班不")
    assert "不开门" in first_line(talk) and "年终" in talk.text
    talk.say("那天上午呢，31号上午")
    assert "开门" in first_line(talk) and "不开门" not in first_line(talk)


def test_the_lunch_break_is_named(talk: Talk) -> None:
    talk.say("柳溪镇便民服务中心中午歇不歇")
    assert "12:00–14:00休息" in first_line(talk)


def test_the_hall_of_the_last_card_is_meant(talk: Talk) -> None:
    talk.say("石桥派出所在哪个位置")
    talk.say("那边能停车不")
    assert talk.card("office")["data"]["office"]["slug"] == "police-shiqiao"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("湖东街道大厅给老人的专窗，有老人窗口没", "老人服务"),
        ("县大厅的投诉电话是好多", "6001199"),
        ("县大厅咋走", "政通路"),
    ],
)
def test_what_a_hall_has(talk: Talk, said: str, told: str) -> None:
    talk.say(said)
    assert told in talk.text
