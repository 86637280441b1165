"""The fewest visits: steps run in order, each done in one of the ways that are open to this person.

A visit begins when somebody must be at an office where they are not yet; staying is free only while no waiting days lie
between. Exact: a dynamic programme over step × office. Ties: nearer office, then fewer waiting days, then the
order in which the ways are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.model import Mode, Office, Step, Way

AT_OFFICE = frozenset({Mode.COUNTER, Mode.KIOSK})

Presence = Literal["anyone", "relative", "person", "both"]
_STRICTNESS: tuple[Presence, ...] = ("anyone", "relative", "person", "both")

Chain = Sequence[tuple[Step, Sequence[Way]]]  # the steps this person needs, each with the ways open to them


@dataclass(frozen=True)
class Visit:
    """One trip: `office` slug, the texts of what is done there, and the ids of the steps.

    `who` must be there: the strictest of its steps (anyone: a proxy may go); a proxy's trip counts as one, too.
    `days_before`: working days of waiting since the visit before (or since the beginning).
    """

    office: str
    do: tuple[str, ...]
    steps: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    who: Presence = "anyone"
    days_before: int = 0


@dataclass(frozen=True)
class Plan:
    """`remote` are the steps done without going anywhere; `days` the working days of waiting in all."""

    visits: tuple[Visit, ...] = ()
    remote: tuple[str, ...] = ()
    days: int = 0
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class _Cost:
    visits: int = 0
    distance: int = 0
    days: int = 0
    rank: int = 0


@dataclass(frozen=True)
class _Path:
    cost: _Cost = field(default_factory=_Cost)
    choices: tuple[tuple[Step, Way, str | None, bool], ...] = ()  # step, way, office, whether a new visit


def candidates(way: Way, offices: Sequence[Office]) -> list[Office]:
    """The nearest office of each kind that can do this way; `offices` come nearest first."""
    found: dict[str, Office] = {}
    for office in offices:
        if not way.at or office.kind in way.at:
            found.setdefault(office.kind, office)
    return list(found.values())


def worthwhile(step: Step, ways: Sequence[Way]) -> tuple[Way, ...]:
    """Without the ways that are never better than one written before them: no less waiting, no other office.

    What needs no visit is never worse than a visit; among visits an earlier way that is open everywhere is enough.
    """
    kept: list[Way] = []
    for way in ways:
        if not any(_covers(step, better, way) for better in kept):
            kept.append(way)
    return tuple(kept)


def _covers(step: Step, better: Way, way: Way) -> bool:
    if waiting(step, better) > waiting(step, way):
        return False
    if better.mode not in AT_OFFICE:
        return True
    return way.mode in AT_OFFICE and (not better.at or (bool(way.at) and set(way.at) <= set(better.at)))


def waiting(step: Step, way: Way) -> int:
    """Working days before the next step when this one is done in this way."""
    return step.days if way.days is None else way.days


def fewest_visits(
    steps: Sequence[tuple[Step, Sequence[Way]]], offices: Sequence[Office], distance: Mapping[str, int]
) -> Plan | None:
    """The best plan for the open ways of each step, or None when a step cannot be done at all.

    `offices` are those that offer the service, nearest first; `distance` gives their rank.
    """
    frontier: dict[str | None, _Path] = {None: _Path()}
    for step, ways in steps:
        frontier = _advance(frontier, step, ways, offices, distance)
        if not frontier:
            return None
    best = min(frontier.values(), key=lambda path: path.cost)
    return _plan(best)


def _advance(
    frontier: Mapping[str | None, _Path],
    step: Step,
    ways: Sequence[Way],
    offices: Sequence[Office],
    distance: Mapping[str, int],
) -> dict[str | None, _Path]:
    after: dict[str | None, _Path] = {}
    for here, path in frontier.items():
        for rank, way in enumerate(ways):
            days = waiting(step, way)
            for office in _destinations(way, offices):
                moved = office is not None and office != here
                cost = _Cost(
                    path.cost.visits + moved,
                    path.cost.distance + (distance[office] if moved and office else 0),
                    path.cost.days + days,
                    path.cost.rank + rank,
                )
                stays = None if days else (office or here)
                option = _Path(cost, (*path.choices, (step, way, office, moved)))
                if stays not in after or option.cost < after[stays].cost:
                    after[stays] = option
    return after


def _destinations(way: Way, offices: Sequence[Office]) -> list[str | None]:
    if way.mode not in AT_OFFICE:
        return [None]
    return [office.slug for office in candidates(way, offices)]


def strictest(ways: Iterable[Way]) -> Presence:
    """Who must be there when all of this is done in one visit."""
    needed = [way.presence for way in ways if way.presence != "none"]
    return max(needed, key=_STRICTNESS.index, default="anyone")


def _plan(path: _Path) -> Plan:
    visits: list[Visit] = []
    remote: list[str] = []
    waited = 0
    there: list[Way] = []
    for step, way, office, moved in path.choices:
        if office is None:
            remote.append(way.text)
        elif moved or not visits:
            there = [way]
            visits.append(Visit(office, (way.text,), (step.id,), _reasons((), way), strictest(there), waited))
            waited = 0
        else:
            there.append(way)
            last = visits[-1]
            do, steps = (*last.do, way.text), (*last.steps, step.id)
            visits[-1] = Visit(office, do, steps, _reasons(last.reasons, way), strictest(there), last.days_before)
        waited += waiting(step, way)
    ways = tuple(f"{step.id}:{way.mode}" for step, way, _, _ in path.choices)
    return Plan(tuple(visits), tuple(remote), path.cost.days, ways)


def _reasons(known: tuple[str, ...], way: Way) -> tuple[str, ...]:
    return (*known, way.reason) if way.reason and way.reason not in known else known
