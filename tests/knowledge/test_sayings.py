"""What a sentence says about a fact, and about whom; when in doubt, nothing was said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.model import Fact, Option
from knowledge.saying_amounts import age_said, chinese_number, day_said
from knowledge.sayings import answer, corrected, examples, hear, volunteered
from tests.knowledge.hearing import axes, sample

TODAY = date(2026, 11, 24)
SENTENCES = yaml.safe_load(Path(__file__).with_name("sayings.yml").read_text("utf-8"))
MONTHS = Fact(id="live_here_months", type="number", question="住了几个月？", why="定条件", unit="个月")
BORN = Fact(id="birth_date", type="date", question="哪天生的？", why="定条件", coarser="age")
BASIS = Fact(
    id="basis",
    type="choice",
    question="靠什么？",
    why="定材料",
    options=(
        Option(value="上班", said=("打工", "在厂里")),
        Option(value="租房或买房", said=("房子是租的",), told=("房子…租的",)),
    ),
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
        ("快半年了", 5.5),
        ("不到三个月", 2.5),
        ("一年半了", 18),
    ],
)
def test_a_stretch_of_time_becomes_months(text: str, months: float) -> None:
    assert answer(MONTHS, text, TODAY).value == months


@pytest.mark.parametrize("text", ["我82了", "82岁", "三口人", "五十平米"])
def test_an_amount_of_another_kind_is_no_stretch_of_time(text: str) -> None:
    assert not answer(MONTHS, text, TODAY).found or "82了" in text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("我82了", 82),
        ("八十二岁", 82),
        ("82", 82),
        ("我妈今年八十了", 80),
        ("快八十了", 79),
        ("还没满60岁", 59),
        ("我六十五", 65),
    ],
)
def test_an_age_answers_for_the_birth_date(text: str, years: int) -> None:
    assert answer(BORN, text, TODAY).others == {"age": years}


def test_a_full_date_is_a_birth_date() -> None:
    assert answer(BORN, "我是1944年3月5号生的", TODAY).value == "1944-03-05"


def test_a_date_that_does_not_exist_is_no_answer() -> None:
    assert not answer(BORN, "1944年13月5号", TODAY).found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("还有两个月到期", "2027-01-24"),
        ("过期半年了", "2026-05-24"),
        ("昨天办的", "2026-11-23"),
        ("上个月3号", "2026-10-03"),
        ("去年三月八号", "2025-03-08"),
        ("明年2月1日", "2027-02-01"),
        ("12月1号", "2026-12-01"),
        ("一月五号", "2027-01-05"),
        ("三天前", "2026-11-21"),
        ("58年3月2日", "1958-03-02"),
    ],
)
def test_days_are_read_from_today(text: str, day: str) -> None:
    assert day_said(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["两个月", "三月", "身份证到期了", "要多久"])
def test_no_day_is_read_where_none_is_told(text: str) -> None:
    assert day_said(text, TODAY) is None


@pytest.mark.parametrize(("text", "option"), [("在厂里", "上班"), ("房子是租的", "租房或买房"), ("租房", "租房或买房")])
def test_an_option_is_recognised_in_peoples_own_words(text: str, option: str) -> None:
    assert answer(BASIS, text, TODAY).value == option


def test_two_options_at_once_decide_nothing() -> None:
    assert not answer(BASIS, "打工和买房", TODAY).found


@pytest.mark.parametrize(
    ("text", "value"), [("我不会用", True), ("会用的", False), ("是的呢", True), ("没有没有", False)]
)
def test_the_longer_phrase_wins_so_that_a_negation_counts(text: str, value: bool) -> None:
    assert answer(PHONE, text, TODAY).value is value


@pytest.mark.parametrize("text", ["要带什么材料", "多少钱", "今天天气好"])
def test_a_question_answers_nothing(text: str) -> None:
    assert not answer(BASIS, text, TODAY).found


def test_facts_told_by_the_way_are_kept() -> None:
    assert volunteered([("basis", BASIS), ("birth_date", BORN)], "我82了，房子是租的", TODAY) == {
        "basis": "租房或买房",
        "age": 82,
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [("一百零三", 103), ("二十", 20), ("十五", 15), ("半", 0.5), ("天", None), ("三千二", 3200), ("二零二四", 2024)],
)
def test_chinese_numerals(text: str, number: float | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["身份证丢了", "3号窗口", "跑了三趟了", "等了20个月了", "买了3了个"])
def test_no_age_is_read_where_none_is_told(text: str) -> None:
    assert age_said(text) is None


# --- the catalogue's own phrases ----------------------------------------------------------------------------------


def test_every_phrase_of_the_catalogue_answers_its_own_fact() -> None:
    wrong: list[Any] = []
    for fact in sample().facts.values():
        wrong += [(fact.id, s) for s in fact.yes_said if answer(fact, s, TODAY).value is not True]
        wrong += [(fact.id, s) for s in fact.no_said if answer(fact, s, TODAY).value is not False]
        wrong += [(fact.id, s) for o in fact.options for s in o.said if answer(fact, s, TODAY).value != o.value]
    assert wrong == []


def phrases(fact: Fact) -> list[str]:
    own = [*fact.yes_said, *fact.no_said, *fact.yes_told, *fact.no_told, *fact.named]
    return [*own, *(phrase for option in fact.options for phrase in (option.value, *option.said, *option.told))]


def test_every_fact_can_be_told_without_being_asked() -> None:
    silent = [
        fact.id
        for fact in sample().facts.values()
        if not (fact.named or fact.yes_told or fact.no_told or any(option.told for option in fact.options))
    ]
    assert silent == []


# --- sentences that stand nowhere in the data ---------------------------------------------------------------------

ANSWERS = [(fact, text, value) for fact, said in SENTENCES["answers"].items() for text, value in said.items()]


def test_every_fact_has_four_sentences_of_its_own() -> None:
    assert {fact for fact, said in SENTENCES["answers"].items() if len(said) >= 4} == set(sample().facts)


def test_no_sentence_of_these_tests_stands_in_the_data() -> None:
    known = {example for fact in sample().facts.values() for phrase in phrases(fact) for example in examples(phrase)}
    assert not known & {text for _, text, _ in ANSWERS}


@pytest.mark.parametrize(("fact", "text", "value"), ANSWERS)
def test_an_answer_in_peoples_own_words_is_understood(fact: str, text: str, value: Any) -> None:
    heard = answer(sample().facts[fact], text, TODAY)
    got = heard.others.get("age") if fact == "birth_date" and not heard.found else heard.value
    assert got == (value.isoformat() if isinstance(value, date) else value)


@pytest.mark.parametrize("case", SENTENCES["told"], ids=lambda case: case["text"])
def test_what_is_told_is_kept_for_the_right_person(case: dict[str, Any]) -> None:
    heard = hear(case["text"], axes(case["service"]), case.get("asked"), TODAY)
    told = {**heard.others, **({case["asked"]: heard.value} if heard.found else {})}
    wanted = {key: v.isoformat() if isinstance(v, date) else v for key, v in case["facts"].items()}
    assert told == wanted


@pytest.mark.parametrize("case", SENTENCES["corrected"], ids=lambda case: case["text"])
def test_a_correction_changes_what_it_names_and_nothing_else(case: dict[str, Any]) -> None:
    heard = corrected(case["text"], axes(case["service"]), case["known"], TODAY)
    assert dict(heard.others) == case["facts"]


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        ("租房合同到住建部门备过案吗？", "备过案了", True),
        ("租房合同到住建部门备过案吗？", "没备过案", False),
        ("现在还在找活干吗？", "还在找", True),
        ("在这里做过居住登记吗？", "登记过了", True),
        ("在这里做过居住登记吗？", "没登记过", False),
        ("有没有被除名或开除军籍，或者正在服刑、被通缉？", "没有", False),
    ],
)
def test_an_answer_in_the_words_of_the_question_is_understood(question: str, said: str, value: bool) -> None:
    fact = Fact(id="any", type="bool", question=question, why="")
    assert answer(fact, said, date(2026, 11, 24)).value is value
