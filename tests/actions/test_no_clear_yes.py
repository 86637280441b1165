"""What is no clear yes files and books nothing; what goes on now is danger, whatever year is named."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from actions.asking import asks
from actions.danger import is_over
from actions.ticket_clauses import files, submits
from actions.turn import Turn
from actions.words import says, word, words

IN_HAND = {"code": "divorce-register", "name": "离婚登记"}


def turn(text: str) -> Turn:
    empty: dict[str, Any] = {field.name: None for field in fields(Turn) if field.name in ("when", "office", "choice")}
    given: dict[str, Any] = {"service": IN_HAND, "pending": None, "draft": None, "place": None, **empty}
    return Turn(
        sender="a", text=text, intent="crisis", facets=(), linked=[], ambiguous=False, parked=[], facts={}, last=[],
        misses=0, **given,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "好，不用了",
        "行，不需要了",
        "晓得了，好的，不用了",
        "电话没错吧？",
        "这个没问题吧",
        "报上去就行了？",
        "好的，我知道了",
        "嗯，看到了",
        "好，核对一下",
        "对了，电话还是原来那个",
        "对了，别写我的名字",
        "电话对的",
    ],
)
def test_no_clear_yes_hands_nothing_on(text: str) -> None:
    assert not submits(text)


@pytest.mark.parametrize("text", ["对，没错", "好的", "嗯，电话还是原来那个", "晓得了，那就报上去吧", "核对过，没问题"])
def test_a_clear_yes_does(text: str) -> None:
    assert submits(text)


def test_repeated_words_of_politeness_are_read_at_once() -> None:
    assert not files("帮我" * 40 + "看")


@pytest.mark.parametrize("text", ["改一下", "换一下时间", "麻烦帮我换一下时间"])
def test_a_wish_to_change_is_no_word_for_having_changed(text: str) -> None:
    assert re.fullmatch(word("said.moves_it"), text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我男人从去年起天天打我",
        "结婚10年了他天天打我",
        "他上个月打了我，今天又打我",
        "房子2019年修的，现在着火了",
        "去年买的电瓶车着火了，快烧到屋里了",
        "我爸前年中风，刚才摔伤了起不来",
    ],
)
def test_a_year_that_is_named_makes_no_danger_old(text: str) -> None:
    assert not is_over(turn(text))


def test_an_accident_of_a_year_ago_is_told_of_a_case() -> None:
    assert is_over(turn("我男人去年出了车祸，干不了活"))


@pytest.mark.parametrize("text", ["我男人为一个电话打我", "他不让我打电话还打我", "他抢了我电话又打我"])
def test_a_telephone_hides_no_violence(text: str) -> None:
    for way in words("danger.ordinary"):
        text = re.sub(way, "，", text)
    assert says(text, words("danger.alarming"))


@pytest.mark.parametrize("text", ["我在外面打工还是农村户口", "我交了十年还是不够", "材料没人给我说", "名字我已经报"])
def test_what_is_only_told_asks_nothing(text: str) -> None:
    assert not asks(text, softly=True)
