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

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import Refused
from knowledge.model import Service
from knowledge.rules import Missed, Rules
from knowledge.slots import Start
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import AppointmentRow, AppointmentServiceRow


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
    if channel == "public":  # who missed too often is served at the counter, and may book there
        _check_missed(session, who, rules.missed, now)
    _check_overlap(session, who, start, besides)
    if rules.one_per_person_day_service:
        _check_same_day(session, who, services, start, besides)


def _check_overlap(session: Session, who: str, start: Start, besides: str | None) -> None:
    mine = select(AppointmentRow.id).where(AppointmentRow.person == who, AppointmentRow.active)
    overlap = mine.where(AppointmentRow.start < start.end, AppointmentRow.end > start.start)
    if session.scalar(overlap.where(AppointmentRow.id != (besides or "")).limit(1)) is not None:
        raise Refused(sentence("slot-taken-by-you"), name="slot-taken-by-you")


def _check_same_day(session: Session, who: str, services: Sequence[Service], start: Start, besides: str | None) -> None:
    same = select(AppointmentServiceRow.name).where(
        AppointmentServiceRow.person == who,
        AppointmentServiceRow.day == start.start.date(),
        AppointmentServiceRow.service.in_([service.code for service in services]),
        AppointmentServiceRow.active,
        AppointmentServiceRow.appointment_id != (besides or ""),
    )
    if (name := session.scalar(same.limit(1))) is not None:
        raise Refused(sentence("already-booked", service=name), name="already-booked")


def _check_missed(session: Session, who: str, missed: Missed, now: datetime) -> None:
    """So many missed within so many days: only at the counter for a while after the last of them."""
    times = _missed(session, who, now - timedelta(days=missed.block_days + missed.within_days))
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
