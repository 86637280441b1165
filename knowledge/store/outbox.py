"""What happened to appointments, and what people are to be told about it: written in the transaction of the deed.

    Outbox(session).put(kind, appointment, due, *, now, data=None, key=None, session_id=None) -> None
                                     `appointment`: its id or None; the same key again is no second message
    Outbox(session).put_all(appointment, [(kind, due, key, data)…], *, now) -> None
    Outbox(session).drop(appointment, *kinds) -> int        messages not sent yet that no longer fit
    Outbox(session).lease(now, limit, lease) -> list[Notice]     due ones, left alone by others for as long as the lease
    Outbox(session).sent(notice, message, now) -> bool           False: somebody else has sent it meanwhile
    Outbox(session).failed(notice, error, *, now, tries, wait) -> bool      True: that was the last try
    Outbox(session).inbox(session_id, after=0, limit=50) -> list[Notice]    what this person was told, newest first
    Outbox(session).dead(limit=50) -> list[Notice] / .again(id, now) -> bool       given up; try them once more
    Events(session).note(appointment, what, who, *, now, **detail) -> None
    Events(session).of(appointment) -> list[Event]          oldest first

Kinds: moved, cancelled-by-office, missed-warning, reminder-day, reminder-soon, rating, offer, offer-lapsed,
waiting-over. Nothing personal is in `data` or `detail`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from knowledge.store.inserting import dialect_of, once, plain
from knowledge.store.tables.booking import AppointmentAccessRow
from knowledge.store.tables.outbox import AppointmentEventRow, OutboxRow

MESSAGE = "message"
LONGEST = 300  # characters of an error


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    who: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Notice:
    """`attempts` counts this one; `message` is what was sent."""

    id: int
    kind: str
    appointment: str | None
    session_id: str | None
    data: dict[str, Any]
    due: datetime
    attempts: int
    last_error: str | None = None
    message: dict[str, Any] | None = None


class Outbox:
    def __init__(self, session: Session) -> None:
        self.session = session

    def put(
        self,
        kind: str,
        appointment: str | None,
        due: datetime,
        *,
        now: datetime,
        data: dict[str, Any] | None = None,
        key: str | None = None,
        session_id: str | None = None,
    ) -> None:
        values = self._values(kind, appointment, due, now, data, key)
        self.session.execute(once(OutboxRow, dialect_of(self.session)), {**values, "session_id": session_id})

    def put_all(
        self, appointment: str, messages: Sequence[tuple[str, datetime, str, dict[str, Any]]], *, now: datetime
    ) -> None:
        """Several of one appointment in one go: (kind, due, key, data) each."""
        rows = [self._values(kind, appointment, due, now, data, key) for kind, due, key, data in messages]
        if rows:
            self.session.execute(once(OutboxRow, dialect_of(self.session)), rows)

    @staticmethod
    def _values(
        kind: str, appointment: str | None, due: datetime, now: datetime, data: dict[str, Any] | None, key: str | None
    ) -> dict[str, Any]:
        return {
            "key": key or f"{kind}:{appointment}:{due.isoformat()}",
            "kind": kind,
            "appointment_id": appointment,
            "session_id": None,
            "data": data or {},
            "due": due,
            "next_try_at": due,
            "state": "waiting",
            "attempts": 0,
            "created_at": now,
        }

    def drop(self, appointment: str, *kinds: str) -> int:
        mine = update(OutboxRow).where(OutboxRow.appointment_id == appointment, OutboxRow.state == "waiting")
        if kinds:
            mine = mine.where(OutboxRow.kind.in_(kinds))
        return cast(CursorResult[Any], self.session.execute(mine.values(state="dropped"))).rowcount

    def lease(self, now: datetime, limit: int, lease: timedelta) -> list[Notice]:
        due = select(OutboxRow).where(OutboxRow.state == "waiting", OutboxRow.next_try_at <= now)
        due = due.order_by(OutboxRow.next_try_at, OutboxRow.id).limit(limit).with_for_update(skip_locked=True)
        rows = self.session.scalars(due).all()
        for row in rows:
            row.attempts, row.next_try_at = row.attempts + 1, now + lease
        self.session.flush()
        return [_notice(row) for row in rows]

    def sent(self, notice: Notice, message: dict[str, Any], now: datetime) -> bool:
        values = {"state": "sent", "sent_at": now, "data": {**notice.data, MESSAGE: message}, "last_error": None}
        return self._settle(notice, values)

    def failed(self, notice: Notice, error: str, *, now: datetime, tries: int, wait: timedelta) -> bool:
        """Tried again after `wait`, then twice that, and so on; after `tries` it is dead and shown to the admin."""
        last = notice.attempts >= tries
        later = now + wait * 2 ** min(notice.attempts - 1, 10)
        values = {"state": "failed" if last else "waiting", "next_try_at": later, "last_error": error[:LONGEST]}
        return self._settle(notice, values) and last

    def _settle(self, notice: Notice, values: dict[str, Any]) -> bool:
        mine = update(OutboxRow).where(OutboxRow.id == notice.id, OutboxRow.state == "waiting")
        mine = mine.where(OutboxRow.attempts == notice.attempts)
        return cast(CursorResult[Any], self.session.execute(mine.values(values))).rowcount == 1

    def inbox(self, session_id: str, after: int = 0, limit: int = 50) -> list[Notice]:
        seen = select(AppointmentAccessRow.appointment_id).filter_by(session_id=session_id)
        rows = select(OutboxRow).where(OutboxRow.state == "sent", OutboxRow.id > after)
        rows = rows.where(or_(OutboxRow.session_id == session_id, OutboxRow.appointment_id.in_(seen)))
        return [_notice(row) for row in self.session.scalars(rows.order_by(OutboxRow.id.desc()).limit(limit))]

    def dead(self, limit: int = 50) -> list[Notice]:
        rows = select(OutboxRow).where(OutboxRow.state == "failed").order_by(OutboxRow.id.desc()).limit(limit)
        return [_notice(row) for row in self.session.scalars(rows)]

    def again(self, id_: int, now: datetime) -> bool:
        dead = update(OutboxRow).where(OutboxRow.id == id_, OutboxRow.state == "failed")
        values = dead.values(state="waiting", attempts=0, next_try_at=now)
        return cast(CursorResult[Any], self.session.execute(values)).rowcount == 1


def _notice(row: OutboxRow) -> Notice:
    data = {key: value for key, value in row.data.items() if key != MESSAGE}
    return Notice(
        id=row.id,
        kind=row.kind,
        appointment=row.appointment_id,
        session_id=row.session_id,
        data=data,
        due=row.due,
        attempts=row.attempts,
        last_error=row.last_error,
        message=row.data.get(MESSAGE),
    )


class Events:
    def __init__(self, session: Session) -> None:
        self.session = session

    def note(self, appointment: str, what: str, who: str, *, now: datetime, **detail: Any) -> None:
        row = {"appointment_id": appointment, "at": now, "what": what, "who": who, "detail": detail}
        self.session.execute(plain(AppointmentEventRow), row)

    def of(self, appointment: str) -> list[Event]:
        rows = select(AppointmentEventRow).filter_by(appointment_id=appointment).order_by(AppointmentEventRow.id)
        return [Event(row.at, row.what, row.who, row.detail) for row in self.session.scalars(rows)]
