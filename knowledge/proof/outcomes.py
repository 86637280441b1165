"""What comes out in every case, worked out a second time beside the engine: one boolean per row and rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.conditions import tests_in
from knowledge.decision import Bools, Ints
from knowledge.model import Condition, Office, Service, Step, Way
from knowledge.proof.cases import Cases, all_of, any_of
from knowledge.trips import Plan, fewest_visits


@dataclass(frozen=True)
class Outcomes:
    """The service over its cases. `offices` offer it, nearest first."""

    service: Service
    cases: Cases
    offices: Sequence[Office]

    @cached_property
    def requirements(self) -> tuple[Bools, ...]:
        return tuple(self.cases.truth(item.when) for item in self.service.requirements)

    @cached_property
    def eligible(self) -> Bools:
        return all_of([self.cases.truth(None), *self.requirements])

    @cached_property
    def scenarios(self) -> Mapping[str, Bools]:
        return {item.id: self.cases.truth(item.when) for item in self.service.scenarios}

    def within(self, when: Condition | None, scenarios: Sequence[str]) -> Bools:
        """A condition, and one of the named scenarios where some are named."""
        value = self.cases.truth(when)
        return value & any_of([self.scenarios[name] for name in scenarios]) if scenarios else value

    @cached_property
    def needed(self) -> tuple[Bools, ...]:
        return tuple(self.within(item.when, item.scenarios) for item in self.service.evidences)

    @cached_property
    def active(self) -> tuple[Bools, ...]:
        return tuple(self.within(step.when, step.scenarios) for step in self.service.steps)

    @cached_property
    def ways(self) -> tuple[tuple[Bools, ...], ...]:
        return tuple(tuple(self.cases.truth(way.when) for way in step.ways) for step in self.service.steps)

    @cached_property
    def prerequisites(self) -> tuple[Bools, ...]:
        return tuple(self.cases.truth(item.when) for item in self.service.prerequisites)

    @cached_property
    def planned(self) -> tuple[tuple[Plan | None, ...], Ints]:
        """The distinct plans, and the number of the plan of each row."""
        columns = [*self.active, *(way for ways in self.ways for way in ways)]
        table = np.stack(columns, axis=1) if columns else np.zeros((len(self.cases.cells), 1), dtype=np.bool_)
        _, first, number = np.unique(table, axis=0, return_index=True, return_inverse=True)
        distance = {office.slug: rank for rank, office in enumerate(self.offices)}
        plans = tuple(fewest_visits(self._open_at(int(row)), self.offices, distance) for row in first)
        return plans, number.reshape(-1)

    def _open_at(self, row: int) -> list[tuple[Step, list[Way]]]:
        return [
            (step, [way for way, open_ in zip(step.ways, ways, strict=True) if open_[row]])
            for step, active, ways in zip(self.service.steps, self.active, self.ways, strict=True)
            if active[row]
        ]

    @cached_property
    def visits(self) -> Ints:
        """Trips of each row; -1 where some step cannot be done."""
        plans, number = self.planned
        found: Ints = np.array([-1 if plan is None else len(plan.visits) for plan in plans], dtype=np.int64)[number]
        return found

    @cached_property
    def days(self) -> Ints:
        """Working days of waiting of each row."""
        plans, number = self.planned
        found: Ints = np.array([0 if plan is None else plan.days for plan in plans], dtype=np.int64)[number]
        return found

    def first(self, rows: Bools) -> int | None:
        """The first row that is true, as a counter-example."""
        found = np.flatnonzero(rows)
        return int(found[0]) if len(found) else None


def mentioned(*conditions: Condition | None) -> set[str]:
    """The facts that conditions are about."""
    return {test.fact for condition in conditions for test in tests_in(condition)}
