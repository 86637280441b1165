"""Why a time cannot be booked, as a sentence that says when to try again.

time_sentence(name, slot_id, rules, calendar, now) -> str        name: one of knowledge.bookable.judge
opening_text(on, rules, calendar, now) -> str                    when it is released, or that a notice is awaited
why_none(first, last, offices, rules, calendar, now) -> str      why none of these days has a free time
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from knowledge.calendar import ZONE, Calendar, legal_holidays, opening
from knowledge.model import Office
from knowledge.release import opens_at, window
from knowledge.rules import Rules
from knowledge.slots import parse_slot
from knowledge.store.problems import sentence

NOON = 12
FARTHEST = timedelta(days=366)


def time_sentence(name: str, slot_id: str, rules: Rules, calendar: Calendar, now: datetime) -> str:
    parsed = parse_slot(slot_id)
    if name != "beyond-horizon" or parsed is None:
        return sentence(name, days=rules.lead_days)
    opens = opening_text(parsed[1].date(), rules, calendar, now)
    return sentence(name, workdays=rules.horizon_workdays, opens=opens)


def why_none(
    first: date, last: date, offices: Sequence[Office], rules: Rules, calendar: Calendar, now: datetime
) -> str:
    """Over, too soon, not released yet, closed (with the holiday's name), or taken: the first that explains all."""
    today = now.astimezone(ZONE).date()
    opens, closes = window(rules, calendar, now)
    if last < today:
        return sentence("slot-past")
    if last < opens:
        return sentence("lead-time", days=rules.lead_days)
    start = max(first, opens)
    if start > today + FARTHEST:  # nobody can say when that opens: what opens next
        start = calendar.workdays_after(closes, 1)
    if start > closes or calendar.doubtful(today, start):
        released = opening_text(start, rules, calendar, now)
        return sentence("beyond-horizon", workdays=rules.horizon_workdays, opens=released)
    days = [start + timedelta(days=n) for n in range((min(last, closes) - start).days + 1)]
    if any(opening(office, day, calendar) for office in offices for day in days):
        return sentence("all-taken")
    names = [name for day in days if (name := calendar.day(day).name) and not calendar.is_workday(day)]
    said = _day(days[0]) if len(days) == 1 else sentence("release-days", first=_day(days[0]), last=_day(days[-1]))
    return sentence("closed-holiday", day=said, holiday=names[0]) if names else sentence("closed-then", day=said)


def opening_text(on: date, rules: Rules, calendar: Calendar, now: datetime) -> str:
    """When the places of a day that cannot be booked yet are released."""
    today = now.astimezone(ZONE).date()
    holiday = calendar.doubtful(today, on)
    if holiday is not None:
        name, _ = legal_holidays(holiday.year)[holiday]
        return sentence("release-unsettled", year=holiday.year, holiday=name)
    opens = opens_at(on, rules, calendar, now)
    return sentence("release", day=_day(on), moment=_moment(opens, today))


def _moment(at: datetime, today: date) -> str:
    """今早8点, 明天14:30, 12月1日（周二）早上8点."""
    values = {"clock": _clock(at), "day": _day(at.date())}
    early = at.hour < NOON
    if at.date() == today:
        return sentence("release-this-morning", **values) if early else sentence("release-today", **values)
    if at.date() == today + timedelta(days=1):
        return sentence("release-next-morning", **values) if early else sentence("release-tomorrow", **values)
    return sentence("release-that-morning", **values) if early else sentence("release-that-day", **values)


def _clock(at: datetime) -> str:
    return sentence("release-hour", hour=at.hour) if at.minute == 0 else f"{at:%H:%M}"


def _day(on: date) -> str:
    return sentence("release-day", month=on.month, day=on.day, weekday=sentence("release-weekdays")[on.weekday()])
