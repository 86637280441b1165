"""Public holidays by the names people use, as stretches of days ahead.

Our own calendar rows (State Council notices) come first; for a year without a notice only the legal days are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.calendar import Calendar, legal_holidays

DAY = timedelta(days=1)
_AHEAD = 380
# What people say → parts of the names in the notices (ours are Chinese, those of chinesecalendar English).
_NAMES = {
    "元旦": ("元旦", "New Year"),
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


def holiday_words() -> list[str]:
    """The names as said, longest first; 十一 only counts with 长假 or 假期 behind it."""
    words = [word if word != "十一" else "十一(?=长假|假期|放假)" for word in _NAMES]
    return sorted(words, key=len, reverse=True)


def holiday(said: str, today: date, calendar: Calendar) -> tuple[date, date] | None:
    """[first, last + 1) of the holiday that is on now or comes next."""
    names = _NAMES[said]
    for start in _noticed(names, today, calendar):
        end = start
        while calendar.day(end).kind == "holiday":
            end += DAY
        return start, end
    return next((span for span in _legal(names[0], today) if span[1] > today), None)


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
