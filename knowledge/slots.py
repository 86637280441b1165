"""The slots of an office: opening hours × counters × grain. Pure; what is taken is the store's business.

A `Cell` is one counter in one stretch of time, with as many places as the counter has staff. A visit takes, for each
service in turn, `duration` cells in a row at one counter that can do it; the services follow each other without a gap.

    visit_of(services, lengths=None) -> Visit
    starts(office, visit, on, calendar) -> list[Start]          every time of that day the whole visit fits in
    start_of(slot_id, offices, visit, calendar) -> Start | None  None: no such slot for this visit
    parse_slot(slot_id) -> (office slug, start) | None
    supply(office, on, calendar) -> {cell id: places}            everything that day has, whatever is taken
    runs(start, free: {cell id: places}) -> int                  how many whole visits fit at that start
    choose(start, free) -> list[Cell] | None                     the cells one visit takes, in id order
    places_for(channel, capacity, taken, start, now, quota)      what public, desk or phone may still take of a cell
    limit_for(…same…)                                            the number of places in use at which they must stop

A slot id is `office~YYYYMMDDHHMM`: the same for everybody and for ever, so it can be kept, and booked when it opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from knowledge.calendar import ZONE, Calendar, opening, staffed_at, weekday_on
from knowledge.model import Counter, Office, Service
from knowledge.rules import Quota

_FORMAT = "%Y%m%d%H%M"


@dataclass(frozen=True)
class Need:
    """One service of a visit: the counter skill (None: 综合窗口) and the slots in a row."""

    skill: str | None
    length: int


Visit = tuple[Need, ...]


@dataclass(frozen=True, order=True)
class Cell:
    id: str
    office: str
    start: datetime
    capacity: int


@dataclass(frozen=True)
class Start:
    """A time the visit can begin. `legs`: per service, the alternatives, each a run of cells at one counter."""

    id: str
    office: str
    start: datetime
    end: datetime
    legs: tuple[tuple[tuple[Cell, ...], ...], ...]

    @property
    def cells(self) -> list[Cell]:
        """Every cell that could be used, in id order: what has to be locked."""
        return sorted({cell for leg in self.legs for run in leg for cell in run})


@dataclass(frozen=True)
class Taken:
    """Places of a cell in use, and how many of them were taken at the desk and by phone."""

    used: int = 0
    desk: int = 0
    phone: int = 0


def visit_of(services: Sequence[Service], lengths: Sequence[int] | None = None) -> Visit:
    """`lengths` (slots in a row) come from knowledge.durations; without them the services' own."""
    own = lengths or [service.duration for service in services]
    return tuple(Need(service.booking_skill, length) for service, length in zip(services, own, strict=True))


def parse_slot(slot_id: str) -> tuple[str, datetime] | None:
    office, mark, when = slot_id.rpartition("~")
    if not mark or len(when) != 12 or not (when.isascii() and when.isdigit()):
        return None
    try:
        return office, datetime.strptime(when, _FORMAT).replace(tzinfo=ZONE)
    except ValueError:
        return None


def starts(office: Office, visit: Visit, on: date, calendar: Calendar) -> list[Start]:
    grain = timedelta(minutes=office.slot_minutes)
    weekday = weekday_on(office, on, calendar)
    found = []
    for span in opening(office, on, calendar):
        begin = span.start
        while begin < span.end:
            if start := _start(office, visit, begin, span.end, weekday):
                found.append(start)
            begin += grain
    return found


def start_of(slot_id: str, offices: Mapping[str, Office], visit: Visit, calendar: Calendar) -> Start | None:
    parsed = parse_slot(slot_id)
    if parsed is None or parsed[0] not in offices:
        return None
    office, begin = offices[parsed[0]], parsed[1]
    grain, on = timedelta(minutes=office.slot_minutes), begin.date()
    for span in opening(office, on, calendar):
        if span.start <= begin < span.end and not (begin - span.start) % grain:
            return _start(office, visit, begin, span.end, weekday_on(office, on, calendar))
    return None


def _start(office: Office, visit: Visit, begin: datetime, end: datetime, weekday: int) -> Start | None:
    """The visit that begins then, where it is over by `end` and every service finds a counter."""
    grain = timedelta(minutes=office.slot_minutes)
    over = begin + grain * sum(need.length for need in visit)
    if over > end:
        return None
    legs = _legs(office, visit, begin, grain, weekday)
    return Start(_slot_id(office, begin), office.slug, begin, over, legs) if all(legs) else None


def supply(office: Office, on: date, calendar: Calendar) -> dict[str, int]:
    grain, weekday = timedelta(minutes=office.slot_minutes), weekday_on(office, on, calendar)
    found: dict[str, int] = {}
    for span in opening(office, on, calendar):
        begin = span.start
        while begin + grain <= span.end:
            cells = (_cell(office, counter, begin, weekday) for counter in office.counters)
            found |= {cell.id: cell.capacity for cell in cells}
            begin += grain
    return found


def choose(start: Start, free: Mapping[str, int]) -> list[Cell] | None:
    """Services follow each other in time, so no cell serves two legs and each leg can be chosen on its own."""
    chosen: list[Cell] = []
    for leg in start.legs:
        run = max(leg, key=lambda run: _places(run, free), default=())
        if _places(run, free) < 1:
            return None
        chosen += run
    return sorted(chosen)


def runs(start: Start, free: Mapping[str, int]) -> int:
    return min(sum(max(0, _places(run, free)) for run in leg) for leg in start.legs)


def limit_for(channel: str, capacity: int, taken: Taken, start: datetime, now: datetime, quota: Quota) -> int:
    """The others' shares are kept back until `release_hours` before, as far as they have not used them yet."""
    if start - now <= timedelta(hours=quota.release_hours):
        return capacity
    kept = {"desk": floor(capacity * quota.desk) - taken.desk, "phone": floor(capacity * quota.phone) - taken.phone}
    return capacity - sum(max(0, left) for whose, left in kept.items() if whose != channel)


def places_for(channel: str, capacity: int, taken: Taken, start: datetime, now: datetime, quota: Quota) -> int:
    return limit_for(channel, capacity, taken, start, now, quota) - taken.used


def counters_for(office: Office, skill: str | None) -> list[Counter]:
    """A counter without skills does everything its office offers; without one, a plain service goes to any counter."""
    general = [c for c in office.counters if not c.skills]
    if skill is not None:
        return [c for c in office.counters if skill in c.skills] + general
    return general or list(office.counters)


def _legs(
    office: Office, visit: Visit, begin: datetime, grain: timedelta, weekday: int
) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
    legs = []
    for need in visit:
        times = [begin + grain * n for n in range(need.length)]
        counters = counters_for(office, need.skill)
        runs_ = (tuple(_cell(office, counter, at, weekday) for at in times) for counter in counters)
        legs.append(tuple(run for run in runs_ if all(cell.capacity for cell in run)))
        begin += grain * need.length
    return tuple(legs)


def _cell(office: Office, counter: Counter, at: datetime, weekday: int) -> Cell:
    return Cell(f"{_slot_id(office, at)}~{counter.name}", office.slug, at, staffed_at(counter, at, weekday))


def _slot_id(office: Office, at: datetime) -> str:
    return f"{office.slug}~{at.astimezone(ZONE).strftime(_FORMAT)}"


def _places(run: Sequence[Cell], free: Mapping[str, int]) -> int:
    return min((free.get(cell.id, 0) for cell in run), default=0)
