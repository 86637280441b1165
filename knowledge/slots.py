"""The slots of an office: opening hours × counters × grain. Pure; what is taken is the store's business.

A `Cell` is one counter in one stretch of time, with as many places as the counter has staff. A visit takes, for each
service in turn, `duration` cells in a row at one counter that can do it; the services follow each other without a gap.

    visit_of(services) -> Visit
    starts(office, visit, on, calendar) -> list[Start]          every time of that day the whole visit fits in
    start_of(slot_id, offices, visit, calendar) -> Start | None  None: no such slot for this visit
    parse_slot(slot_id) -> (office slug, start) | None
    runs(start, free: {cell id: places}) -> int                  how many whole visits fit at that start
    choose(start, free) -> list[Cell] | None                     the cells one visit takes, in id order

A slot id is `office~YYYYMMDDHHMM`: the same for everybody and for ever, so it can be kept, and booked when it opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from knowledge.calendar import ZONE, Calendar, opening
from knowledge.model import Counter, Office, Service
from knowledge.rules import Rules

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


def visit_of(services: Sequence[Service]) -> Visit:
    return tuple(Need(service.booking_skill, service.duration) for service in services)


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
    length = sum(need.length for need in visit)
    found = []
    for span in opening(office, on, calendar):
        begin = span.start
        while begin + grain * length <= span.end:
            legs = _legs(office, visit, begin, grain)
            if all(legs):
                found.append(Start(_slot_id(office, begin), office.slug, begin, begin + grain * length, legs))
            begin += grain
    return found


def start_of(slot_id: str, offices: Mapping[str, Office], visit: Visit, calendar: Calendar) -> Start | None:
    parsed = parse_slot(slot_id)
    if parsed is None or parsed[0] not in offices:
        return None
    office, begin = offices[parsed[0]], parsed[1]
    return next((s for s in starts(office, visit, begin.date(), calendar) if s.start == begin), None)


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


def public_places(capacity: int, start: datetime, now: datetime, rules: Rules) -> int:
    """What residents may take of a cell: the shares of desk and phone are kept back until `release_hours` before."""
    if start - now <= timedelta(hours=rules.quota.release_hours):
        return capacity
    return capacity - floor(capacity * rules.quota.desk) - floor(capacity * rules.quota.phone)


def counters_for(office: Office, skill: str | None) -> list[Counter]:
    """A counter without skills does everything its office offers; without one, a plain service goes to any counter."""
    general = [c for c in office.counters if not c.skills]
    if skill is not None:
        return [c for c in office.counters if skill in c.skills] + general
    return general or list(office.counters)


def _legs(office: Office, visit: Visit, begin: datetime, grain: timedelta) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
    legs = []
    for need in visit:
        times = [begin + grain * n for n in range(need.length)]
        counters = [c for c in counters_for(office, need.skill) if c.staffed > 0]
        legs.append(tuple(tuple(_cell(office, counter, at) for at in times) for counter in counters))
        begin += grain * need.length
    return tuple(legs)


def _cell(office: Office, counter: Counter, at: datetime) -> Cell:
    return Cell(f"{_slot_id(office, at)}~{counter.name}", office.slug, at, counter.staffed)


def _slot_id(office: Office, at: datetime) -> str:
    return f"{office.slug}~{at.astimezone(ZONE).strftime(_FORMAT)}"


def _places(run: Sequence[Cell], free: Mapping[str, int]) -> int:
    return min((free.get(cell.id, 0) for cell in run), default=0)
