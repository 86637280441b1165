"""Public holidays by the names people use, as stretches of days ahead.

Our own calendar rows (State Council notices) come first; for a year without a notice only the legal days are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from knowledge.calendar import Calendar, legal_holidays

DAY = timedelta(days=1)
_AHEAD = 380
# What people say → parts of the names in the notices (ours are Chinese, those of chinesecalendar English).
_NAMES = {
    "元旦": ("元旦", "New Year"),
    "阳历年": ("元旦", "New Year"),
    "春节": ("春节", "Spring Festival"),
    "过年": ("春节", "Spring Festival"),
    "清明": ("清明", "Tomb-sweeping"),
    "五一": ("劳动", "Labour Day"),
    "劳动节": ("劳动", "Labour Day"),
    "端午": ("端午", "Dragon Boat"),
    "中秋": ("中秋", "Mid-autumn"),
    "国庆": ("国庆", "National Day"),
    "十一": ("国庆", "National Day"),
}

# (by the lunar calendar?, month, day); an eve is the day before that.
_NAMED_DAYS = {
    "腊八": (True, 12, 8),
    "元宵": (True, 1, 15),
    "七夕": (True, 7, 7),
    "重阳": (True, 9, 9),
    "除夕": (True, 1, 1),
    "大年三十": (True, 1, 1),
    "年三十": (True, 1, 1),
    "平安夜": (False, 12, 25),
    "圣诞": (False, 12, 25),
    "妇女节": (False, 3, 8),
    "儿童节": (False, 6, 1),
}
_EVES = ("除夕", "大年三十", "年三十", "平安夜")
_LUNAR = {"春节": (1, 1), "过年": (1, 1), "端午": (5, 5), "中秋": (8, 15)}


def holiday_words() -> list[str]:
    """The names as said, longest first; 十一 only counts with 长假, 假期 or 过后 behind it."""
    words = [word if word != "十一" else "十一(?=长假|假期|放假|过后|之后|以后)" for word in _NAMES]
    return sorted(words, key=len, reverse=True)


def named_day_words() -> list[str]:
    return sorted(_NAMED_DAYS, key=len, reverse=True)


def holiday(said: str, today: date, calendar: Calendar) -> tuple[date, date] | None:
    """[first, last + 1) of the holiday that is on now or comes next."""
    names = _NAMES[said]
    for start in _noticed(names, today, calendar):
        end = start
        while calendar.day(end).kind == "holiday":
            end += DAY
        return start, end
    return next((span for span in _legal(names[0], today) if span[1] > today), None)


def next_holiday(today: date, calendar: Calendar) -> tuple[date, date] | None:
    """The holiday that is on now or comes next, whichever it is (放假前一天, 收假以后)."""
    spans = [span for said in _NAMES if (span := holiday(said, today, calendar))]
    return min(spans, default=None)


def named_day(said: str, today: date) -> date:
    """腊八, 除夕, 圣诞: the next such day, though nobody is off."""
    lunar, month, day = _NAMED_DAYS[said]
    years = (today.year - 1, today.year, today.year + 1)
    days = [LunarDate(y, month, day).to_solar_date() if lunar else date(y, month, day) for y in years]
    days = [on - DAY if said in _EVES else on for on in days]
    return min(on for on in days if on >= today)


def festival_day(said: str, span: tuple[date, date]) -> date:
    """The day itself (中秋那天): by the lunar calendar where the festival has one, else the first day off."""
    if lunar := _LUNAR.get(said):
        found: date = LunarDate(span[0].year, *lunar).to_solar_date()
        if span[0] <= found < span[1]:
            return found
    return span[0]


def _noticed(names: tuple[str, ...], today: date, calendar: Calendar) -> Iterator[date]:
    for ahead in range(_AHEAD):
        day = calendar.day(on := today + ahead * DAY)
        if day.kind == "holiday" and any(name in (day.name or "") for name in names):
            yield on


def _legal(name: str, today: date) -> Iterator[tuple[date, date]]:
    for year in (today.year, today.year + 1):
        for start, (called, days) in sorted(legal_holidays(year).items()):
            if name in called:
                yield start, start + days * DAY
