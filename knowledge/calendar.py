"""When an office is open: working days, holidays, seasons, market days. Pure: the day is an argument.

    Calendar(days: Iterable[CalendarDay])                    build once per snapshot
      .day(on, office=None) -> Day                           kind, name, and whether it is confirmed
      .is_workday(on) -> bool
      .workdays_after(on, number) -> date                    the number-th working day after `on`
    opening(office, on, calendar) -> list[Span]              aware, half-open, in order, merged
    open_now(office, now, calendar) -> Span | None           the span `now` lies in
    next_opening(office, now, calendar) -> Span | None       the next span that begins after `now` (60 days ahead)
    is_market_day(office, on) -> bool

Order of trust: a dated exception of the office; our own calendar rows (of the office first, then for all);
chinesecalendar (State Council notices); weekdays, marked unconfirmed where no notice is known yet. A dated opening
overrides any closure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import chinese_calendar
from borax.calendars.lunardate import LunarDate

from knowledge.model import CalendarDay, Office, Period

ZONE = ZoneInfo("Asia/Shanghai")
FAR = 60
_MONDAY = 1


@dataclass(frozen=True)
class Day:
    """`workday` and `weekend` are ordinary days; `extra` is a make-up working day (调休); `closure` is a local one."""

    kind: Literal["workday", "weekend", "extra", "holiday", "closure"]
    name: str | None = None
    confirmed: bool = True

    @property
    def is_workday(self) -> bool:
        return self.kind in ("workday", "extra")


@dataclass(frozen=True, order=True)
class Span:
    """[start, end), aware datetimes in Asia/Shanghai."""

    start: datetime
    end: datetime


class Calendar:
    def __init__(self, days: Iterable[CalendarDay] = ()) -> None:
        self._days = {(day.on, day.office): day for day in days}

    def day(self, on: date, office: str | None = None) -> Day:
        own = self._days.get((on, office)) or self._days.get((on, None))
        if own is None:
            return _published(on)
        if own.kind == "workday":
            return Day("extra" if on.isoweekday() > 5 else "workday", own.name)
        return Day(own.kind, own.name)

    def is_workday(self, on: date) -> bool:
        return self.day(on).is_workday

    def workdays_after(self, on: date, number: int) -> date:
        while number > 0:
            on += timedelta(days=1)
            number -= self.is_workday(on)
        return on


def opening(office: Office, on: date, calendar: Calendar) -> list[Span]:
    """What is open on that day; empty when closed or unregistered."""
    for exception in office.exceptions:
        if exception.on == on:
            return _spans(exception.periods, on)
    day = calendar.day(on, office.slug)
    if day.kind in ("holiday", "closure"):
        return []
    weekday = _MONDAY if day.kind == "extra" else on.isoweekday()
    periods = [p for p in office.periods if weekday in p.days and in_season(p, on)]
    if is_market_day(office, on):
        periods += [p for p in office.market_periods if on.isoweekday() in p.days and in_season(p, on)]
    return _spans(periods, on)


def open_now(office: Office, now: datetime, calendar: Calendar) -> Span | None:
    return next((s for s in opening(office, now.astimezone(ZONE).date(), calendar) if s.start <= now < s.end), None)


def next_opening(office: Office, now: datetime, calendar: Calendar) -> Span | None:
    today = now.astimezone(ZONE).date()
    for ahead in range(FAR):
        for span in opening(office, today + timedelta(days=ahead), calendar):
            if span.start > now:
                return span
    return None


def is_market_day(office: Office, on: date) -> bool:
    """赶集: the lunar day of the month ends in one of the office's digits (逢二逢七: 2, 7, 12, 17, 22, 27)."""
    return bool(office.market_days) and lunar_day(on) % 10 in {day % 10 for day in office.market_days}


def lunar_day(on: date) -> int:
    """Day of the lunar month, 1 … 30."""
    return int(LunarDate.from_solar(on).day)


def in_season(period: Period, on: date) -> bool:
    """Bounds are month-day, both inclusive; `from` after `until` runs over New Year."""
    start, end, day = period.from_ or "01-01", period.until or "12-31", f"{on:%m-%d}"
    return start <= day <= end if start <= end else day >= start or day <= end


def _spans(periods: Sequence[Period], on: date) -> list[Span]:
    """Overlapping periods (market hours around ordinary ones) become one span."""
    merged: list[Span] = []
    for span in sorted(Span(_at(on, p.start), _at(on, p.end)) for p in periods):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _at(on: date, clock: str) -> datetime:
    """ "24:00" is the end of the day."""
    if clock == "24:00":
        return datetime.combine(on + timedelta(days=1), time(), ZONE)
    return datetime.combine(on, time.fromisoformat(clock), ZONE)


@lru_cache(maxsize=4096)
def _published(on: date) -> Day:
    """What the State Council's notices say, as far as chinesecalendar knows them (it raises for later years)."""
    weekend = on.isoweekday() > 5
    try:
        off, name = chinese_calendar.get_holiday_detail(on)
    except NotImplementedError:
        return Day("weekend" if weekend else "workday", confirmed=False)
    if off:
        return Day("holiday", name) if name else Day("weekend")
    return Day("extra", name) if weekend else Day("workday")
