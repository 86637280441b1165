"""Every service of the sample county equals the slow second opinion: outcome, trips, papers, improvements, ranges.

Every case of small services, seeded cases of large ones; values are drawn from the cells' samples.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.assessment import Assessor
from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample
from knowledge.model import Condition, Fact, Office, Service
from knowledge.offering import offices_of
from tests.knowledge import brute_force

ON = date(2026, 11, 21)
CODES = sorted(path.stem for path in (Path(__file__).parents[2] / "knowledge/data/services").glob("*.yml"))
EVERY_CASE_UP_TO = 600
CASES = 120
Person = dict[str, Any]


@cache
def _sample() -> Snapshot:
    return load_sample()


class SecondOpinion:
    """One service judged by loops and dictionaries; the nearest office of each kind stands for its kind."""

    def __init__(self, service: Service, offices: list[Office], engine: Assessor) -> None:
        self.service, self.engine = service, engine
        self.offices = list({office.kind: office for office in reversed(offices)}.values())
        facts = _sample().facts
        self.facts: Mapping[str, Fact] = {axis.key: facts[axis.key.partition("@")[0]] for axis in engine.grid.axes}
        self.scenarios = {scenario.id: scenario.when for scenario in service.scenarios}
        self._visits: dict[tuple[Any, ...], int | None] = {}

    def holds(self, when: Condition | None, person: Person, scenarios: tuple[str, ...] = ()) -> bool:
        named = [brute_force.holds(self.scenarios[name], person, self.facts, ON) for name in scenarios]
        return brute_force.holds(when, person, self.facts, ON) and (not named or any(named))

    def trips(self, person: Person) -> int | None:
        """None where not eligible, or stuck."""
        if not all(self.holds(item.when, person) for item in self.service.requirements):
            return None
        open_ = tuple(
            (number, tuple(rank for rank, way in enumerate(step.ways) if self.holds(way.when, person)))
            for number, step in enumerate(self.service.steps)
            if self.holds(step.when, person, step.scenarios)
        )
        if open_ not in self._visits:
            steps = [
                self.service.steps[number].model_copy(
                    update={"when": None, "ways": tuple(self._always(number, rank) for rank in ranks)}
                )
                for number, ranks in open_
            ]
            self._visits[open_] = brute_force.visits(steps, {}, self.facts, ON, self.offices)
        return self._visits[open_]

    def _always(self, number: int, rank: int) -> Any:
        return self.service.steps[number].ways[rank].model_copy(update={"when": None})

    def papers(self, person: Person) -> list[tuple[str, bool]]:
        return [
            (item.id, any(self.holds(exemption.when, person) for exemption in item.exempt))
            for item in self.service.evidences
            if self.holds(item.when, person, item.scenarios)
        ]

    def improvements(self, person: Person) -> dict[tuple[str, ...], int]:
        """Single changes that save a trip, and pairs that save more than any single one."""
        now = self.trips(person)
        can = [key for key, fact in self.facts.items() if fact.changeable and person[key] != fact.better]
        found: dict[tuple[str, ...], int] = {}
        for size in (1, 2):
            best = min(found.values(), default=now or 0)
            for keys in itertools.combinations(can, size):
                after = self.trips({**person, **{key: self.facts[key].better for key in keys}})
                if now and after is not None and after < best:
                    found[keys] = after
        return found


@cache
def _opinion(code: str) -> SecondOpinion:
    sample = _sample()
    service = sample.published[code].service
    offices = offices_of(service, sample.places, sample.offices, "qinghe", ON)
    return SecondOpinion(service, offices, Assessor(service, sample.facts, ON, offices))


def _people(opinion: SecondOpinion) -> Iterator[Person]:
    axes = opinion.engine.grid.axes
    cells = [[cell.sample for cell in axis.cells] for axis in axes]
    keys = [axis.key for axis in axes]
    if opinion.engine.grid.eligible.size <= EVERY_CASE_UP_TO:
        yield from (dict(zip(keys, values, strict=True)) for values in itertools.product(*cells))
    else:
        draw = random.Random(opinion.service.code)
        yield from ({key: draw.choice(values) for key, values in zip(keys, cells, strict=True)} for _ in range(CASES))


@pytest.mark.parametrize("code", CODES)
def test_each_case_gets_the_same_outcome_trips_papers_and_improvements(code: str) -> None:
    opinion = _opinion(code)
    for person in _people(opinion):
        found, trips = opinion.engine.assess(person), opinion.trips(person)
        assert (found.outcome == "eligible") == (trips is not None), person
        if trips is None:
            continue
        assert (found.trips_min, found.trips_max) == (trips, trips), person
        assert [(need.evidence.id, need.exempt) for need in found.evidences] == opinion.papers(person), person
        assert {item.changes: item.trips_after for item in found.improvements} == opinion.improvements(person), person


@pytest.mark.parametrize("code", CODES)
def test_an_unanswered_question_gives_exactly_the_range_of_its_answers(code: str) -> None:
    opinion = _opinion(code)
    draw = random.Random(code)
    for person in itertools.islice(_people(opinion), 12):
        axis = draw.choice([axis for axis in opinion.engine.grid.axes if axis.key not in opinion.service.presumed])
        found = opinion.engine.assess({key: value for key, value in person.items() if key != axis.key})
        everybody = [{**person, axis.key: cell.sample} for cell in axis.cells]
        entitled = [one for one in everybody if opinion.trips(one) is not None]
        counts = [trips for one in entitled if (trips := opinion.trips(one)) is not None]
        expected = "ineligible" if not entitled else "eligible" if len(entitled) == len(everybody) else "undetermined"
        assert found.outcome == expected, person
        if entitled:
            assert (found.trips_min, found.trips_max) == (min(counts), max(counts)), person
            lists = [{paper for paper, _ in opinion.papers(one)} for one in entitled]
            sure = {need.evidence.id for need in found.evidences if need.needed}
            assert sure == set.intersection(*lists), person
            assert {need.evidence.id for need in found.evidences} == set.union(*lists), person
