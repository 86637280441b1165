"""The counter queue of a day: numbers, calling, serving, finishing, and what had to be done twice.

    QueueStore(session, store, office, *, now, who)                `store`: AppointmentStore; `office`: knowledge.model
      .join(services, *, appointment=None, care=False, skills=()) -> Ticket     with an appointment: also checks it in
      .call(counter, skills_of) -> Ticket                   the next one that counter can serve; Refused queue-empty
      .again(id, counter) / .serve(id, counter) / .finish(id) / .miss(id) -> Ticket          Refused illegal-step
      .line() -> list[Ticket]                               waiting, called and being served, in order
      .ended() -> list[Ticket]
      .served(most) -> list[timedelta]                      how long recent services took, newest first
      .again_needed(ticket, service, paper, reason) -> None somebody must come a second time
    unlink(session, appointment, *, now) -> None            the appointment moved away while they waited
    second_trips(session, first, last, office=None) -> list[SecondTrips]     counted per service, paper and reason

Two counters calling at once never get the same number: a ticket is taken by one conditional update of its status.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.calendar import ZONE
from knowledge.errors import NotFound, Refused
from knowledge.model import Office
from knowledge.queueing import due, fits
from knowledge.store.appointments import Appointment, AppointmentStore
from knowledge.store.problems import sentence
from knowledge.store.tables.queue import QueueDayRow, QueueTicketRow, SecondTripRow

BOOKED, WALK_IN = "A", "B"
LIVE = ("waiting", "called", "serving")
NEXT = {"waiting": ("called", "missed"), "called": ("called", "serving", "missed"), "serving": ("finished",)}
SINCE = timedelta(days=14)


@dataclass(frozen=True)
class Ticket:
    id: str
    office: str
    number: str
    appointment_id: str | None
    services: tuple[str, ...]
    due: datetime
    joined_at: datetime
    status: str
    counter: str | None
    calls: int
    served_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class SecondTrips:
    service: str
    paper: str | None
    reason: str
    times: int


class QueueStore:
    def __init__(self, session: Session, store: AppointmentStore, office: Office, *, now: datetime, who: str) -> None:
        self.session, self.store, self.office, self.now, self.who = session, store, office, now, who
        self.day = now.astimezone(ZONE).date()

    def join(self, services: Sequence[str], *, appointment: Appointment | None = None, care: bool = False) -> Ticket:
        if appointment is not None:
            self.store.step(appointment.id, "checked_in", now=self.now, who=self.who)
        row = QueueTicketRow(
            id=secrets.token_hex(16),
            office=self.office.slug,
            day=self.day,
            number=self._number(BOOKED if appointment else WALK_IN),
            appointment_id=appointment.id if appointment else None,
            services=list(services),
            due=due(self.now, appointment.start if appointment else None, care, self.store.rules),
            joined_at=self.now,
            status="waiting",
            calls=0,
        )
        self.session.add(row)
        self.session.flush()
        return _ticket(row)

    def call(self, counter: str, skills_of: Callable[[str], str | None]) -> Ticket:
        """`skills_of(service code)`: the counter skill it needs."""
        if counter not in {c.name for c in self.office.counters}:
            raise Refused(sentence("counter-unknown"), name="illegal-step")
        waiting = self._today().where(QueueTicketRow.status == "waiting")
        order = waiting.order_by(QueueTicketRow.due, QueueTicketRow.joined_at, QueueTicketRow.number)
        for row in self.session.scalars(order).all():
            if fits([skills_of(code) for code in row.services], counter, self.office) and self._take(row, counter):
                return _ticket(row)
        raise Refused(sentence("queue-empty"), name="illegal-step")

    def _take(self, row: QueueTicketRow, counter: str) -> bool:
        mine = update(QueueTicketRow).where(QueueTicketRow.id == row.id, QueueTicketRow.status == "waiting")
        values = {"status": "called", "counter": counter, "calls": 1, "called_at": self.now}
        done = cast(CursorResult[Any], self.session.execute(mine.values(values))).rowcount == 1
        self.session.refresh(row)
        return done

    def again(self, id_: str) -> Ticket:
        """Call once more the one who did not come."""
        row = self._row(id_, "called")
        row.calls, row.called_at = row.calls + 1, self.now
        return self._done(row)

    def serve(self, id_: str) -> Ticket:
        row = self._row(id_, "serving")
        row.status, row.served_at = "serving", self.now
        return self._done(row)

    def finish(self, id_: str) -> Ticket:
        row = self._row(id_, "finished")
        row.status, row.ended_at = "finished", self.now
        return self._done(row)

    def miss(self, id_: str) -> Ticket:
        row = self._row(id_, "missed")
        row.status, row.ended_at = "missed", self.now
        return self._done(row)

    def again_needed(self, ticket: Ticket, service: str, paper: str | None, reason: str) -> None:
        trip = SecondTripRow(office=ticket.office, day=self.day, service=service, paper=paper, reason=reason)
        trip.ticket_id, trip.who, trip.at = ticket.id, self.who, self.now
        self.session.add(trip)
        self.session.flush()

    # --- looking ----------------------------------------------------------------------------------------------

    def line(self) -> list[Ticket]:
        rows = self._today().where(QueueTicketRow.status.in_(LIVE))
        return [
            _ticket(row) for row in self.session.scalars(rows.order_by(QueueTicketRow.due, QueueTicketRow.joined_at))
        ]

    def ended(self) -> list[Ticket]:
        rows = self._today().where(QueueTicketRow.status.not_in(LIVE)).order_by(QueueTicketRow.ended_at.desc())
        return [_ticket(row) for row in self.session.scalars(rows)]

    def served(self, most: int) -> list[timedelta]:
        rows = select(QueueTicketRow).where(
            QueueTicketRow.office == self.office.slug,
            QueueTicketRow.status == "finished",
            QueueTicketRow.day > self.day - SINCE,
        )
        found = self.session.scalars(rows.order_by(QueueTicketRow.ended_at.desc()).limit(most))
        return [row.ended_at - row.served_at for row in found if row.ended_at and row.served_at]

    # --- rows -------------------------------------------------------------------------------------------------

    def _number(self, series: str) -> str:
        """A001, A002 …: counted by the database, so that no number is given twice."""
        dialect: Any = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        first = dialect.insert(QueueDayRow).values(office=self.office.slug, day=self.day, series=series, last=0)
        self.session.execute(first.on_conflict_do_nothing())
        mine = update(QueueDayRow).where(
            QueueDayRow.office == self.office.slug, QueueDayRow.day == self.day, QueueDayRow.series == series
        )
        last = self.session.scalar(mine.values(last=QueueDayRow.last + 1).returning(QueueDayRow.last))
        return f"{series}{last:03d}"

    def _today(self) -> Any:
        return select(QueueTicketRow).where(QueueTicketRow.office == self.office.slug, QueueTicketRow.day == self.day)

    def _row(self, id_: str, status: str) -> QueueTicketRow:
        row: QueueTicketRow | None = self.session.scalar(
            self._today().where(QueueTicketRow.id == id_).with_for_update()
        )
        if row is None:
            raise NotFound(sentence("no-such-appointment"))
        if status not in NEXT.get(row.status, ()):
            raise Refused(sentence("illegal-step"), name="illegal-step")
        return row

    def _done(self, row: QueueTicketRow) -> Ticket:
        """The appointment takes the same step; a second call is none."""
        self.session.flush()
        if row.appointment_id is not None and row.status in ("serving", "finished", "missed"):
            self.store.step(row.appointment_id, row.status, now=self.now, who=self.who)
        return _ticket(row)


def unlink(session: Session, appointment: str, *, now: datetime) -> None:
    mine = update(QueueTicketRow).where(QueueTicketRow.appointment_id == appointment, QueueTicketRow.status.in_(LIVE))
    session.execute(mine.values(appointment_id=None, status="missed", ended_at=now))


def second_trips(session: Session, first: date, last: date, office: str | None = None) -> list[SecondTrips]:
    """Both days inclusive; the most frequent first."""
    times = func.count()
    groups = (SecondTripRow.service, SecondTripRow.paper, SecondTripRow.reason)
    rows = select(*groups, times).where(SecondTripRow.day >= first, SecondTripRow.day <= last).group_by(*groups)
    if office is not None:
        rows = rows.where(SecondTripRow.office == office)
    return [SecondTrips(*row) for row in session.execute(rows.order_by(times.desc(), *groups)).all()]


def _ticket(row: QueueTicketRow) -> Ticket:
    fields: dict[str, Any] = {name: getattr(row, name) for name in Ticket.__dataclass_fields__ if name != "services"}
    return Ticket(services=tuple(row.services), **fields)
