"""Appointments as kept, and the steps of staff at the counter.

    AppointmentStore(session, vault, rules)
      .get(id, session_id) -> Appointment        NotFound, also for what belongs to others
      .mine(session_id) -> list[Appointment]     cancelled ones too, latest start first
      .attach(code, phone_tail, session_id, *, now) -> Appointment      NotFound for every cause
      .by_id(id) -> Appointment | None / .sessions_of(id) -> [session]        for reminders
      .by_code(code) -> Appointment              for staff
      .of_day(office | None, day) -> list[Appointment]                  for staff, earliest first
      .by_tail(office, day, phone_tail) -> list[Appointment]            for staff
      .step(id, status, *, now, who) -> Appointment   check in, serve, finish, mark missed; Refused illegal-step

Names and numbers are sealed; what staff see is masked (`visitor`, `phone`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.calendar import ZONE
from knowledge.errors import NotFound, Refused
from knowledge.model import Service
from knowledge.phone import mask_name, mask_phone
from knowledge.rules import Rules
from knowledge.steps import INACTIVE, may
from knowledge.store import reminders
from knowledge.store.inserting import dialect_of, once
from knowledge.store.outbox import Events, Outbox
from knowledge.store.problems import sentence
from knowledge.store.quota import one_more_blocks
from knowledge.store.tables.booking import AppointmentAccessRow, AppointmentRow, AppointmentServiceRow
from knowledge.store.vault import Vault
from knowledge.store.visitor import Person, tail_of

MOST = 200
_KEPT_AS_IT_IS = ("id", "code", "office", "slot_id", "start", "end", "status", "created_at", "changed_at")
AT_THE_COUNTER = ("checked_in", "serving", "finished", "missed")


@dataclass(frozen=True)
class Appointment:
    """`services` are (code, name) in order of the visit; `cancel_before` None unless it is still confirmed."""

    id: str
    code: str
    services: tuple[tuple[str, str], ...]
    office: str
    slot_id: str
    start: datetime
    end: datetime
    status: str
    bring: tuple[dict[str, Any], ...]
    cancel_before: datetime | None
    visitor: str
    phone: str
    created_at: datetime
    changed_at: datetime
    relation: str | None = None


class AppointmentStore:
    def __init__(self, session: Session, vault: Vault, rules: Rules) -> None:
        self.session, self.vault, self.rules = session, vault, rules

    def get(self, id_: str, session_id: str) -> Appointment:
        return self.read([self.owned(id_, session_id)])[0]

    def mine(self, session_id: str) -> list[Appointment]:
        rows = select(AppointmentRow).join(
            AppointmentAccessRow, AppointmentAccessRow.appointment_id == AppointmentRow.id
        )
        rows = rows.where(AppointmentAccessRow.session_id == session_id)
        rows = rows.order_by(AppointmentRow.start.desc(), AppointmentRow.created_at.desc()).limit(MOST)
        return self.read(self.session.scalars(rows).all())

    def attach(self, code: str, phone_tail: str, session_id: str, *, now: datetime) -> Appointment:
        code = code.upper()
        row = self.session.scalar(select(AppointmentRow).filter_by(code=code))
        if row is None or row.tail != tail_of(self.vault, code, phone_tail):
            raise NotFound(sentence("lookup-failed"))
        self.give_access(row.id, session_id, now)
        return self.read([row])[0]

    def by_id(self, id_: str) -> Appointment | None:
        """For our own messages: nobody has asked, so nobody's right to see it is judged."""
        row = self.session.get(AppointmentRow, id_)
        return self.read([row])[0] if row else None

    def sessions_of(self, id_: str) -> list[str]:
        """The talks that may see it."""
        seen = select(AppointmentAccessRow.session_id).filter_by(appointment_id=id_)
        return list(self.session.scalars(seen.order_by(AppointmentAccessRow.since)))

    def by_code(self, code: str) -> Appointment:
        row = self.session.scalar(select(AppointmentRow).filter_by(code=code.strip().upper()))
        if row is None:
            raise NotFound(sentence("no-such-appointment"))
        return self.read([row])[0]

    def by_tail(self, office: str, day: date, phone_tail: str) -> list[Appointment]:
        """Those of one day at one office whose number ends so; the tail is hashed with each code."""
        items = self.of_day(office, day)
        rows = select(AppointmentRow.id, AppointmentRow.tail).where(AppointmentRow.id.in_([item.id for item in items]))
        tails = {row[0]: row[1] for row in self.session.execute(rows)}
        return [item for item in items if tails[item.id] == tail_of(self.vault, item.code, phone_tail)]

    def of_day(self, office: str | None, day: date) -> list[Appointment]:
        begin = datetime.combine(day, time(), ZONE)
        rows = select(AppointmentRow).where(
            AppointmentRow.start >= begin, AppointmentRow.start < begin + timedelta(days=1)
        )
        if office is not None:
            rows = rows.where(AppointmentRow.office == office)
        return self.read(self.session.scalars(rows.order_by(AppointmentRow.start, AppointmentRow.code)).all())

    def step(self, id_: str, status: str, *, now: datetime, who: str = "desk") -> Appointment:
        """Visits are checked in on their day; missed only when their time has come. The first miss brings a warning."""
        row = self.session.scalar(select(AppointmentRow).filter_by(id=id_).with_for_update())
        if row is None:
            raise NotFound(sentence("no-such-appointment"))
        allowed = status in AT_THE_COUNTER and may(row.status, status)
        if not allowed or row.start.date() != now.astimezone(ZONE).date():
            raise Refused(sentence("illegal-step"), name="illegal-step")
        if status == "missed" and row.status == "confirmed" and now < row.start:
            raise Refused(sentence("illegal-step"), name="illegal-step")
        self.set_status(row, status, now)
        Events(self.session).note(id_, status, who, now=now)
        if status == "missed" and one_more_blocks(self.session, row.person, self.rules.missed, now):
            Outbox(self.session).put("missed-warning", id_, now, now=now, key=f"missed-warning:{id_}")
        return self.read([row])[0]

    # --- for the book -----------------------------------------------------------------------------------------

    def owned(self, id_: str, session_id: str, *, lock: bool = False) -> AppointmentRow:
        access = select(AppointmentAccessRow.appointment_id).filter_by(appointment_id=id_, session_id=session_id)
        found = select(AppointmentRow).where(AppointmentRow.id == id_, access.exists())
        row = self.session.scalar(found.with_for_update() if lock else found)
        if row is None:
            raise NotFound(sentence("no-such-appointment"))
        return row

    def give_access(self, id_: str, session_id: str, now: datetime) -> None:
        row = {"appointment_id": id_, "session_id": session_id, "since": now}
        self.session.execute(once(AppointmentAccessRow, dialect_of(self.session)), row)

    def set_status(self, row: AppointmentRow, status: str, now: datetime) -> None:
        active = status not in INACTIVE
        row.status, row.active, row.changed_at = status, active, now
        services = update(AppointmentServiceRow).where(AppointmentServiceRow.appointment_id == row.id)
        self.session.execute(services.values(active=active))
        self.session.flush()
        if status != "confirmed":
            reminders.forget(self.session, row.id)
        if status == "finished":
            reminders.invite(self.session, row.id, self.rules, now=now)

    def read(self, rows: Sequence[AppointmentRow]) -> list[Appointment]:
        services = self._services([row.id for row in rows])
        return [self._shown(row, services[row.id]) for row in rows]

    def made(self, row: Mapping[str, Any], person: Person, services: Sequence[Service]) -> Appointment:
        """One that was just made, as `read` will give it: nothing need be fetched or unsealed."""
        return Appointment(
            services=tuple((service.code, service.name) for service in services),
            bring=tuple(row["bring"]),
            cancel_before=row["start"] - self.rules.cancel_before,
            visitor=mask_name(person.visitor),
            phone=mask_phone(person.phone),
            relation=person.relation if person.on_behalf_of else None,
            **{name: row[name] for name in _KEPT_AS_IT_IS},
        )

    def _services(self, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {id_: [] for id_ in ids}
        rows = select(AppointmentServiceRow).where(AppointmentServiceRow.appointment_id.in_(ids))
        for row in self.session.scalars(rows.order_by(AppointmentServiceRow.position)):
            found[row.appointment_id].append((row.service, row.name))
        return found

    def _shown(self, row: AppointmentRow, services: Sequence[tuple[str, str]]) -> Appointment:
        return Appointment(
            id=row.id,
            code=row.code,
            services=tuple(services),
            office=row.office,
            slot_id=row.slot_id,
            start=row.start,
            end=row.end,
            status=row.status,
            bring=tuple(row.bring),
            cancel_before=row.start - self.rules.cancel_before if row.status == "confirmed" else None,
            visitor=mask_name(self._visitor(row)),
            phone=mask_phone(self.vault.open(row.phone)),
            created_at=row.created_at,
            changed_at=row.changed_at,
            relation=self._relation(row),
        )

    def _relation(self, row: AppointmentRow) -> str | None:
        """What the person somebody comes for is to them (儿子)."""
        return str(json.loads(self.vault.open(row.on_behalf_of))[1]) if row.on_behalf_of else None

    def _visitor(self, row: AppointmentRow) -> str:
        """Whose business it is: the person somebody comes for, else the one who booked."""
        if row.on_behalf_of is None:
            return self.vault.open(row.name)
        return str(json.loads(self.vault.open(row.on_behalf_of))[0])
