"""Supply changes under appointments that exist: they are moved or cancelled, with notice and other times to choose.

    change_supply(session, vault, snapshot, *, now, who, reason, offices=(), days=(), then=None) -> Outcome
          write changed offices (hours, staff, closures) and calendar days, then settle what no longer fits
    close_office(session, vault, snapshot, slug, start, end, *, reason, who, now, then=None) -> Outcome

`then`: move (nearest later time that is free, cancelled only where there is none), cancel, or refuse (Refused, nothing
changes); None: what the rules say. Everything happens in the caller's one write transaction, under the lock of the
catalogue's stamp, so that no booking slips in behind. Doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from knowledge.bookable import near, offices_for
from knowledge.calendar import ZONE
from knowledge.catalogue import Snapshot
from knowledge.errors import Invalid, NotFound, Refused
from knowledge.model import CalendarDay, Closure, Office
from knowledge.slots import supply
from knowledge.store import claims
from knowledge.store.appointments import Appointment
from knowledge.store.booking import Book, FreeStart
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.outbox import Outbox
from knowledge.store.problems import sentence
from knowledge.store.queue import unlink
from knowledge.store.tables.booking import AppointmentRow, ClaimRow, HoldRow, SlotRow
from knowledge.store.vault import Vault

CAN_BE_MOVED = ("confirmed", "checked_in")
KEPT = timedelta(days=30)
TRIES = 40
NO_LEAD = {"lead_days": 0}  # the office moves people, they did not ask: what counts is the notice they get


@dataclass
class Outcome:
    """`holds`: times somebody was only keeping, given up without more ado."""

    moved: list[Appointment] = field(default_factory=list)
    cancelled: list[Appointment] = field(default_factory=list)
    holds: int = 0


def change_supply(
    session: Session,
    vault: Vault,
    snapshot: Snapshot,
    *,
    now: datetime,
    who: str,
    reason: str,
    offices: Sequence[Office] = (),
    days: Sequence[CalendarDay] = (),
    then: str | None = None,
) -> Outcome:
    store = CatalogueStore(session)
    store.freeze()
    store.put("office", offices, who, now=now)
    store.put("calendar", days, who, now=now)
    newest = store.snapshot(now.astimezone(ZONE).date(), snapshot)
    changed = list(newest.offices) if days else [office.slug for office in offices]
    return _Settling(session, vault, newest, now, who, reason).settle(changed, then or newest.rules.closing.then)


def close_office(
    session: Session,
    vault: Vault,
    snapshot: Snapshot,
    slug: str,
    start: datetime,
    end: datetime,
    *,
    reason: str,
    who: str,
    now: datetime,
    then: str | None = None,
) -> Outcome:
    """Shut from `start` to `end`, both aware. Invalid where that is no stretch of time ahead."""
    store = CatalogueStore(session)
    store.freeze()
    office = store.snapshot(now.astimezone(ZONE).date(), snapshot).offices.get(slug)
    if office is None:
        raise NotFound(sentence("unknown-place", place=slug[:40]))
    if end <= max(start, now):
        raise Invalid(sentence("closure-times"))
    known = [closure for closure in office.closures if closure.end > now - KEPT]
    new = Closure(start=start, end=end, reason=reason)
    closures = tuple(known) if new in known else (*known, new)
    shut = office.model_copy(update={"closures": closures})
    return change_supply(session, vault, snapshot, now=now, who=who, reason=reason, offices=[shut], then=then)


class _Settling:
    def __init__(
        self, session: Session, vault: Vault, snapshot: Snapshot, now: datetime, who: str, reason: str
    ) -> None:
        rules = snapshot.rules.model_copy(
            update={**NO_LEAD, "horizon_workdays": snapshot.rules.closing.within_workdays}
        )
        self.session, self.now, self.who, self.reason = session, now, who, reason
        self.book = Book(session, vault, replace(snapshot, rules=rules), now=now)
        self.snapshot, self.closing = self.book.snapshot, snapshot.rules.closing
        self.outcome = Outcome()

    def settle(self, offices: Sequence[str], then: str) -> Outcome:
        places = self._supply(offices)
        rows = self._misfits(offices, places)
        if rows and then == "refuse":
            raise Refused(sentence("capacity-taken", number=len(rows)), name="illegal-step")
        for row in rows:
            self._find_a_place(row, then)
        claims.fit(self.session, places)
        return self.outcome

    def _supply(self, offices: Sequence[str]) -> dict[str, int]:
        """Every slot of these offices that ever was taken, from today on → how many places it has now."""
        ahead = SlotRow.start >= self._today()
        rows = self.session.execute(select(SlotRow.id, SlotRow.office, SlotRow.start).where(ahead))
        mine = [(row.id, row.office, row.start) for row in rows if row.office in offices]
        known: dict[tuple[str, date], dict[str, int]] = {}
        for _, slug, start in mine:
            key = (slug, start.astimezone(ZONE).date())
            if key not in known:
                known[key] = supply(self.snapshot.offices[slug], key[1], self.book.calendar)
        return {id_: known[slug, start.astimezone(ZONE).date()].get(id_, 0) for id_, slug, start in mine}

    def _misfits(self, offices: Sequence[str], places: dict[str, int]) -> list[AppointmentRow]:
        """Appointments whose slots have fewer places than are taken: the last to come go first."""
        live = or_(ClaimRow.until.is_(None), ClaimRow.until > self.now)
        rows = select(ClaimRow.slot_id, ClaimRow.owner, ClaimRow.until).join(SlotRow, SlotRow.id == ClaimRow.slot_id)
        rows = rows.where(live, SlotRow.office.in_(offices), SlotRow.start >= self._today())
        taken: dict[str, list[tuple[bool, str]]] = {}
        for slot_id, owner, until in self.session.execute(rows.order_by(ClaimRow.id)):
            taken.setdefault(slot_id, []).append((until is not None, owner))
        out: set[str] = set()
        for slot_id, owners in sorted(taken.items()):
            owners.sort(key=lambda item: item[0])  # what is only held goes before what is booked
            out |= {owner for _, owner in owners[places[slot_id] :]}
        self._drop_holds(out)
        found = select(AppointmentRow).where(AppointmentRow.id.in_(out), AppointmentRow.status.in_(CAN_BE_MOVED))
        found = found.where(AppointmentRow.end > self.now).order_by(AppointmentRow.start, AppointmentRow.id)
        return list(self.session.scalars(found.with_for_update()))

    def _drop_holds(self, owners: Iterable[str]) -> None:
        gone = delete(HoldRow).where(HoldRow.id.in_(list(owners))).returning(HoldRow.id)
        for hold in self.session.scalars(gone).all():
            claims.release(self.session, hold, at=self.now)
            self.outcome.holds += 1

    def _find_a_place(self, row: AppointmentRow, then: str) -> None:
        was = {"office": row.office, "start": row.start.isoformat()}
        checked_in, free = row.status == "checked_in", list(self._free(row))
        if checked_in:
            unlink(self.session, row.id, now=self.now)
        done = self._move(row, free) if then == "move" else None
        kind = "moved" if done else "cancelled-by-office"
        if done:
            self.outcome.moved.append(done)
        else:
            done = self.book.cancelled(row, self.who)
            self.outcome.cancelled.append(done)
        others = [item.start.id for item in free if item.start.id != done.slot_id][: self.closing.alternatives]
        data = {"reason": self.reason, "was": was, "slot": done.slot_id, "alternatives": others}
        Outbox(self.session).drop(row.id, "moved")  # word of a time that is no more
        Outbox(self.session).put(kind, row.id, self.now, now=self.now, data=data)

    def _free(self, row: AppointmentRow) -> Iterator[FreeStart]:
        """Free times from the old one on, nearest first: there, then at the halls of the same place."""
        try:
            services, lengths = self.book.visit(row)
        except NotFound:  # a service that is no longer in the catalogue has nowhere to go
            return
        possible = offices_for(services, self.snapshot, None, self.now)
        here = self.snapshot.offices.get(row.office)
        others = near([o for o in possible if o.slug != row.office], here.place if here else None, self.snapshot.places)
        offices = [o for o in possible if o.slug == row.office] + others
        earliest = max(row.start, self.now + timedelta(hours=self.closing.notice_hours))
        first = earliest.astimezone(ZONE).date()
        last = self.book.calendar.workdays_after(first, self.closing.within_workdays)
        found = self.book.slots(services, offices, first, last, lengths=lengths, channel="desk")
        rank = {office.slug: n for n, office in enumerate(offices)}
        fit = [f for f in found if f.free > 0 and f.start.start >= earliest]
        yield from sorted(fit, key=lambda f: (f.start.start.date(), f.start.office != row.office, rank[f.start.office]))

    def _move(self, row: AppointmentRow, free: Sequence[FreeStart]) -> Appointment | None:
        """The first of the times that can really be had; None: none of them."""
        if row.status == "checked_in":
            self.book.appointments.set_status(row, "confirmed", self.now)
        for item in free[:TRIES]:
            try:
                with self.session.begin_nested():
                    return self.book.moved(row, item.start.id, self.who, channel="desk")
            except Refused:  # this person has something else then: the next time
                self.session.refresh(row)
        return None

    def _today(self) -> datetime:
        return datetime.combine(self.now.astimezone(ZONE).date(), time(), ZONE)
