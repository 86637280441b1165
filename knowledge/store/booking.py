"""The appointment book: what a resident may do, each in the one write transaction of the request.

    Book(session, vault, snapshot, *, now, calendar=None, hold_ttl=None)     `session`, or what begins it when wanted
      .slots(services, offices, first, last, *, lengths=None, channel="public") -> list[FreeStart]
                                                                          full ones with free 0, past ones not
      .hold(session_id, slot_id, services, *, lengths=None) -> Hold
      .give_up(hold_id, session_id) -> None                               a hold no longer wanted; free at once
      .book(session_id, slot_id, services, person, *, key, digest, bring=(), hold_id=None, channel="public",
            lengths=None, who="resident") -> Appointment
      .cancel(id, session_id) -> Appointment
      .reschedule(id, session_id, slot_id) -> Appointment                 keeps id and code, and the old time if refused
      .tidy() -> None

    Person(name, phone, on_behalf_of=None, relation=None)      as typed; see knowledge/store/visitor.py

`lengths`: slots in a row per service (knowledge.durations); kept with the appointment, so that moving it keeps them.
`channel`: public, desk or phone, each with its share. A write looks at the catalogue's stamp under its lock first and
goes by the newest offices and calendar: who closes an office changes the stamp, so nobody slips in behind. What needs
no database (judging the time, sealing names) is done before the transaction begins, and again only where the stamp has
moved.
`services` are documents in force (knowledge.model.Service). `digest` identifies the request behind an idempotency key:
the same key and digest give the first appointment again, another digest raises IdempotencyConflict. Refusals are
`Refused` with the names of the contract. Places are taken by `knowledge.store.claims.take` and nowhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.bookable import judge, refused_days
from knowledge.calendar import ZONE, Calendar
from knowledge.catalogue import Snapshot
from knowledge.errors import Invalid, NotFound, Refused
from knowledge.model import Office, Service
from knowledge.slots import Start, Taken, parse_slot, places_for, runs, starts, visit_of
from knowledge.store import claims, reminders
from knowledge.store.appointments import Appointment, AppointmentStore
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.idempotency import KEPT, remember
from knowledge.store.inserting import dialect_of, once, table_of
from knowledge.store.outbox import Events
from knowledge.store.problems import sentence
from knowledge.store.quota import check_quota
from knowledge.store.refusals import time_sentence
from knowledge.store.tables.booking import (
    AppointmentRow,
    AppointmentServiceRow,
    HoldRow,
    IdempotencyRow,
)
from knowledge.store.tables.talk import ChatSessionRow
from knowledge.store.tables.waiting import WaitingRow
from knowledge.store.vault import Vault
from knowledge.store.visitor import Person, checked, key_of, new_code, sealed

__all__ = ["Book", "FreeStart", "Hold", "Person", "checked"]

_BY_CODE = select(table_of(AppointmentRow).c.id).where(table_of(AppointmentRow).c.code == bindparam("code"))
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Hold:
    id: str
    expires_at: datetime


@dataclass(frozen=True)
class FreeStart:
    """`free` counts whole visits; 0 where a rule does not let anybody book that time now."""

    start: Start
    free: int


class Book:
    def __init__(
        self,
        session: Session | Callable[[], Session],
        vault: Vault,
        snapshot: Snapshot,
        *,
        now: datetime,
        calendar: Calendar | None = None,
        hold_ttl: timedelta | None = None,
    ) -> None:
        self._session, self.vault, self.snapshot, self.now = session, vault, snapshot, now
        self.rules = snapshot.rules
        self.calendar = calendar or Calendar(snapshot.calendar)
        self.hold_ttl = hold_ttl or timedelta(seconds=self.rules.hold_ttl_s)

    @property
    def session(self) -> Session:
        return self._session if isinstance(self._session, Session) else self._session()

    @property
    def appointments(self) -> AppointmentStore:
        return AppointmentStore(self.session, self.vault, self.rules)

    # --- looking ----------------------------------------------------------------------------------------------

    def slots(
        self,
        services: Sequence[Service],
        offices: Sequence[Office],
        first: date,
        last: date,
        *,
        lengths: Sequence[int] | None = None,
        channel: str = "public",
    ) -> list[FreeStart]:
        """In order of time; at the same time in the order of `offices`."""
        visit, today = visit_of(services, lengths), self.now.astimezone(ZONE).date()
        first, last = max(first, today), min(last, today + FARTHEST)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        found = [s for day in days for o in offices for s in starts(o, visit, day, self.calendar) if s.start > self.now]
        if not found:
            return []
        since, until = (datetime.combine(day, time(), ZONE) for day in (first, last + timedelta(days=1)))
        used = claims.taken(self.session, [o.slug for o in offices], since, until, now=self.now)
        rank = {office.slug: n for n, office in enumerate(offices)}
        in_order = sorted(found, key=lambda s: (s.start, rank[s.office]))
        shut = refused_days(days, self.rules, self.calendar, self.now)
        return [FreeStart(s, 0 if shut[s.start.date()] else self._free(s, used, channel)) for s in in_order]

    def _free(self, start: Start, used: dict[str, Taken], channel: str) -> int:
        quota, nothing = self.rules.quota_of(start.office), Taken()
        places = {
            cell.id: places_for(channel, cell.capacity, used.get(cell.id, nothing), cell.start, self.now, quota)
            for cell in start.cells
        }
        return runs(start, places)

    # --- holding and booking ----------------------------------------------------------------------------------

    def hold(
        self, session_id: str, slot_id: str, services: Sequence[Service], *, lengths: Sequence[int] | None = None
    ) -> Hold:
        lengths = list(lengths or [service.duration for service in services])
        start = self._start(slot_id, services, lengths)
        self.session.execute(select(ChatSessionRow.id).filter_by(id=session_id).with_for_update())  # one at a time
        offered = select(WaitingRow.hold_id).where(WaitingRow.hold_id.is_not(None))
        live = select(func.count()).where(HoldRow.session_id == session_id, HoldRow.expires_at > self.now)
        live = live.where(HoldRow.id.not_in(offered))
        if (self.session.scalar(live) or 0) >= self.rules.holds_per_session:
            raise Refused(sentence("too-many-holds", most=self.rules.holds_per_session), name="blocked")
        hold = Hold(secrets.token_hex(16), self.now + self.hold_ttl)
        claims.take(self.session, start, hold.id, now=self.now, rules=self.rules, until=hold.expires_at)
        codes = [service.code for service in services]
        row = HoldRow(id=hold.id, session_id=session_id, slot_id=slot_id, services=codes, expires_at=hold.expires_at)
        row.lengths = lengths
        self.session.add(row)
        self.session.flush()
        return hold

    def give_up(self, hold_id: str, session_id: str) -> None:
        """Choosing another time frees the first. NotFound where there is no such hold of that session."""
        gone = delete(HoldRow).where(HoldRow.id == hold_id, HoldRow.session_id == session_id)
        slot_id = self.session.scalar(gone.returning(HoldRow.slot_id))
        if slot_id is None:
            raise NotFound(sentence("no-such-hold"))
        declined = update(WaitingRow).where(WaitingRow.hold_id == hold_id)
        self.session.execute(declined.values(status="cancelled", hold_id=None, offer_until=None))
        office, begin = parse_slot(slot_id) or ("", self.now)
        if not self._pass_on(hold_id, office, begin):
            claims.release(self.session, hold_id, at=self.now)

    def book(
        self,
        session_id: str,
        slot_id: str,
        services: Sequence[Service],
        person: Person,
        *,
        key: str,
        digest: str,
        bring: Sequence[dict[str, Any]] = (),
        hold_id: str | None = None,
        channel: str = "public",
        lengths: Sequence[int] | None = None,
        who: str = "resident",
    ) -> Appointment:
        id_, person, lengths = secrets.token_hex(16), checked(person), list(lengths or [s.duration for s in services])
        judged = self._judged(slot_id, services, lengths)
        row = self._row(id_, session_id, person, channel, bring)
        if earlier := remember(self.session, session_id, key, digest, id_, now=self.now):
            return self.appointments.get(earlier, session_id)
        start = self._start(slot_id, services, lengths, judged)
        check_quota(self.session, row["person"], services, start, self.rules, now=self.now, channel=channel)
        row |= {"office": start.office, "slot_id": start.id, "start": start.start, "end": start.end}
        self._insert(row, person, services, lengths)
        if hold_id is None:
            claims.take(self.session, start, id_, now=self.now, rules=self.rules, channel=channel)
        else:
            self._confirm(hold_id, session_id, slot_id, services, lengths, id_)
        self.appointments.give_access(id_, session_id, self.now)
        reminders.plan(self.session, id_, start.start, self.rules, now=self.now)
        Events(self.session).note(id_, "booked", who, now=self.now, slot=slot_id, channel=channel)
        return self.appointments.made(row, person, services)

    def cancel(self, id_: str, session_id: str) -> Appointment:
        self._go_by_the_newest()
        row = self.appointments.owned(id_, session_id, lock=True)
        self._may_change(row)
        return self.cancelled(row, "resident")

    def cancelled(self, row: AppointmentRow, who: str) -> Appointment:
        """Give the places back after the delay. Who may do so has been judged."""
        self.appointments.set_status(row, "cancelled", self.now)
        if not self._pass_on(row.id, row.office, row.start):
            claims.release(self.session, row.id, at=self.now + self.rules.reopen_delay)
        Events(self.session).note(row.id, "cancelled", who, now=self.now)
        return self.appointments.read([row])[0]

    def reschedule(self, id_: str, session_id: str, slot_id: str) -> Appointment:
        self._go_by_the_newest()
        row = self.appointments.owned(id_, session_id, lock=True)
        self._may_change(row)
        return self.moved(row, slot_id, "resident")

    def moved(self, row: AppointmentRow, slot_id: str, who: str, *, channel: str = "public") -> Appointment:
        """To another time, in one exchange. Who may do so has been judged; Refused where the time cannot be had."""
        services, lengths = self.visit(row)
        start = self._start(slot_id, services, lengths)
        check_quota(
            self.session, row.person, services, start, self.rules, now=self.now, besides=row.id, channel=channel
        )
        self._exchange(row, start, channel)
        reminders.forget(self.session, row.id)
        reminders.plan(self.session, row.id, start.start, self.rules, now=self.now)
        Events(self.session).note(row.id, "moved", who, now=self.now, to=slot_id)
        return self.appointments.read([row])[0]

    def _exchange(self, row: AppointmentRow, start: Start, channel: str) -> None:
        id_, was = row.id, (row.office, row.start)
        claims.take(self.session, start, id_, now=self.now, rules=self.rules, instead_of=id_, channel=channel)
        row.slot_id, row.office, row.start, row.end = start.id, start.office, start.start, start.end
        row.changed_at = self.now
        for service in self.session.scalars(select(AppointmentServiceRow).filter_by(appointment_id=id_)):
            service.day = start.start.date()
        try:
            self.session.flush()
        except IntegrityError as clash:  # the same person booked that day in the same instant
            raise Refused(sentence("slot-taken-by-you"), name="slot-taken-by-you") from clash
        self._pass_on(claims.reopening(id_), *was)

    def _pass_on(self, owner: str, office: str, start: datetime) -> bool:
        """Whoever waits for places that are given up has them before anybody who comes along."""
        from knowledge.store.waiting import pass_on

        return pass_on(self, owner, office, start.astimezone(ZONE).date())

    def visit(self, row: AppointmentRow) -> tuple[list[Service], list[int]]:
        """The services of an appointment and the slots in a row each takes. NotFound when one is gone."""
        rows = select(AppointmentServiceRow).filter_by(appointment_id=row.id).order_by(AppointmentServiceRow.position)
        found = self.session.scalars(rows).all()
        return [self._service(one.service) for one in found], [one.slots for one in found]

    def tidy(self) -> None:
        """Throw away what no longer counts; nothing depends on when."""
        claims.tidy(self.session, now=self.now)
        self.session.execute(delete(HoldRow).where(HoldRow.expires_at <= self.now - KEPT))
        self.session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at <= self.now - KEPT))

    # --- rules ------------------------------------------------------------------------------------------------

    def _go_by_the_newest(self) -> bool:
        """Under the lock of the stamp: whoever closes an office either is done and seen here, or waits for us."""
        store = CatalogueStore(self.session)
        if store.stamp(share=True) <= self.snapshot.stamp:
            return False
        self.snapshot = store.snapshot(self.now.astimezone(ZONE).date(), self.snapshot)
        self.rules, self.calendar = self.snapshot.rules, Calendar(self.snapshot.calendar)
        return True

    def _judged(self, slot_id: str, services: Sequence[Service], lengths: Sequence[int]) -> Start | str:
        return judge(slot_id, services, self.snapshot, self.calendar, self.now, lengths)

    def _start(
        self, slot_id: str, services: Sequence[Service], lengths: Sequence[int], judged: Start | str | None = None
    ) -> Start:
        """`judged`: by what was in force before the transaction; counts unless that has changed since."""
        if self._go_by_the_newest() or judged is None:
            judged = self._judged(slot_id, services, lengths)
        for service in services:
            if not service.bookable:
                raise Invalid(sentence("not-bookable", service=service.name))
        if isinstance(judged, Start):
            return judged
        if judged == "no-such-slot":
            raise NotFound(sentence("no-such-slot"))
        raise Refused(time_sentence(judged, slot_id, self.rules, self.calendar, self.now), name=judged)

    def _may_change(self, row: AppointmentRow) -> None:
        if row.status != "confirmed":
            raise Refused(sentence("illegal-step"), name="illegal-step")
        if self.now > row.start - self.rules.cancel_before:
            raise Refused(sentence("cancel-deadline", hours=f"{self.rules.cancel_hours:g}"), name="cancel-deadline")

    # --- rows -------------------------------------------------------------------------------------------------

    def _row(
        self, id_: str, session_id: str, person: Person, channel: str, bring: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """All but the time."""
        return {
            "id": id_,
            **sealed(self.vault, person, new_code()),
            "session_id": session_id,
            "status": "confirmed",
            "active": True,
            "channel": channel,
            "bring": list(bring),
            "consent": ("proxy" if channel == "public" else "desk") if person.on_behalf_of else None,
            "created_at": self.now,
            "changed_at": self.now,
        }

    def _insert(self, row: dict[str, Any], person: Person, services: Sequence[Service], lengths: Sequence[int]) -> None:
        """The unique indexes have the last word: a row that does not go in was booked by the same person meanwhile."""
        dialect = dialect_of(self.session)
        while self.session.execute(once(AppointmentRow, dialect, "id"), row).first() is None:
            if self.session.scalar(_BY_CODE, {"code": row["code"]}) is None:
                raise Refused(sentence("slot-taken-by-you"), name="slot-taken-by-you")
            row |= sealed(self.vault, person, new_code())  # another appointment has that code
        who = row["person"] if self.rules.one_per_person_day_service else row["id"]
        for position, (service, length) in enumerate(zip(services, lengths, strict=True)):
            values = {
                "appointment_id": row["id"],
                "service": service.code,
                "position": position,
                "slots": length,
                "name": service.name,
                "person": who,
                "day": row["start"].date(),
                "active": True,
            }
            if self.session.execute(once(AppointmentServiceRow, dialect, "service"), values).first() is None:
                raise Refused(sentence("already-booked", service=service.name), name="already-booked")

    def _confirm(
        self,
        hold_id: str,
        session_id: str,
        slot_id: str,
        services: Sequence[Service],
        lengths: Sequence[int],
        owner: str,
    ) -> None:
        found = select(HoldRow).filter_by(id=hold_id, session_id=session_id).with_for_update()
        hold = self.session.scalar(found)
        if hold is None:
            raise Refused(sentence("hold-expired"), name="hold-expired")
        codes = [service.code for service in services]
        if (hold.slot_id, hold.services) != (slot_id, codes) or hold.lengths not in (None, list(lengths)):
            raise Invalid(sentence("hold-for-another-slot"))
        if hold.expires_at <= self.now or not claims.keep(self.session, hold_id, owner, now=self.now):
            raise Refused(sentence("hold-expired"), name="hold-expired")
        self.session.delete(hold)
        self.session.flush()
        mine = update(WaitingRow).where(WaitingRow.hold_id == hold_id)
        self.session.execute(mine.values(status="taken", hold_id=None, offer_until=None))

    def key_of(self, person: Person) -> str:
        """One person for the quotas."""
        return key_of(self.vault, person)

    def _service(self, code: str) -> Service:
        published = self.snapshot.published.get(code)
        if published is None:
            raise NotFound(sentence("no-such-version"))
        return published.service
