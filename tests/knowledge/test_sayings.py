"""What a sentence says about a fact; when in doubt, nothing was said."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.importers.sample import load_sample
from knowledge.model import Fact, Option
from knowledge.sayings import age_said, answer, chinese_number, volunteered

MONTHS = Fact(id="live_here_months", type="number", question="住了几个月？", why="定条件", unit="个月")
BORN = Fact(id="birth_date", type="date", question="哪天生的？", why="定条件", coarser="age")
BASIS = Fact(
    id="basis",
    type="choice",
    question="靠什么？",
    why="定材料",
    options=(Option(value="上班", said=("打工", "在厂里")), Option(value="租房或买房", said=("房子是租的",))),
)
PHONE = Fact(
    id="p", type="bool", question="不会用手机吗？", why="x", yes_said=("不会用",), no_said=("会用", "没有问题")
)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("我来了三个多月", 3),
        ("半年了", 6),
        ("两年半", 30),
        ("三个半月", 3.5),
        ("住了10个月", 10),
        ("一年", 12),
        ("8", 8),
    ],
)
def test_a_stretch_of_time_becomes_months(text: str, months: float) -> None:
    assert answer(MONTHS, text).value == months


@pytest.mark.parametrize(("text", "years"), [("我82了", 82), ("八十二岁", 82), ("82", 82), ("我妈今年八十了", 80)])
def test_an_age_answers_for_the_birth_date(text: str, years: int) -> None:
    assert answer(BORN, text).others == {"age": years}


def test_a_full_date_is_a_birth_date() -> None:
    assert answer(BORN, "我是1944年3月5号生的").value == "1944-03-05"


def test_a_date_that_does_not_exist_is_no_answer() -> None:
    assert not answer(BORN, "1944年13月5号").found


@pytest.mark.parametrize(("text", "option"), [("在厂里", "上班"), ("房子是租的", "租房或买房"), ("租房", "租房或买房")])
def test_an_option_is_recognised_in_peoples_own_words(text: str, option: str) -> None:
    assert answer(BASIS, text).value == option


def test_two_options_at_once_decide_nothing() -> None:
    assert not answer(BASIS, "打工和买房").found


@pytest.mark.parametrize(("text", "value"), [("我不会用", True), ("会用的", False)])
def test_the_longer_phrase_wins_so_that_a_negation_counts(text: str, value: bool) -> None:
    assert answer(PHONE, text).value is value


@pytest.mark.parametrize("text", ["要带什么材料", "多少钱", "今天天气好"])
def test_a_question_answers_nothing(text: str) -> None:
    assert not answer(BASIS, text).found


def test_facts_told_by_the_way_are_kept() -> None:
    assert volunteered([("basis", BASIS), ("birth_date", BORN)], "我82了，房子是租的") == {
        "basis": "租房或买房",
        "age": 82,
    }


@pytest.mark.parametrize(("text", "number"), [("一百零三", 103), ("二十", 20), ("十五", 15), ("半", 0.5), ("天", None)])
def test_chinese_numerals(text: str, number: float | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["身份证丢了", "3号窗口", "跑了三趟了"])
def test_no_age_is_read_where_none_is_told(text: str) -> None:
    assert age_said(text) is None


def test_every_phrase_of_the_catalogue_answers_its_own_fact() -> None:
    wrong: list[Any] = []
    for fact in load_sample().facts.values():
        wrong += [(fact.id, s) for s in fact.yes_said if answer(fact, s).value is not True]
        wrong += [(fact.id, s) for s in fact.no_said if answer(fact, s).value is not False]
        wrong += [(fact.id, s) for o in fact.options for s in o.said if answer(fact, s).value != o.value]
    assert wrong == []
