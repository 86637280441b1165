"""The distinct cases of a service as rows: all of them where they are few, a seeded sample where they are many.

Written apart from `knowledge.decision` on purpose: rows instead of a broadcast grid, so that the proof does not repeat
what it checks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from knowledge.conditions import tests_in
from knowledge.decision import Bools, Ints, base_fact, conditions_of
from knowledge.errors import Invalid
from knowledge.model import All, AnyOf, Condition, Fact, Not, Service, Test
from knowledge.partition import Axis, cut, test_key
from knowledge.proof.report import Answer

MOST_CASES = 20_000
SEED = 20_000


@dataclass(frozen=True)
class Cases:
    """`cells[row, position]` is the cell of that axis; `total` counts all cases there are."""

    axes: tuple[Axis, ...]
    cells: Ints
    total: int

    @property
    def exact(self) -> bool:
        return len(self.cells) == self.total

    def truth(self, condition: Condition | None) -> Bools:
        """The condition in every row."""
        match condition:
            case None:
                return np.ones(len(self.cells), dtype=np.bool_)
            case Test():
                position = next(i for i, axis in enumerate(self.axes) if axis.key == condition.fact)
                row = np.array(self.axes[position].truth[test_key(condition)], dtype=np.bool_)
                found: Bools = row[self.cells[:, position]]
                return found
            case Not(not_=part):
                return ~self.truth(part)
            case All(all=parts):
                return all_of([self.truth(None), *(self.truth(part) for part in parts)])
            case AnyOf(any=parts):
                return any_of([~self.truth(None), *(self.truth(part) for part in parts)])

    def person(self, row: int) -> dict[str, Any]:
        """The case as facts, ready to be assessed."""
        return {axis.key: axis.cells[cell].sample for axis, cell in self._of(row)}

    def answers(self, row: int, facts: set[str] | None = None) -> tuple[Answer, ...]:
        """The case as answers; only those of `facts` where given."""
        return tuple(
            Answer(axis, axis.cells[cell]) for axis, cell in self._of(row) if facts is None or axis.key in facts
        )

    def _of(self, row: int) -> Iterator[tuple[Axis, int]]:
        yield from zip(self.axes, (int(cell) for cell in self.cells[row]), strict=True)


def all_of(columns: Sequence[Bools]) -> Bools:
    """True where every column is; at least one column is needed."""
    found: Bools = np.logical_and.reduce(columns)
    return found


def any_of(columns: Sequence[Bools]) -> Bools:
    """True where some column is; at least one column is needed."""
    found: Bools = np.logical_or.reduce(columns)
    return found


def cases_of(service: Service, facts: Mapping[str, Fact], on: date, most: int = MOST_CASES, seed: int = SEED) -> Cases:
    """Every case of a service (also as its fees and limits tell cases apart), or `most` drawn ones.

    Raises Invalid when a condition uses a fact or an option that nobody registered.
    """
    axes = _axes(service, facts, on)
    sizes = [len(axis.cells) for axis in axes]
    total = math.prod(sizes)
    if total <= most:
        cells = np.indices(tuple(sizes), dtype=np.int64).reshape(len(axes), total).T
        return Cases(axes, cells, total)
    draw = np.random.default_rng(seed)
    return Cases(axes, np.stack([draw.integers(0, size, most) for size in sizes], axis=1), total)


def conditions_beside(service: Service) -> list[Condition]:
    """Conditions that only choose a fee or a limit."""
    return [*(rule.when for rule in service.fee.rules), *(rule.when for rule in service.time_limit.rules)]


def _axes(service: Service, facts: Mapping[str, Fact], on: date) -> tuple[Axis, ...]:
    tests: dict[str, list[Test]] = {}
    for condition in (*conditions_of(service), *conditions_beside(service)):
        for test in tests_in(condition):
            tests.setdefault(test.fact, []).append(test)
    for key in tests:
        if base_fact(key) not in facts:
            raise Invalid(f"条件用到了没有登记的个人情况“{key}”，请先在 facts.yml 里登记，或改成登记过的名称。")
    return tuple(cut(key, facts[base_fact(key)], wanted, on) for key, wanted in tests.items())
