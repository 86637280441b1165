"""What one person may book: not two things at once, one per service and day, nothing for a while after missed visits.

    check_quota(session, who, services, start, rules, *, now, besides=None, channel="public") -> None
                        Refused blocked, slot-taken-by-you or already-booked; `besides`: the appointment being moved
    one_more_blocks(session, who, missed, now) -> bool      the next missed visit would: time for a warning

This names the rule for the person asking. That two requests at once cannot both pass is the business of the unique
indexes on `appointment` and `appointment_service`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from knowledge.errors import Refused
from knowledge.model import Service
from knowledge.rules import Missed, Rules
from knowledge.slots import Start
from knowledge.store.inserting import table_of
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import AppointmentRow, AppointmentServiceRow

_APPOINTMENT, _SERVICE = table_of(AppointmentRow), table_of(AppointmentServiceRow)
_A, _S = _APPOINTMENT.c, _SERVICE.c
_COUNTED = and_(_A.status == "missed", _A.excused_at.is_(None), _A.start > bindparam("since"))
_VISITS = (
    select(_A.id, _A.start, _A.end, _A.active, _S.service, _S.name, _S.day, _S.person)
    .select_from(_APPOINTMENT.join(_SERVICE, _S.appointment_id == _A.id))
    .where(_A.person == bindparam("who"), or_(_A.active, _COUNTED))
)


def check_quota(
    session: Session,
    who: str,
    services: Sequence[Service],
    start: Start,
    rules: Rules,
    *,
    now: datetime,
    besides: str | None = None,
    channel: str = "public",
) -> None:
    since = now - timedelta(days=rules.missed.block_days + rules.missed.within_days)
    visits = session.execute(_VISITS, {"who": who, "since": since}).all()
    if channel == "public":  # who missed too often is served at the counter, and may book there
        missed = {visit.id: visit.start for visit in visits if not visit.active}
        _check_missed(sorted(missed.values()), rules.missed, now)
    mine = [visit for visit in visits if visit.active and visit.id != besides]
    if any(visit.start < start.end and visit.end > start.start for visit in mine):
        raise Refused(sentence("slot-taken-by-you"), name="slot-taken-by-you")
    if rules.one_per_person_day_service:
        day, codes = start.start.date(), {service.code for service in services}
        again = [visit for visit in mine if (visit.day, visit.person) == (day, who) and visit.service in codes]
        _check_same_day(again)


def _check_same_day(again: Sequence[Any]) -> None:
    if again:
        raise Refused(sentence("already-booked", service=again[0].name), name="already-booked")


def _check_missed(times: Sequence[datetime], missed: Missed, now: datetime) -> None:
    """So many missed within so many days: only at the counter for a while after the last of them."""
    for first, last in zip(times, times[missed.count - 1 :], strict=False):
        until = last + timedelta(days=missed.block_days)
        if last - first <= timedelta(days=missed.within_days) and now < until:
            raise Refused(sentence("blocked", count=missed.count, until=f"{until:%m-%d}"), name="blocked")


def one_more_blocks(session: Session, who: str, missed: Missed, now: datetime) -> bool:
    return len(_missed(session, who, now - timedelta(days=missed.within_days))) == missed.count - 1


def _missed(session: Session, who: str, since: datetime) -> Sequence[datetime]:
    """Missed visits that count, earliest first; an excused one (appeal) does not."""
    rows = select(AppointmentRow.start).where(AppointmentRow.person == who, AppointmentRow.status == "missed")
    rows = rows.where(AppointmentRow.excused_at.is_(None), AppointmentRow.start > since)
    return session.scalars(rows.order_by(AppointmentRow.start)).all()
