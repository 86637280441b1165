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
from knowledge.when import earliest, market_of, parse_when, readable

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


def test_at_least_two_hundred_expressions_and_half_of_them_blind() -> None:
    assert len(_DATA["cases"]) >= 200 and sum(case.get("blind", False) for case in _DATA["cases"]) >= 100


@pytest.mark.parametrize("where", ["office-yunling", "yunling", None, "qinghe"])
def test_the_market_days_are_those_of_the_hall(where: str | None) -> None:
    when = parse_when("赶集那天上午", _at(_DATA["now"]), calendar(), market_of(load_sample(), where))
    assert when is not None and when.start == _at("2026-11-25 08:00")  # 十月十七, 逢二逢七


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
