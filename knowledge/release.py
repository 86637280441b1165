"""When days can be booked: from how many days ahead, up to which day, and the hour at which the next one opens. Pure.

window(rules, calendar, now) -> (first, last)               the bookable days, both inclusive
opens_at(on, rules, calendar, now) -> datetime              when the places of that day are released

The last bookable day is the `horizon_workdays`-th working day after today; it opens at `release.at` of the day, so
before that hour the window ends where it ended yesterday.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from knowledge.calendar import ZONE, Calendar
from knowledge.rules import Rules

FARTHEST = 400
_DAY = timedelta(days=1)


def window(rules: Rules, calendar: Calendar, now: datetime) -> tuple[date, date]:
    local = now.astimezone(ZONE)
    today = local.date()
    counted_from = today if local.time() >= time.fromisoformat(rules.release.at) else today - _DAY
    return today + timedelta(days=rules.lead_days), calendar.workdays_after(counted_from, rules.horizon_workdays)


def opens_at(on: date, rules: Rules, calendar: Calendar, now: datetime) -> datetime:
    """Released already: the instant it was; at most `FARTHEST` days back or ahead."""
    hour = time.fromisoformat(rules.release.at)
    day = min(now.astimezone(ZONE).date(), on)
    while calendar.workdays_after(day - _DAY, rules.horizon_workdays) >= on:
        day -= _DAY
    for _ in range(FARTHEST):
        if calendar.workdays_after(day, rules.horizon_workdays) >= on:
            break
        day += _DAY
    return datetime.combine(day, hour, ZONE)
