"""Why a time cannot be booked, as a sentence that says when to try again.

time_sentence(name, slot_id, rules, calendar, now) -> str        name: one of knowledge.bookable.judge
opening_text(on, rules, calendar, now) -> str                    when it is released, or that a notice is awaited
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from knowledge.calendar import ZONE, Calendar, legal_holidays
from knowledge.release import opens_at
from knowledge.rules import Rules
from knowledge.slots import parse_slot
from knowledge.store.problems import sentence

NOON = 12


def time_sentence(name: str, slot_id: str, rules: Rules, calendar: Calendar, now: datetime) -> str:
    parsed = parse_slot(slot_id)
    if name != "beyond-horizon" or parsed is None:
        return sentence(name, days=rules.lead_days)
    opens = opening_text(parsed[1].date(), rules, calendar, now)
    return sentence(name, workdays=rules.horizon_workdays, opens=opens)


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
