"""What is no fact, no answer, and no longer true: questions, wishes, other people's words, things given up."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.model import Fact
from knowledge.saying_denials import declined, taken_back
from knowledge.saying_subjects import asks, whose
from knowledge.sayings import answer, hear, restated
from tests.knowledge.hearing import TODAY, axes

SLOW = Fact(id="slow", type="bool", question="要办的这个人是不是行动不便、出不了门？", why="", yes_said=("走不动",))
HOME = Fact(id="home", type="bool", question="您要投靠的人，在这里有稳定的住处吗？", why="")
DRAWN = Fact(id="drawn", type="bool", question="现在按月领养老金吗？", why="")


@pytest.mark.parametrize("text", ["低保户要交啥材料", "我想吃低保该找谁", "听人说吃着低保的能优先", "吃低保是什么条件"])
def test_a_question_or_a_wish_says_nothing_of_oneself(text: str) -> None:
    assert "low_income_household" not in hear(text, axes("subsistence-allowance"), None, TODAY).others


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (SLOW, "能跑能跳的"),
        (HOME, "我又不是要迁户口"),
        (HOME, "有没有人能帮我看看"),
        (HOME, "听说有房才行，是不是啊"),
        (DRAWN, "会不会影响以后领"),
        (DRAWN, "不对，我问的是别的"),
    ],
)
def test_a_yes_or_no_in_other_words_is_no_answer(fact: Fact, text: str) -> None:
    assert not hear(text, [(fact.id, fact)], fact.id, TODAY).found


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        (DRAWN, "领着的", True),
        (DRAWN, "没领", False),
        (HOME, "有的", True),
        (HOME, "没得", False),
        (SLOW, "不是", False),
    ],
)
def test_the_verb_of_the_question_is_an_answer(fact: Fact, text: str, value: bool) -> None:
    assert answer(fact, text, TODAY).value is value


@pytest.mark.parametrize(
    ("service", "text", "gone"),
    [
        ("subsistence-allowance", "我们现在没在拿低保", {"low_income_household": ["低保"]}),
        ("homestead-building", "那块水田我不占了", {"farmland_occupied": ["耕地"]}),
        ("small-restaurant-record", "卤菜不卖了", {"business_type": ["卖散装食品"]}),
        ("subsistence-allowance", "没在拿低保能办吗", {}),
    ],
)
def test_what_is_given_up_holds_no_more(service: str, text: str, gone: dict[str, list[Any]]) -> None:
    assert gone.items() <= taken_back(text, axes(service)).items()


@pytest.mark.parametrize("text", ["违章前天都处理完了", "那个罚单交清了", "我现在没有没交的罚单"])
def test_what_is_finished_is_no_longer_open(text: str) -> None:
    assert hear(text, axes("driver-license-renew"), None, TODAY).others["open_violations"] is False


@pytest.mark.parametrize(("text", "months"), [("哦是七个月", 7), ("才四个月", 4)])
def test_an_amount_alone_is_the_number_told_before_anew(text: str, months: float) -> None:
    assert restated(text, axes("residence-permit-apply"), ["live_here_months"]) == {"live_here_months": months}


def test_another_copy_is_no_amount() -> None:
    assert not hear("看成另一份了", axes("residence-permit-apply"), "live_here_months", TODAY).found


def test_what_somebody_will_not_say_is_known_by_its_name() -> None:
    assert declined("工资多少我不太想讲", axes("subsistence-allowance")) == ["household_income_month"]


@pytest.mark.parametrize(
    ("text", "kind"), [("我老伴70了，她能办吧", "spouse"), ("那我自己呢", "applicant"), ("我今年70了", None)]
)
def test_whom_the_matter_is_for_is_heard(text: str, kind: str | None) -> None:
    assert whose(text) == kind


@pytest.mark.parametrize(
    ("text", "asked"),
    [("户口在外省，要带啥", True), ("他没得手机，不会弄", False), ("屋里啥都没得", False), ("哪天能来", True)],
)
def test_a_question_beside_what_is_told_is_seen(text: str, asked: bool) -> None:
    assert asks(text) is asked


@pytest.mark.parametrize(
    ("service", "text"),
    [
        ("property-query", "邻县的房子能不能也查"),
        ("provident-withdraw-rent", "在本县有房的也能提吧"),
        ("unemployment-benefit", "自己辞职的领得到吗"),
    ],
)
def test_what_is_asked_of_anybody_is_told_of_nobody(service: str, text: str) -> None:
    assert hear(text, axes(service), None, TODAY).others == {}


def test_what_is_told_of_oneself_within_a_question_counts() -> None:
    assert hear("我自己辞职的能领吗", axes("unemployment-benefit"), None, TODAY).others
