"""Time as people say it: tests/nlu/when.yml, and what must hold for every sentence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import ZONE, Calendar
from knowledge.importers.sample import load_sample
from knowledge.when import earliest, market_of, over, parse_when, readable

WEDNESDAY = "2026-12-02 10:15"
_FILE = Path(__file__).parents[1] / "nlu" / "when.yml"
_DATA: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@cache
def calendar() -> Calendar:
    return Calendar(load_sample().calendar)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize("case", _DATA["cases"], ids=lambda case: case["text"])
def test_a_time_means_what_people_mean(case: dict[str, Any]) -> None:
    now = _at(case.get("now", _DATA["now"]))
    market = (lambda day: str(day) in case["market"]) if "market" in case else None
    when = parse_when(case["text"], now, calendar(), market)
    if case.get("none"):
        assert when is None
    else:
        assert when is not None and (when.start, when.end) == (_at(case["start"]), _at(case["end"]))
        assert when.text in readable(case["text"])
    assert earliest(case["text"]) == case.get("earliest", False)


def test_the_later_time_counts_where_one_is_moved() -> None:
    when = parse_when("我约的明天上午，想改到后天", _at(_DATA["now"]), calendar())
    assert when is not None and when.start.date() == date(2026, 11, 23)


@pytest.mark.parametrize("said", ["后天我要进城，改下周四上午", "明天不得空，换到下周四上午", "后天有事，调下周四上午"])
def test_a_bare_change_counts_as_one_too(said: str) -> None:
    when = parse_when(said, _at(_DATA["now"]), calendar())
    assert when is not None and when.text == "下周四上午"


def test_at_least_two_hundred_expressions_and_half_of_them_blind() -> None:
    assert len(_DATA["cases"]) >= 200 and sum(case.get("blind", False) for case in _DATA["cases"]) >= 100


@pytest.mark.parametrize("where", ["office-yunling", "yunling", None, "qinghe"])
def test_the_market_days_are_those_of_the_hall(where: str | None) -> None:
    when = parse_when("赶集那天上午", _at(_DATA["now"]), calendar(), market_of(load_sample(), where))
    assert when is not None and when.start == _at("2026-11-25 08:00")  # 十月十七, 逢二逢七


def test_on_market_days_is_the_next_one() -> None:
    when = parse_when("你们逢赶集是不是开得久些", _at(_DATA["now"]), calendar(), market_of(load_sample(), "yunling"))
    assert when is not None and str(when.start.date()) == "2026-11-25"


_SAID = """
今天 明天 后天 大后天 周三 下周 星期天 礼拜5 月底 月初 上午 下午 三点 两点到四点 25号 31号 2月30号 国庆 年底 以后 之前
第一个 工作日 三 个 后 半 到 或者 的 办 号 窗口 12:30 99点 一点 明年 春节
"""
_WORDS = st.sampled_from(_SAID.split())


@given(st.lists(_WORDS, max_size=6).map("".join), st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 1)))
def test_whatever_is_said_is_ahead_and_has_a_length(text: str, moment: datetime) -> None:
    now = moment.replace(tzinfo=ZONE)
    when = parse_when(text, now, calendar())
    assert when is None or (when.end > now and when.end > when.start and when.start < now + timedelta(days=800))


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("下周五八点半以后都行", "2026-12-11 08:30", "2026-12-11 12:00"),
        ("后天下午四点上下", "2026-12-04 16:00", "2026-12-04 17:00"),
        ("再下个星期的星期四", "2026-12-17 00:00", "2026-12-18 00:00"),
        ("初七那个集", "2026-12-15 00:00", "2026-12-16 00:00"),
    ],
)
def test_hours_with_a_side_weeks_further_on_and_lunar_market_days(said: str, start: str, end: str) -> None:
    found = parse_when(said, _at(WEDNESDAY), calendar(), lambda day: True)
    assert found is not None
    assert (f"{found.start:%Y-%m-%d %H:%M}", f"{found.end:%Y-%m-%d %H:%M}") == (start, end)


@pytest.mark.parametrize("said", ["前天下午的", "约个昨天上午的号", "今天早上八点半行吗"])
def test_a_wish_for_a_time_that_is_over_is_known(said: str) -> None:
    assert over(said, _at(WEDNESDAY), calendar())


@pytest.mark.parametrize("said", ["昨天身份证丢了", "我前天约的那个", "明天上午的，昨天没赶上"])
def test_what_happened_is_no_wish(said: str) -> None:
    assert over(said, _at(WEDNESDAY), calendar()) is None
