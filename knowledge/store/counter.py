"""What staff do to appointments at the counter, beyond the queue. Who may call these is the business of the routes.

Counter(book, who)
  .cancel(id) -> Appointment                     also after the residents' deadline
  .move(id, slot_id) -> Appointment              the same
  .find(name, phone) -> list[Appointment]        a lost code, after looking at the person's papers
  .excuse(id, why) -> Appointment                a missed visit no longer counts
appeal(book, id, session_id, text, *, due) -> Ticket        a resident asks for that; once per appointment
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from knowledge.errors import NotFound, Refused
from knowledge.steps import may
from knowledge.store.appointments import Appointment
from knowledge.store.booking import Book, Person, checked
from knowledge.store.outbox import Events
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import AppointmentRow
from knowledge.store.tickets import Ticket, TicketStore


class Counter:
    def __init__(self, book: Book, who: str) -> None:
        rules = book.snapshot.rules.model_copy(update={"lead_days": 0})
        snapshot = replace(book.snapshot, rules=rules)
        self.book = Book(book.session, book.vault, snapshot, now=book.now, calendar=book.calendar)
        self.who = who

    def cancel(self, id_: str) -> Appointment:
        return self.book.cancelled(self._row(id_, "cancelled"), self.who)

    def move(self, id_: str, slot_id: str) -> Appointment:
        return self.book.moved(self._row(id_, "confirmed"), slot_id, self.who, channel="desk")

    def find(self, name: str, phone: str) -> list[Appointment]:
        """Those ahead and of today; nobody's when the pair does not fit exactly."""
        key = self.book.key_of(checked(Person(name, phone)))
        rows = select(AppointmentRow).where(AppointmentRow.person == key, AppointmentRow.end >= self.book.now)
        rows = rows.where(AppointmentRow.active).order_by(AppointmentRow.start)
        return self.book.appointments.read(self.book.session.scalars(rows).all())

    def excuse(self, id_: str, why: str) -> Appointment:
        row = self._get(id_)
        if row.status != "missed":
            raise Refused(sentence("appeal-only-missed"), name="illegal-step")
        row.excused_at = self.book.now
        self.book.session.flush()
        Events(self.book.session).note(id_, "excused", self.who, now=self.book.now, why=why)
        return self.book.appointments.read([row])[0]

    def _row(self, id_: str, after: str) -> AppointmentRow:
        row = self._get(id_)
        if row.status != "confirmed" or not may(row.status, after):
            raise Refused(sentence("illegal-step"), name="illegal-step")
        return row

    def _get(self, id_: str) -> AppointmentRow:
        row = self.book.session.scalar(select(AppointmentRow).filter_by(id=id_).with_for_update())
        if row is None:
            raise NotFound(sentence("no-such-appointment"))
        return row


def appeal(book: Book, id_: str, session_id: str, text: str, *, due: datetime) -> Ticket:
    row = book.appointments.owned(id_, session_id, lock=True)
    tickets = TicketStore(book.session, book.vault)
    if row.appeal is not None:
        return tickets.get(row.appeal, session_id)
    if row.status != "missed":
        raise Refused(sentence("appeal-only-missed"), name="illegal-step")
    made = tickets.open(session_id, "complaint", text, place=row.office, due=due, now=book.now)
    row.appeal = made.number
    Events(book.session).note(id_, "appealed", "resident", now=book.now, ticket=made.number)
    return made
