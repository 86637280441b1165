"""What residents leave with us: tickets, ratings, and sentences the bot did not understand.

TicketStore(session, vault)
  .open(session_id, kind, text, *, place, contact, due, now, about=None) -> Ticket    `about`: a report's kind
  .mine(session_id) -> list[Ticket]     newest first
  .get(number, session_id) -> Ticket    NotFound, also for another session's
  .for_staff(number) -> Ticket
  .all(status=None, department=None, limit=100) -> list[Ticket]   for staff, the one due first
  .move(number, status, *, now, answer=None, about=None) -> Ticket       Refused illegal-step when it would go backwards
RatingStore(session)
  .rate(session_id, kind, id_, grade, *, reason, text, now) -> None    again for the same subject: the new one counts
UnresolvedStore(session)
  .note(text, guess: dict, *, now) -> None               the same sentence counts up
  .open(limit=100) -> list[Unresolved]                   most frequent first
  .get(text_hash) -> Unresolved                          NotFound
  .done(text_hash, who, *, now) -> None

What else waits for the admin is in knowledge.store.tasks.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.errors import Invalid, NotFound, Refused
from knowledge.reports import ReportKind
from knowledge.store.problems import sentence
from knowledge.store.tables.talk import TICKET_KINDS, TICKET_STATUSES, RatingRow, TicketRow, UnresolvedRow
from knowledge.store.vault import Vault


@dataclass(frozen=True)
class Ticket:
    number: str
    kind: str
    status: str
    text: str
    place: str | None
    contact: str | None
    created_at: datetime
    updated_at: datetime
    due: datetime
    topic: str | None = None
    department: str | None = None
    standard: bool | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Unresolved:
    text_hash: str
    text: str
    times: int
    guess: dict[str, Any]
    first_at: datetime
    last_at: datetime


class TicketStore:
    def __init__(self, session: Session, vault: Vault) -> None:
        self.session, self.vault = session, vault

    def open(
        self,
        session_id: str,
        kind: str,
        text: str,
        *,
        due: datetime,
        now: datetime,
        place: str | None = None,
        contact: str | None = None,
        about: ReportKind | None = None,
    ) -> Ticket:
        if kind not in TICKET_KINDS:
            raise Invalid(sentence("unknown-ticket-kind"))
        row = TicketRow(
            number=f"{now:%Y%m%d}{secrets.randbelow(1_000_000):06d}",
            session_id=session_id,
            kind=kind,
            status="received",
            text=self.vault.seal(text),
            place=place,
            contact=self.vault.seal(contact) if contact else None,
            created_at=now,
            updated_at=now,
            due=due,
            topic=about.id if about else None,
            department=about.department if about else None,
            standard=about.standard if about else None,
        )
        self.session.add(row)
        self.session.flush()
        return self._ticket(row)

    def mine(self, session_id: str) -> list[Ticket]:
        rows = select(TicketRow).filter_by(session_id=session_id).order_by(TicketRow.created_at.desc())
        return [self._ticket(row) for row in self.session.scalars(rows)]

    def get(self, number: str, session_id: str) -> Ticket:
        row = self.session.get(TicketRow, number)
        if row is None or row.session_id != session_id:
            raise NotFound(sentence("no-such-ticket"))
        return self._ticket(row)

    def all(self, status: str | None = None, department: str | None = None, limit: int = 100) -> list[Ticket]:
        rows = select(TicketRow).order_by(TicketRow.due, TicketRow.number).limit(limit)
        if status is not None:
            rows = rows.filter_by(status=status)
        if department is not None:
            rows = rows.filter_by(department=department)
        return [self._ticket(row) for row in self.session.scalars(rows)]

    def for_staff(self, number: str) -> Ticket:
        row = self.session.get(TicketRow, number)
        if row is None:
            raise NotFound(sentence("no-such-ticket"))
        return self._ticket(row)

    def move(
        self,
        number: str,
        status: str,
        *,
        now: datetime,
        answer: str | None = None,
        about: ReportKind | None = None,
    ) -> Ticket:
        """Forward, or to the same status with another answer or department."""
        row = self.session.scalar(select(TicketRow).filter_by(number=number).with_for_update())
        if row is None:
            raise NotFound(sentence("no-such-ticket"))
        before, after = TICKET_STATUSES.index(row.status), TICKET_STATUSES.index(status)
        if after < before or (after == before and not (answer or about)):
            raise Refused(sentence("ticket-step"), name="illegal-step")
        row.status, row.updated_at = status, now
        if answer:
            row.answer = self.vault.seal(answer)
        if about:
            row.topic, row.department, row.standard = about.id, about.department, about.standard
        self.session.flush()
        return self._ticket(row)

    def _ticket(self, row: TicketRow) -> Ticket:
        return Ticket(
            number=row.number,
            kind=row.kind,
            status=row.status,
            text=self.vault.open(row.text),
            place=row.place,
            contact=self.vault.open(row.contact) if row.contact else None,
            created_at=row.created_at,
            updated_at=row.updated_at,
            due=row.due,
            topic=row.topic,
            department=row.department,
            standard=row.standard,
            answer=self.vault.open(row.answer) if row.answer else None,
        )


class RatingStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def rate(
        self,
        session_id: str,
        kind: str,
        id_: str,
        grade: int,
        *,
        now: datetime,
        reason: str | None = None,
        text: str | None = None,
    ) -> None:
        if grade <= 2 and not reason:
            raise Invalid(sentence("rating-needs-reason"))
        found = select(RatingRow).filter_by(session_id=session_id, subject_kind=kind, subject_id=id_)
        row = self.session.scalar(found) or RatingRow(session_id=session_id, subject_kind=kind, subject_id=id_)
        row.grade, row.reason, row.text, row.created_at = grade, reason, text, now
        row.done_at, row.done_by = None, None
        self.session.add(row)
        self.session.flush()


class UnresolvedStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def note(self, text: str, guess: dict[str, Any], *, now: datetime) -> None:
        """`text` with personal data already masked: the admin reads it."""
        key = hashlib.sha256(text.encode()).hexdigest()
        row = self.session.get(UnresolvedRow, key) or UnresolvedRow(text_hash=key, text=text, times=0, first_at=now)
        row.times, row.guess, row.last_at, row.done_at, row.done_by = row.times + 1, guess, now, None, None
        self.session.add(row)
        self.session.flush()

    def open(self, limit: int = 100) -> list[Unresolved]:
        rows = select(UnresolvedRow).where(UnresolvedRow.done_at.is_(None))
        rows = rows.order_by(UnresolvedRow.times.desc(), UnresolvedRow.last_at.desc()).limit(limit)
        return [
            Unresolved(row.text_hash, row.text, row.times, row.guess, row.first_at, row.last_at)
            for row in self.session.scalars(rows)
        ]

    def get(self, text_hash: str) -> Unresolved:
        row = self.session.get(UnresolvedRow, text_hash)
        if row is None:
            raise NotFound(sentence("no-such-task"))
        return Unresolved(row.text_hash, row.text, row.times, row.guess, row.first_at, row.last_at)

    def done(self, text_hash: str, who: str, *, now: datetime) -> None:
        mark = update(UnresolvedRow).where(UnresolvedRow.text_hash == text_hash)
        self.session.execute(mark.values(done_at=now, done_by=who))
