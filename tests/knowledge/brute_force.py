"""A second opinion on the assessment engine, written the slow and obvious way: dictionaries, loops, no arrays.

Used only to check the real engine. It enumerates raw values (not cells), evaluates conditions by plain recursion and
tries every combination of ways.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.conditions import compare, operands
from knowledge.model import All, AnyOf, Condition, Fact, Mode, Not, Office, Service, Step, Test, Way

Person = Mapping[str, Any]


def holds(condition: Condition | None, person: Person, facts: Mapping[str, Fact], on: date) -> bool:
    match condition:
        case None:
            return True
        case Test():
            kind = facts[condition.fact].type
            return compare(condition.op, person[condition.fact], operands(condition, kind, on))
        case All():
            return all(holds(part, person, facts, on) for part in condition.all)
        case AnyOf():
            return any(holds(part, person, facts, on) for part in condition.any)
        case Not():
            return not holds(condition.not_, person, facts, on)


def people(domains: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*domains.values()):
        yield dict(zip(domains, values, strict=True))


def result(service: Service, person: Person, facts: Mapping[str, Fact], on: date, offices: Sequence[Office]) -> Any:
    """None when ineligible, else (fewest visits or None, the evidences needed with whether they are spared)."""
    if not all(holds(r.when, person, facts, on) for r in service.requirements):
        return None
    papers = tuple(
        (e.id, any(holds(x.when, person, facts, on) for x in e.exempt))
        for e in service.evidences
        if holds(e.when, person, facts, on)
    )
    return visits(service.steps, person, facts, on, offices), papers


def visits(
    steps: Sequence[Step], person: Person, facts: Mapping[str, Fact], on: date, offices: Sequence[Office]
) -> int | None:
    """Try every way and every office of every step; count arrivals."""
    choices: list[list[tuple[str | None, int]]] = []
    for step in steps:
        if holds(step.when, person, facts, on):
            choices.append(list(_options(step, [w for w in step.ways if holds(w.when, person, facts, on)], offices)))
    counts = [_arrivals(route) for route in itertools.product(*choices)]
    return min(counts, default=None)


def _options(step: Step, ways: Sequence[Way], offices: Sequence[Office]) -> Iterator[tuple[str | None, int]]:
    for way in ways:
        days = step.days if way.days is None else way.days
        if way.mode in (Mode.COUNTER, Mode.KIOSK):
            yield from ((office.slug, days) for office in offices if not way.at or office.kind in way.at)
        else:
            yield None, days


def _arrivals(route: Sequence[tuple[str | None, int]]) -> int:
    here: str | None = None
    count = 0
    for office, days in route:
        if office is not None and office != here:
            count += 1
        here = None if days else (office or here)
    return count


def mean_questions(rows: Sequence[tuple[Person, Any]], asked: frozenset[str], facts: Mapping[str, Fact]) -> float:
    """The expected number of questions of the best order, by exhaustive search over raw option values."""
    if len({outcome for _, outcome in rows}) == 1:
        return 0.0
    best = float("inf")
    for key in rows[0][0]:
        if key in asked or len({person[key] for person, _ in rows}) == 1:
            continue
        if not _matters(key, rows):
            continue
        groups: dict[Any, list[tuple[Person, Any]]] = {}
        for person, outcome in rows:
            groups.setdefault(person[key], []).append((person, outcome))
        cost = 1 + sum(mean_questions(group, asked | {key}, facts) for group in groups.values()) / len(groups)
        best = min(best, cost)
    return best


def _matters(key: str, rows: Sequence[tuple[Person, Any]]) -> bool:
    seen: dict[tuple[Any, ...], Any] = {}
    for person, outcome in rows:
        others = tuple(value for name, value in person.items() if name != key)
        if seen.setdefault(others, outcome) != outcome:
            return True
    return False
