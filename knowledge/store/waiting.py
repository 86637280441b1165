"""The waiting list: who wants a place that is not free yet, and who is offered one that frees.

    WaitingList(book)
      .join(session_id, services, lengths, place, first, last, after="00:00", before="24:00") -> Entry
      .mine(session_id) -> list[Entry]                    newest first
      .cancel(id, session_id) -> Entry
      .serve() -> int                                     offers made: what ran out is passed on, what frees is offered
    pass_on(book, owner, office, on, besides=None) -> bool
          the places `owner` gives up go to the first in line who can use them, in the same transaction

An offer is a hold in that person's name, told through the outbox: places are taken by `claims.take` as everywhere. It
counts from the end of the reopening delay, so that nobody can pass a place on by arrangement. When it runs out, its
places stay shut for `grace_s`, in which the next in line gets them; without anybody serving they then free themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select

from knowledge.bookable import offices_at, time_refusal
from knowledge.calendar import ZONE
from knowledge.errors import NotFound, Refused
from knowledge.model import Office, Service
from knowledge.slots import Start, start_of, starts, visit_of
from knowledge.store import claims
from knowledge.store.booking import Book
from knowledge.store.outbox import Outbox
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import ClaimRow, HoldRow
from knowledge.store.tables.talk import ChatSessionRow
from knowledge.store.tables.waiting import WaitingRow

LIVE = ("waiting", "offered")
MOST = 50  # looked at in one go
MOST_TRIES = 4


@dataclass(frozen=True)
class Entry:
    """`position` counts from 1 among those who wait for the same; 0 when not waiting. `offer` while it is good."""

    id: str
    services: tuple[str, ...]
    place: str | None
    first: date
    last: date
    after: str
    before: str
    status: str
    position: int
    created_at: datetime
    hold_id: str | None = None
    slot_id: str | None = None
    start: Start | None = None
    offer_until: datetime | None = None


class WaitingList:
    def __init__(self, book: Book) -> None:
        self.book, self.session, self.now = book, book.session, book.now
        self.rules = book.rules.waiting

    def join(
        self,
        session_id: str,
        services: Sequence[Service],
        lengths: Sequence[int],
        place: str | None,
        first: date,
        last: date,
        after: str = "00:00",
        before: str = "24:00",
    ) -> Entry:
        """Once per wish. A place that is free already is offered at once. Refused when this session waits for much."""
        self.session.execute(select(ChatSessionRow.id).filter_by(id=session_id).with_for_update())
        codes = [service.code for service in services]
        held = self._rows(session_id, LIVE)
        for row in held:
            if (row.services, row.place, row.first, row.last, row.after) == (codes, place, first, last, after):
                return self._entry(row)
        if len(held) >= self.rules.per_session:
            raise Refused(sentence("waiting-enough", most=self.rules.per_session), name="blocked")
        row = WaitingRow(
            id=secrets.token_hex(16),
            session_id=session_id,
            services=codes,
            lengths=list(lengths),
            place=place,
            first=first,
            last=last,
            after=after,
            before=before,
            status="waiting",
            since=self.now,
            offers=0,
            created_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        if self._position(row) == 1:
            self._offer_what_is_free(row)
        return self._entry(row)

    def mine(self, session_id: str) -> list[Entry]:
        return [self._entry(row) for row in self._rows(session_id, None)]

    def cancel(self, id_: str, session_id: str) -> Entry:
        row = self.session.scalar(select(WaitingRow).filter_by(id=id_, session_id=session_id).with_for_update())
        if row is None:
            raise NotFound(sentence("not-waiting"))
        if row.status in LIVE:
            hold = row.hold_id
            office = self._office_of(row)
            row.status, row.hold_id, row.offer_until = "cancelled", None, None
            self.session.flush()
            if hold:
                self._drop(hold, office, row)
        return self._entry(row)

    def serve(self) -> int:
        """What ran out goes to the next, what is past its days ends, what has become free is offered in order."""
        today, made = self.now.astimezone(ZONE).date(), 0
        for row in self.locked(WaitingRow.status == "offered", WaitingRow.offer_until <= self.now):
            self._lapse(row)
        for row in self.locked(WaitingRow.status == "waiting"):
            if row.last < today:
                row.status = "over"
                self._tell("waiting-over", row)
            else:
                made += self._offer_what_is_free(row)
        self.session.flush()
        return made

    def locked(self, *conditions: object, skip: bool = True) -> Sequence[WaitingRow]:
        """In order of the line; rows another process is at are left to it, or (not `skip`) waited for."""
        rows = select(WaitingRow).where(*conditions).order_by(WaitingRow.since, WaitingRow.id)  # type: ignore[arg-type]
        return self.session.scalars(rows.limit(MOST).with_for_update(skip_locked=skip)).all()

    def _lapse(self, row: WaitingRow) -> None:
        """Not taken in time: the next one's turn. Who lets it run out goes to the end of the line, in the end out."""
        hold, office = str(row.hold_id), self._office_of(row)
        row.offers, row.since, row.hold_id, row.offer_until = row.offers + 1, self.now, None, None
        row.status = "lapsed" if row.offers >= self.rules.offers else "waiting"
        self.session.flush()
        self._tell("offer-lapsed", row)
        self._drop(hold, office, row)

    def _drop(self, hold: str, office: tuple[str, date], row: WaitingRow) -> None:
        gone = self.session.get(HoldRow, hold)
        if gone is not None:
            self.session.delete(gone)
            self.session.flush()
        if not pass_on(self.book, hold, *office, besides=row.id):
            claims.release(self.session, hold, at=self.now)

    def _offer_what_is_free(self, row: WaitingRow) -> bool:
        services = self.services(row)
        offices = offices_at(services, self.book.snapshot, row.place, self.now) if services else []
        found = self.book.slots(services, offices, row.first, row.last, lengths=row.lengths) if offices else []
        fit = [item.start for item in found if item.free > 0 and within(item.start, row)]
        return any(self.offer(row, start) for start in fit[:MOST_TRIES])

    def offer(self, row: WaitingRow, start: Start, instead_of: str | None = None) -> bool:
        """A hold in their name and word of it; False where somebody else was quicker."""
        hold = secrets.token_hex(16)
        begins = self.now + (self.book.rules.reopen_delay if instead_of else timedelta())
        until = begins + timedelta(minutes=self.rules.offer_minutes)
        shut = until + timedelta(seconds=self.rules.grace_s)
        try:
            with self.session.begin_nested():
                claims.take(
                    self.session, start, hold, now=self.now, rules=self.book.rules, until=shut, instead_of=instead_of
                )
        except Refused:
            return False
        self.session.add(
            HoldRow(
                id=hold,
                session_id=row.session_id,
                slot_id=start.id,
                services=row.services,
                lengths=row.lengths,
                expires_at=until,
            )
        )
        row.status, row.hold_id, row.slot_id, row.offer_until = "offered", hold, start.id, until
        self.session.flush()
        self._tell("offer", row, due=begins)
        return True

    def _tell(self, kind: str, row: WaitingRow, due: datetime | None = None) -> None:
        data = {"waiting": row.id, "services": row.services, "slot": row.slot_id}
        if row.offer_until:
            data["until"] = row.offer_until.isoformat()
        key = f"{kind}:{row.hold_id or row.id}:{row.offers}"
        Outbox(self.session).put(
            kind, None, due or self.now, now=self.now, data=data, key=key, session_id=row.session_id
        )

    def _office_of(self, row: WaitingRow) -> tuple[str, date]:
        """Where and when the offered slot is (an entry without one has none to pass on)."""
        slug, _, stamp = str(row.slot_id).partition("~")
        return slug, datetime.strptime(stamp[:8], "%Y%m%d").replace(tzinfo=ZONE).date() if stamp else row.first

    def _rows(self, session_id: str, states: Sequence[str] | None) -> Sequence[WaitingRow]:
        rows = select(WaitingRow).where(WaitingRow.session_id == session_id)
        if states:
            rows = rows.where(WaitingRow.status.in_(states))
        return self.session.scalars(rows.order_by(WaitingRow.created_at.desc(), WaitingRow.id)).all()

    def services(self, row: WaitingRow) -> list[Service]:
        """Empty when one of them has left the catalogue."""
        held = self.book.snapshot.published
        return [held[code].service for code in row.services] if all(code in held for code in row.services) else []

    def _position(self, row: WaitingRow) -> int:
        if row.status != "waiting":
            return 0
        sooner = or_(WaitingRow.since < row.since, and_(WaitingRow.since == row.since, WaitingRow.id < row.id))
        ahead = select(WaitingRow.services).where(WaitingRow.status == "waiting", sooner)
        return 1 + sum(services == row.services for services in self.session.scalars(ahead))

    def _entry(self, row: WaitingRow) -> Entry:
        good = row.status == "offered" and row.offer_until is not None and row.offer_until > self.now
        services, start = self.services(row), None
        if good and services:
            visit = visit_of(services, row.lengths)
            start = start_of(str(row.slot_id), self.book.snapshot.offices, visit, self.book.calendar)
        return Entry(
            id=row.id,
            services=tuple(row.services),
            place=row.place,
            first=row.first,
            last=row.last,
            after=row.after,
            before=row.before,
            status=row.status,
            position=self._position(row),
            created_at=row.created_at,
            hold_id=row.hold_id if start else None,
            slot_id=row.slot_id if start else None,
            start=start,
            offer_until=row.offer_until if start else None,
        )


def within(start: Start, row: WaitingRow) -> bool:
    """On the days and at the hours somebody waits for."""
    local = start.start.astimezone(ZONE)
    return row.first <= local.date() <= row.last and row.after <= f"{local:%H:%M}" < row.before


def pass_on(book: Book, owner: str, office: str, on: date, besides: str | None = None) -> bool:
    held = select(ClaimRow.slot_id).filter_by(owner=owner)
    freed = set(book.session.scalars(held))
    here = book.snapshot.offices.get(office)
    if not freed or here is None:
        return False
    waiting = WaitingList(book)
    wish = (WaitingRow.status == "waiting", WaitingRow.first <= on, WaitingRow.last >= on)
    for row in waiting.locked(*wish, WaitingRow.id != (besides or ""), skip=False):
        for start in _uses(waiting, row, here, on, freed):
            if waiting.offer(row, start, instead_of=owner):
                return True
    return False


def _uses(waiting: WaitingList, row: WaitingRow, office: Office, on: date, freed: set[str]) -> Iterator[Start]:
    """Times of that day that need one of the freed slots and suit this person."""
    book, services = waiting.book, waiting.services(row)
    if not services or office not in offices_at(services, book.snapshot, row.place, book.now):
        return
    for start in starts(office, visit_of(services, row.lengths), on, book.calendar):
        usable = within(start, row) and freed & {cell.id for cell in start.cells}
        if usable and not time_refusal(start.start, book.rules, book.calendar, book.now):
            yield start
