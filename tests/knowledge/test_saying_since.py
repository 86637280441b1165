"""A month, a day, a feast or a year since which something lasts is counted to today; 一个月 of a rate is no stretch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.saying_since import months_since
from knowledge.sayings import restated
from tests.knowledge.hearing import TODAY, axes, heard


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("四月中就搬过来的", 7),
        ("七月底才到的", 4),
        ("大前年二月份来这边的", 46),
        ("今年6月3日住进来的", 5),
        ("今年6月1日住进来的", 6),
        ("过完年就过来了", 9),
        ("去年五一来的", 19),
        ("零八年就来这边了", 215),
        ("2020年搬来的", 71),
        ("去年来的", 11),
        ("住了11年", None),
        ("来了4个月", None),
        ("今年来的", None),
    ],
)
def test_since_when_is_counted_to_the_day(text: str, months: int | None) -> None:
    assert months_since(text, TODAY) == months


def test_a_mere_year_that_has_just_ended_tells_no_months() -> None:
    assert months_since("去年来的", date(2026, 3, 1)) is None


def test_a_later_day_is_that_of_the_registration() -> None:
    told = heard("residence-permit-apply", "我三月初过来的 四月二号去派出所登过记", "hukou_place")
    assert told["live_here_months"] >= 8 and told["residence_registered"] is True


@pytest.mark.parametrize("text", ["一个月发好多钱", "一年能拿好多", "每个月给几多", "一个月领多少"])
def test_a_question_how_much_a_month_tells_no_years(text: str) -> None:
    known = ["pension_years"]
    assert restated(text, axes("pension-resident-claim"), known) == {}
    assert "pension_years" not in heard("pension-resident-claim", text, "pension_years")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("交满了一年", {"pension_years": 1}),
        ("我交了13年 一个月能发好多", {"pension_years": 13}),
    ],
)
def test_years_paid_are_heard_beside_a_rate(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= heard("pension-resident-claim", text).items()
