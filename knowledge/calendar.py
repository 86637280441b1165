"""When an office is open: working days, holidays, seasons, market days. Pure: the day is an argument.

    Calendar(days: Iterable[CalendarDay])                    build once per snapshot
      .day(on, office=None) -> Day                           kind, name, and whether it is confirmed
      .is_workday(on) -> bool
      .workdays_after(on, number) -> date                    the number-th working day after `on`
      .doubtful(today, on) -> date | None                    a holiday between that no notice has settled yet
    legal_holidays(year) -> {first day: (name, days)}        by the law on holidays, before any notice
    weekday_on(office, on, calendar) -> int                  1 … 7: whose hours count (a make-up day works as a Monday)
    staffed_at(counter, at, weekday) -> int
    opening(office, on, calendar) -> list[Span]              aware, half-open, in order, merged
    open_now(office, now, calendar) -> Span | None           the span `now` lies in
    next_opening(office, now, calendar) -> Span | None       the next span that begins after `now` (60 days ahead)
    is_market_day(office, on) -> bool

Order of trust: a dated exception of the office; our own calendar rows (of the office first, then for all);
chinesecalendar (State Council notices); the days the law names and weekdays, marked unconfirmed where no notice is
known yet. A dated opening overrides a closed day. A closure of an office for a stretch of time overrides everything.
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

from knowledge.model import CalendarDay, Closure, Counter, Office, Period, Shift

ZONE = ZoneInfo("Asia/Shanghai")
FAR = 60
LUNAR_YEARS = (1901, 2099)  # what borax can reckon
# A notice may begin a holiday this many days before its legal days, and move working days around it.
MARGIN = timedelta(days=3)
_MONDAY = 1
# 全国年节及纪念日放假办法 (2024年修订): month, day, number of days; 春节 begins on the eve of the first lunar day.
_SOLAR = {"元旦": (1, 1, 1), "劳动节": (5, 1, 2), "国庆节": (10, 1, 3)}
_LUNAR = {"端午节": (5, 5, 1), "中秋节": (8, 15, 1)}
_SPRING = 4


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
        days = tuple(days)
        self._days = {(day.on, day.office): day for day in days if day.kind != "confirmed"}
        self._confirmed = {day.on for day in days if day.kind == "confirmed"}
        self._noticed = {day.on.year for day in days if day.office is None and day.kind == "holiday"}

    def day(self, on: date, office: str | None = None) -> Day:
        own = self._days.get((on, office)) or self._days.get((on, None))
        if own is None:
            return _ordinary(on) if on.year in self._noticed and not published(on.year) else _published(on)
        if own.kind == "workday":
            return Day("extra" if on.isoweekday() > 5 else "workday", own.name)
        return Day("holiday" if own.kind == "holiday" else "closure", own.name)

    def settled(self, year: int) -> bool:
        """Whether the notice for that year is known: as rows of ours, or to chinesecalendar."""
        return year in self._noticed or published(year)

    def doubtful(self, today: date, on: date) -> date | None:
        """The first holiday that has to be settled before anybody can say what `on` will be; None: nothing in doubt.

        In a year without a notice nobody knows which days around a legal holiday will be off or worked instead.
        """
        for year in range(today.year, min((on + MARGIN).year, LUNAR_YEARS[1]) + 1):
            if self.settled(year):
                continue
            for first, (_, days) in sorted(legal_holidays(year).items()):
                over = first + timedelta(days=days) <= today
                if first <= on + MARGIN and not over and first not in self._confirmed:
                    return first
        return None

    def is_workday(self, on: date) -> bool:
        return self.day(on).is_workday

    def workdays_after(self, on: date, number: int) -> date:
        while number > 0:
            on += timedelta(days=1)
            number -= self.is_workday(on)
        return on


def opening(office: Office, on: date, calendar: Calendar) -> list[Span]:
    """What is open on that day; empty when closed or unregistered."""
    return _without(_planned(office, on, calendar), office.closures)


def _planned(office: Office, on: date, calendar: Calendar) -> list[Span]:
    for exception in office.exceptions:
        if exception.on == on:
            return _spans(exception.periods, on)
    if calendar.day(on, office.slug).kind in ("holiday", "closure"):
        return []
    weekday = weekday_on(office, on, calendar)
    periods = [p for p in office.periods if weekday in p.days and in_season(p, on)]
    if is_market_day(office, on):
        periods += [p for p in office.market_periods if on.isoweekday() in p.days and in_season(p, on)]
    return _spans(periods, on)


def _without(spans: Sequence[Span], closures: Sequence[Closure]) -> list[Span]:
    """What is left of the opening hours; a closure in the middle leaves both ends."""
    left = list(spans)
    for shut in closures:
        parts = [(Span(s.start, min(s.end, shut.start)), Span(max(s.start, shut.end), s.end)) for s in left]
        left = [part for pair in parts for part in pair if part.start < part.end]
    return left


def weekday_on(office: Office, on: date, calendar: Calendar) -> int:
    """A make-up working day has the hours and the staff of a Monday."""
    return _MONDAY if calendar.day(on, office.slug).kind == "extra" else on.isoweekday()


def staffed_at(counter: Counter, at: datetime, weekday: int) -> int:
    """How many work at a counter at that instant; `weekday` from `weekday_on`. A shift of that date comes first."""
    local = at.astimezone(ZONE)
    for shift in sorted(counter.shifts, key=lambda shift: shift.on is None):
        today = shift.on == local.date() if shift.on else weekday in shift.days and in_season(shift, local.date())
        if today and shift.start <= f"{local:%H:%M}" < shift.end:
            return shift.staffed
    return counter.staffed


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


def in_season(period: Period | Shift, on: date) -> bool:
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


def published(year: int) -> bool:
    """Whether chinesecalendar knows the notice of that year."""
    return _published(date(year, 1, 2)).confirmed


@lru_cache(maxsize=64)
def legal_holidays(year: int) -> dict[date, tuple[str, int]]:
    """First day → name and number of the days the law names; notices add weekends and exchanged days around them."""
    found = {date(year, month, day): (name, days) for name, (month, day, days) in _SOLAR.items()}
    found[_clear_and_bright(year)] = ("清明节", 1)
    eve = LunarDate(year, 1, 1).to_solar_date() - timedelta(days=1)
    found[eve] = ("春节", _SPRING)
    for name, (month, day, days) in _LUNAR.items():
        found[LunarDate(year, month, day).to_solar_date()] = (name, days)
    return found


def _clear_and_bright(year: int) -> date:
    """清明 is a solar term: 4, 5 or 6 April."""
    days = (date(year, 4, day) for day in (4, 5, 6))
    return next(day for day in days if LunarDate.from_solar(day).term == "清明")


@lru_cache(maxsize=4096)
def _published(on: date) -> Day:
    """What the State Council's notices say, as far as chinesecalendar knows them (it raises for later years)."""
    try:
        off, name = chinese_calendar.get_holiday_detail(on)
    except NotImplementedError:
        return _by_law(on)
    if off:
        return Day("holiday", name) if name else Day("weekend")
    return Day("extra", name) if on.isoweekday() > 5 else Day("workday")


def _by_law(on: date) -> Day:
    """Without a notice: the days of the law and weekends are off, nothing is sure."""
    known = LUNAR_YEARS[0] <= on.year <= LUNAR_YEARS[1]
    for first, (name, days) in legal_holidays(on.year).items() if known else ():
        if first <= on < first + timedelta(days=days):
            return Day("holiday", name, confirmed=False)
    return Day(_ordinary(on).kind, confirmed=False)


def _ordinary(on: date) -> Day:
    return Day("weekend" if on.isoweekday() > 5 else "workday")
