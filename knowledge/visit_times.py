"""When the visits of a plan can be made: opening hours, holidays, market days, and working days of waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from knowledge.calendar import ZONE, Calendar, Span, is_market_day, next_opening, opening
from knowledge.model import Office


@dataclass(frozen=True)
class VisitTime:
    """`earliest`: the first day the plan allows; `opens`: the first opening from then on (None: none registered).

    `market`: it opens on a market day, with the hours of that day.
    """

    earliest: date
    open_then: bool
    opens: Span | None
    market: bool


def visit_times(
    visits: Sequence[tuple[str, int]], on: date, offices: Mapping[str, Office], calendar: Calendar
) -> list[VisitTime]:
    """One for each visit, given as office slug and the working days of waiting before it, beginning on day `on`."""
    found: list[VisitTime] = []
    day = on
    for slug, days in visits:
        day = calendar.workdays_after(day, days)
        office = offices.get(slug)
        found.append(_visit(office, day, calendar) if office else VisitTime(day, False, None, False))
        if opens := found[-1].opens:
            day = opens.start.date()
    return found


def _visit(office: Office, day: date, calendar: Calendar) -> VisitTime:
    spans = opening(office, day, calendar)
    opens = spans[0] if spans else next_opening(office, datetime.combine(day, time(), ZONE), calendar)
    return VisitTime(day, bool(spans), opens, opens is not None and is_market_day(office, opens.start.date()))
