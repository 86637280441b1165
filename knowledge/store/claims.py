"""Taking places in the book: the one way for every path (chat, API, desk, hold, reschedule).

    take(session, start, owner, *, now, rules, until=None, channel="public", instead_of=None) -> None
                                                               Refused slot-full
    keep(session, hold_id, owner, *, now) -> bool              a hold's places become an appointment's; False: lost
    release(session, owner, *, at) -> None                     the places count as free from `at` on
    taken(session, offices, since, until, *, now) -> {cell id: used}
    tidy(session, *, now) -> int

Every place taken is a row of `slot_claim` and one of `slot.used`. A claim whose `until` has passed no longer counts:
readers subtract it, the next writer removes it, and nothing depends on the cleaner. Writers lock the slots in id order,
take each by a conditional update, and a CHECK of the database stands behind that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.errors import Refused
from knowledge.rules import Rules
from knowledge.slots import Cell, Start, choose, public_places
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import ClaimRow, SlotRow

REOPENING = "reopening"


def take(
    session: Session,
    start: Start,
    owner: str,
    *,
    now: datetime,
    rules: Rules,
    until: datetime | None = None,
    channel: str = "public",
    instead_of: str | None = None,
) -> None:
    """Take one place in every cell the visit needs, or none of them.

    `until`: the places are only held. `instead_of`: an owner who gives up their places in exchange, in the same breath.
    Must run in a write transaction that is rolled back when this raises.
    """
    cells = {cell.id: cell for cell in start.cells}
    _make(session, cells.values())
    given_up = _claimed(session, instead_of) if instead_of else []
    used = _lock(session, sorted({*cells, *given_up}), cells, now)
    if instead_of:
        for slot_id in given_up:
            used[slot_id] -= 1
        _give_up(session, instead_of, given_up)
    limits = {id_: _limit(cell, now, rules, channel) for id_, cell in cells.items()}
    chosen = choose(start, {id_: limits[id_] - used[id_] for id_ in cells})
    if chosen is None:
        raise Refused(sentence("slot-full"), name="slot-full")
    for cell in chosen:
        _count_up(session, cell.id, limits[cell.id])
        session.add(ClaimRow(slot_id=cell.id, owner=owner, until=until))
    _reopen_later(session, set(given_up) - {cell.id for cell in chosen}, now, rules)
    session.flush()


def keep(session: Session, hold_id: str, owner: str, *, now: datetime) -> bool:
    mine = update(ClaimRow).where(ClaimRow.owner == hold_id, ClaimRow.until > now)
    return _rows(session, mine.values(owner=owner, until=None)) > 0


def release(session: Session, owner: str, *, at: datetime) -> None:
    session.execute(update(ClaimRow).where(ClaimRow.owner == owner).values(until=at))


def taken(
    session: Session, offices: Sequence[str], since: datetime, until: datetime, *, now: datetime
) -> dict[str, int]:
    """Places in use per cell, for cells that begin in [since, until). A cell nobody ever took is not listed."""
    dead = select(ClaimRow.slot_id, func.count().label("number")).where(ClaimRow.until <= now)
    dead = dead.group_by(ClaimRow.slot_id)
    gone = dead.subquery()
    rows = (
        select(SlotRow.id, SlotRow.used - func.coalesce(gone.c.number, 0))
        .outerjoin(gone, gone.c.slot_id == SlotRow.id)
        .where(SlotRow.office.in_(offices), SlotRow.start >= since, SlotRow.start < until)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def tidy(session: Session, *, now: datetime) -> int:
    """Remove claims that no longer count. Only neatness: everything judges them at reading time."""
    ids = session.scalars(select(ClaimRow.slot_id).where(ClaimRow.until <= now).distinct().limit(1000)).all()
    before = _lock(session, sorted(ids), {}, now)
    return len(before)


def _make(session: Session, cells: Iterable[Cell]) -> None:
    """Slots come into being when first wanted; somebody else making them at the same moment is no matter."""
    rows = [
        {"id": c.id, "office": c.office, "start": c.start, "capacity": c.capacity, "used": 0} for c in sorted(cells)
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(SlotRow).values(rows).on_conflict_do_nothing())


def _lock(session: Session, ids: Sequence[str], cells: dict[str, Cell], now: datetime) -> dict[str, int]:
    """Places in use, after removing claims that no longer count and following a changed number of staff."""
    locked = select(SlotRow.id).where(SlotRow.id.in_(ids)).order_by(SlotRow.id).with_for_update()
    session.execute(locked)
    dead = delete(ClaimRow).where(ClaimRow.slot_id.in_(ids), ClaimRow.until <= now).returning(ClaimRow.slot_id)
    for slot_id in session.scalars(dead).all():
        _count_down(session, slot_id)
    used: dict[str, int] = {}
    for id_, number, capacity in session.execute(
        select(SlotRow.id, SlotRow.used, SlotRow.capacity).where(SlotRow.id.in_(ids))
    ):
        used[id_] = number
        wanted = max(number, cells[id_].capacity) if id_ in cells else capacity
        if wanted != capacity:
            session.execute(update(SlotRow).where(SlotRow.id == id_).values(capacity=wanted))
    return used


def _count_up(session: Session, slot_id: str, limit: int) -> None:
    """The conditional update that makes overselling impossible, whoever else is at it."""
    room = update(SlotRow).where(SlotRow.id == slot_id, SlotRow.used < limit, SlotRow.used < SlotRow.capacity)
    if _rows(session, room.values(used=SlotRow.used + 1)) != 1:
        raise Refused(sentence("slot-full"), name="slot-full")


def _count_down(session: Session, slot_id: str) -> None:
    session.execute(update(SlotRow).where(SlotRow.id == slot_id).values(used=SlotRow.used - 1))


def _claimed(session: Session, owner: str) -> list[str]:
    return list(session.scalars(select(ClaimRow.slot_id).filter_by(owner=owner)))


def _give_up(session: Session, owner: str, slot_ids: Sequence[str]) -> None:
    session.execute(delete(ClaimRow).where(ClaimRow.owner == owner))
    for slot_id in slot_ids:
        _count_down(session, slot_id)


def _reopen_later(session: Session, slot_ids: Iterable[str], now: datetime, rules: Rules) -> None:
    """A place given up is not free at once, so that places cannot be passed on by arrangement."""
    if not rules.reopen_delay_s:
        return
    for slot_id in sorted(slot_ids):
        session.execute(update(SlotRow).where(SlotRow.id == slot_id).values(used=SlotRow.used + 1))
        session.add(ClaimRow(slot_id=slot_id, owner=REOPENING, until=now + rules.reopen_delay))


def _limit(cell: Cell, now: datetime, rules: Rules, channel: str) -> int:
    return cell.capacity if channel == "desk" else public_places(cell.capacity, cell.start, now, rules)


def _rows(session: Session, statement: Executable) -> int:
    return cast(CursorResult[Any], session.execute(statement)).rowcount
