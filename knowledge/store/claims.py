"""Taking places in the book: the one way for every path (chat, API, desk, hold, reschedule).

    take(session, start, owner, *, now, rules, until=None, channel="public", instead_of=None) -> None
                                                               Refused slot-full
    keep(session, hold_id, owner, *, now) -> bool              a hold's places become an appointment's; False: lost
    release(session, owner, *, at) -> None                     the places count as free from `at` on
    taken(session, offices, since, until, *, now) -> {cell id: Taken}
    fit(session, capacities) -> None                           after moving: slots follow a new number of places
    tidy(session, *, now) -> int

Every place taken is a row of `slot_claim` and one of `slot.used`. A claim whose `until` has passed no longer counts:
readers subtract it, the next writer removes it, and nothing depends on the cleaner. Writers lock the slots in id order,
take each by a conditional update, and a CHECK of the database stands behind that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    CursorResult,
    Executable,
    Update,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.errors import Refused
from knowledge.rules import Rules
from knowledge.slots import Cell, Start, Taken, choose, limit_for
from knowledge.store.inserting import dialect_of, once, plain, table_of
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import ClaimRow, SlotRow

REOPENING = "re"
OWNER = 40  # characters
CHANNELS = ("public", "desk", "phone")  # each row of slot counts those of desk and phone on their own
_SLOT, _CLAIM = table_of(SlotRow), table_of(ClaimRow)
_S, _C = _SLOT.c, _CLAIM.c
_IDS: BindParameter[Sequence[str]] = bindparam("ids", expanding=True)
_NOW: BindParameter[datetime] = bindparam("now", type_=_C.until.type)
_OVER = select(_C.id).where(_C.slot_id == _S.id, _C.until <= _NOW).exists()
_LOCKED = (
    select(_S.id, _S.capacity, _S.used, _S.desk, _S.phone, _OVER.label("dead"))
    .where(_S.id.in_(_IDS))
    .order_by(_S.id)
    .with_for_update()
)
_COUNTS = {"used": "all", "desk": "desk", "phone": "phone"}
_ALL = func.sum(literal(1)).label("all")
_BY_CHANNEL = [func.sum(case((_C.channel == channel, 1), else_=0)).label(channel) for channel in ("desk", "phone")]
_GONE = select(_C.slot_id, _ALL, *_BY_CHANNEL).where(_C.until <= _NOW).group_by(_C.slot_id).subquery()
_TAKEN = (
    select(_S.id, *(_S[name] - func.coalesce(_GONE.c[gone], 0) for name, gone in _COUNTS.items()))
    .outerjoin(_GONE, _GONE.c.slot_id == _S.id)
    .where(_S.office.in_(bindparam("offices", expanding=True)), _S.start >= bindparam("since", type_=_S.start.type))
    .where(_S.start < bindparam("until", type_=_S.start.type))
)
_DEAD = delete(_CLAIM).where(_C.slot_id.in_(_IDS), _C.until <= _NOW).returning(_C.slot_id, _C.channel)


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
    given_up = _claimed(session, instead_of) if instead_of else {}
    used = _lock(session, sorted({*cells, *given_up}), cells, now)
    if instead_of:
        _give_up(session, instead_of)
        used = _used(session, list(used), now)
    quota = rules.quota_of(start.office)
    limits = {id_: limit_for(channel, cell.capacity, used[id_], cell.start, now, quota) for id_, cell in cells.items()}
    chosen = choose(start, {id_: limits[id_] - used[id_].used for id_ in cells})
    if chosen is None:
        raise Refused(sentence("slot-full"), name="slot-full")
    for cell in chosen:
        _count_up(session, cell.id, limits[cell.id], channel)
    for cell in chosen:
        claim = {"slot_id": cell.id, "owner": owner, "until": until, "channel": channel}
        session.execute(plain(ClaimRow), claim)
    kept = {cell.id for cell in chosen}
    rest = {id_: whose for id_, whose in given_up.items() if id_ not in kept}
    _reopen_later(session, rest, now, rules, reopening(instead_of or owner))
    session.flush()


def keep(session: Session, hold_id: str, owner: str, *, now: datetime) -> bool:
    mine = update(ClaimRow).where(ClaimRow.owner == hold_id, ClaimRow.until > now)
    return _rows(session, mine.values(owner=owner, until=None)) > 0


def release(session: Session, owner: str, *, at: datetime) -> None:
    session.execute(update(ClaimRow).where(ClaimRow.owner == owner).values(until=at))


def taken(
    session: Session, offices: Sequence[str], since: datetime, until: datetime, *, now: datetime
) -> dict[str, Taken]:
    """Places in use per cell, for cells that begin in [since, until). A cell nobody ever took is not listed."""
    rows = session.execute(_TAKEN, {"offices": list(offices), "since": since, "until": until, "now": now})
    return {row[0]: Taken(row[1], row[2], row[3]) for row in rows}


def fit(session: Session, capacities: Mapping[str, int]) -> None:
    """Slots follow a changed number of staff; a slot that is gone has no place. Never below what is taken."""
    for slot_id, capacity in sorted(capacities.items()):
        wanted = case((SlotRow.used > capacity, SlotRow.used), else_=capacity)
        session.execute(update(SlotRow).where(SlotRow.id == slot_id).values(capacity=wanted))


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
    session.execute(once(SlotRow, dialect_of(session)), rows)


def _lock(session: Session, ids: Sequence[str], cells: Mapping[str, Cell], now: datetime) -> dict[str, Taken]:
    """Places in use, after removing claims that no longer count and following a changed number of staff."""
    rows = session.execute(_LOCKED, {"ids": ids, "now": now}).all()
    if missing := cells.keys() - {row.id for row in rows}:
        _make(session, [cells[id_] for id_ in missing])
        rows = session.execute(_LOCKED, {"ids": ids, "now": now}).all()
    dead = session.execute(_DEAD, {"ids": ids, "now": now}).all() if any(row.dead for row in rows) else []
    for slot_id, channel in dead:
        _count(session, slot_id, channel, -1)
    if changed := {row.id: wanted for row in rows if row.capacity != (wanted := _wanted(cells, row.id, row.capacity))}:
        fit(session, changed)
    return _used(session, ids, now) if dead else {row.id: Taken(row.used, row.desk, row.phone) for row in rows}


def _wanted(cells: Mapping[str, Cell], id_: str, capacity: int) -> int:
    return cells[id_].capacity if id_ in cells else capacity


def _used(session: Session, ids: Sequence[str], now: datetime) -> dict[str, Taken]:
    rows = session.execute(_LOCKED, {"ids": ids, "now": now})
    return {row.id: Taken(row.used, row.desk, row.phone) for row in rows}


def _count_up(session: Session, slot_id: str, limit: int, channel: str) -> None:
    """The conditional update that makes overselling impossible, whoever else is at it."""
    room = {"slot": slot_id, "limit": limit}
    if cast(CursorResult[Any], session.execute(_one_more(channel), room)).rowcount != 1:
        raise Refused(sentence("slot-full"), name="slot-full")


@cache
def _one_more(channel: str) -> Update:
    room = update(_SLOT).where(_S.id == bindparam("slot"), _S.used < bindparam("limit"), _S.used < _S.capacity)
    more = {"used": _S.used + 1}
    return room.values({**more, channel: _S[channel] + 1} if channel in ("desk", "phone") else more)


def _count(session: Session, slot_id: str, channel: str, number: int) -> None:
    session.execute(update(SlotRow).where(SlotRow.id == slot_id).values(_by(channel, number)))


def _by(channel: str, number: int) -> dict[str, Any]:
    values: dict[str, Any] = {"used": SlotRow.used + number}
    return {**values, channel: getattr(SlotRow, channel) + number} if channel in ("desk", "phone") else values


def _claimed(session: Session, owner: str) -> dict[str, str]:
    """Slot → through which channel it was taken."""
    rows = session.execute(select(ClaimRow.slot_id, ClaimRow.channel).filter_by(owner=owner))
    return {row[0]: row[1] for row in rows}


def _give_up(session: Session, owner: str) -> None:
    """Of these slots, already locked; what a claim counts for goes with it."""
    gone = delete(ClaimRow).where(ClaimRow.owner == owner).returning(ClaimRow.slot_id, ClaimRow.channel)
    for slot_id, channel in session.execute(gone).all():
        _count(session, slot_id, channel, -1)


def reopening(owner: str) -> str:
    """Who owns the places somebody has given up until they open again."""
    return f"{REOPENING}:{owner}"[:OWNER]


def _reopen_later(session: Session, given_up: Mapping[str, str], now: datetime, rules: Rules, owner: str) -> None:
    """A place given up is not free at once, so that places cannot be passed on by arrangement."""
    if not rules.reopen_delay_s:
        return
    for slot_id, channel in sorted(given_up.items()):
        _count(session, slot_id, channel, 1)
        until = now + rules.reopen_delay
        session.add(ClaimRow(slot_id=slot_id, owner=owner, until=until, channel=channel))


def _rows(session: Session, statement: Executable) -> int:
    return cast(CursorResult[Any], session.execute(statement)).rowcount
