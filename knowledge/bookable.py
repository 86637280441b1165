"""May this visit be booked at this time? The rules as one question, judged before anything is written. Pure.

judge(slot_id, services, snapshot, calendar, now) -> Start | str      the start, or the name of the rule that says no
time_refusal(begin, rules, calendar, now) -> str | None               slot-past, lead-time or beyond-horizon
refused_days(days, rules, calendar, now) -> {day: str | None}         the same of whole days: lead-time, beyond-horizon
offices_at(services, snapshot, place, now, anywhere=False) -> list[Office]   of an office or place by its slug
offices_for(services, snapshot, place, now) -> list[Office]           that take papers for all of them, nearest first
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from knowledge.calendar import ZONE, Calendar, opening
from knowledge.catalogue import Snapshot
from knowledge.model import Office, Place, Service
from knowledge.offering import chain, distance, offices_of
from knowledge.release import window
from knowledge.rules import Rules
from knowledge.slots import Start, Visit, counters_for, parse_slot, start_of, visit_of

__all__ = ["judge", "near", "offices_at", "offices_for", "refused_days", "time_refusal", "window"]

ROLES = ("accept", "collect")


def time_refusal(begin: datetime, rules: Rules, calendar: Calendar, now: datetime) -> str | None:
    """The name of the rule about time that says no. What a holiday without notice leaves in doubt is not open yet."""
    day = begin.astimezone(ZONE).date()
    return "slot-past" if begin <= now else refused_days([day], rules, calendar, now)[day]


def refused_days(days: Iterable[date], rules: Rules, calendar: Calendar, now: datetime) -> dict[date, str | None]:
    """What the rules about days say of each; None: it can be booked."""
    first, last = window(rules, calendar, now)
    today = now.astimezone(ZONE).date()

    def refusal(day: date) -> str | None:
        if day < first:
            return "lead-time"
        return "beyond-horizon" if day > last or calendar.doubtful(today, day) else None

    return {day: refusal(day) for day in days}


def judge(
    slot_id: str,
    services: Sequence[Service],
    snapshot: Snapshot,
    calendar: Calendar,
    now: datetime,
    lengths: Sequence[int] | None = None,
) -> Start | str:
    """The start to take, or what stands in the way; `no-such-slot` where the id fits no slot of these services.

    `lengths`: slots in a row per service, where the case makes them other than the service's own.
    """
    parsed = parse_slot(slot_id)
    if parsed is None or parsed[0] not in {o.slug for o in offices_for(services, snapshot, None, now)}:
        return "no-such-slot"
    if name := time_refusal(parsed[1], snapshot.rules, calendar, now):
        return name
    office, visit = snapshot.offices[parsed[0]], visit_of(services, lengths)
    if not opening(office, parsed[1].date(), calendar):
        return "closed-day"
    found = start_of(slot_id, snapshot.offices, visit, calendar)
    return found or ("closed-day" if _shut(office, parsed[1], visit) else "no-such-slot")


def _shut(office: Office, begin: datetime, visit: Visit) -> bool:
    """A closure stands in the way of a visit that begins then."""
    end = begin + timedelta(minutes=office.slot_minutes) * sum(need.length for need in visit)
    return any(closure.start < end and begin < closure.end for closure in office.closures)


def offices_for(services: Sequence[Service], snapshot: Snapshot, place: str | None, now: datetime) -> list[Office]:
    """The offices that take papers for all of these services, nearest to `place` first."""
    day = now.astimezone(ZONE).date()
    lists = [offices_of(s, snapshot.places, snapshot.offices, place, day, ROLES) for s in services]
    staffed = [o for o in lists[0] if all(counters_for(o, need.skill) for need in visit_of(services))]
    return [office for office in staffed if all(office in other for other in lists[1:])]


def offices_at(
    services: Sequence[Service], snapshot: Snapshot, place: str | None, now: datetime, anywhere: bool = False
) -> list[Office]:
    """The one office that is named, or those a place belongs to; `anywhere`: all of them, nearest first."""
    if place in snapshot.offices:
        return [office for office in offices_for(services, snapshot, None, now) if office.slug == place]
    found = offices_for(services, snapshot, place, now)
    return found if anywhere else near(found, place, snapshot.places)


def near(offices: Sequence[Office], place: str | None, places: Mapping[str, Place]) -> list[Office]:
    """The halls a place belongs to (village, township, county); where it has none, the nearest ones elsewhere."""
    around = chain(place, places)
    own = [office for office in offices if office.place in around]
    if own or not offices:
        return own
    steps = [distance(around, office.place, places) for office in offices]
    return [office for office, step in zip(offices, steps, strict=True) if step == min(steps)]
