"""What happened to appointments, and what people are to be told about it: written in the transaction of the deed.

    Outbox(session).put(kind, appointment, due, *, now, data=None, key=None, session_id=None) -> None
                                     `appointment`: its id or None; the same key again is no second message
    Outbox(session).drop(appointment, *kinds) -> int        messages not sent yet that no longer fit
    Events(session).note(appointment, what, who, *, now, **detail) -> None
    Events(session).of(appointment) -> list[Event]          oldest first

Kinds written here: moved, cancelled-by-office, missed-warning. Whoever sends reads rows with state `waiting` whose
`next_try_at` has come, and sets state, attempts and last_error. Nothing personal is in `data` or `detail`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.store.tables.outbox import AppointmentEventRow, OutboxRow


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    who: str
    detail: dict[str, Any]


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
        values = {
            "key": key or f"{kind}:{appointment}:{due.isoformat()}",
            "kind": kind,
            "appointment_id": appointment,
            "session_id": session_id,
            "data": data or {},
            "due": due,
            "next_try_at": due,
            "state": "waiting",
            "attempts": 0,
            "created_at": now,
        }
        dialect = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        self.session.execute(dialect.insert(OutboxRow).values(values).on_conflict_do_nothing())

    def drop(self, appointment: str, *kinds: str) -> int:
        mine = update(OutboxRow).where(OutboxRow.appointment_id == appointment, OutboxRow.state == "waiting")
        if kinds:
            mine = mine.where(OutboxRow.kind.in_(kinds))
        return cast(CursorResult[Any], self.session.execute(mine.values(state="dropped"))).rowcount


class Events:
    def __init__(self, session: Session) -> None:
        self.session = session

    def note(self, appointment: str, what: str, who: str, *, now: datetime, **detail: Any) -> None:
        self.session.add(AppointmentEventRow(appointment_id=appointment, at=now, what=what, who=who, detail=detail))
        self.session.flush()

    def of(self, appointment: str) -> list[Event]:
        rows = select(AppointmentEventRow).filter_by(appointment_id=appointment).order_by(AppointmentEventRow.id)
        return [Event(row.at, row.what, row.who, row.detail) for row in self.session.scalars(rows)]
