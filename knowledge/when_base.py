"""What the kinds of expressions for days share: numbers, weekdays, months, and the shapes a reader takes and gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.calendar import Calendar
from knowledge.saying_amounts import chinese_number

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
WEEK_WORD = "周|星期|礼拜"
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i): i - 1 for i in range(1, 8)}
UNIT = f"天|日|个月|月|{WEEK_WORD}"
SEP = "到|至|-|~|、|或者|或是|或|和|还是"
LUNAR_DAY = r"(?:二十|廿)[一二三四五六七八九]?|三十|十[一二三四五六七八九]|初[一二三四五六七八九十]"
MONTHS = "这个?月|本月|当月|下下个月|下个月|下月"


@dataclass(frozen=True)
class Days:
    """[start, end) as dates, said at [at, until). `repeat` gives the next such days, where the words allow it."""

    at: int
    until: int
    start: date
    end: date
    repeat: Callable[[Days], Days] | None = None


@dataclass(frozen=True)
class Asked:
    today: date
    calendar: Calendar
    market: Callable[[date], bool] | None


Reader = Callable[[re.Match[str], Asked], "tuple[date, date] | None"]
Kind = tuple[re.Pattern[str], Reader, "Callable[[Days], Days] | None"]


def read_number(said: str | None) -> int:
    value = chinese_number(said) if said else None
    return int(value) if value is not None else 1


def one_day(day: date) -> tuple[date, date]:
    return day, day + DAY


def month_of(which: str | None, today: date) -> date:
    said = (which or "").removesuffix("月")
    number = chinese_number(said) if said else None
    ahead = {"下个": 1, "下": 1, "下下个": 2}.get(said, 0) if number is None else (int(number) - today.month) % 12
    month = today.month - 1 + ahead
    return date(today.year + month // 12, month % 12 + 1, 1)


def monday_of(today: date) -> date:
    return today - today.weekday() * DAY
