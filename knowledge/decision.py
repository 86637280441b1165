"""One service at one place on one day, computed over all partitions at once.

Every condition becomes a boolean array over the grid of cells (numpy broadcasting keeps it small); every partition gets
one result number, so that "can this answer still change anything?" is a comparison of numbers. Ineligible
partitions all share the result 0: once ruled out, nothing else matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.conditions import tests_in
from knowledge.errors import Invalid
from knowledge.model import All, AnyOf, Condition, Evidence, Fact, Not, Office, Service, Step, Test, Way
from knowledge.partition import Axis, cut, test_key
from knowledge.trips import Chain, Plan, fewest_visits, worthwhile

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

LARGEST_GRID = 2_000_000

NOT_NEEDED, NEEDED = 0, 1  # evidence states; from 2 on: spared by exemption number (state - 2)


def base_fact(key: str) -> str:
    """`birth_date@child` -> `birth_date`."""
    return key.partition("@")[0]


def conditions_of(service: Service) -> list[Condition]:
    """Every condition that can change outcome, plan or evidences (not fees and limits), knock-out conditions first."""
    found: list[Condition | None] = [r.when for r in service.requirements]
    by_scenario = {s.id: s.when for s in service.scenarios}
    for evidence in service.evidences:
        found += [evidence.when, *(by_scenario[s] for s in evidence.scenarios), *(e.when for e in evidence.exempt)]
    for step in service.steps:
        found += [step.when, *(by_scenario[s] for s in step.scenarios), *(way.when for way in step.ways)]
    found += [p.when for p in service.prerequisites]
    found += [s.when for s in service.scenarios]  # named to the person even where nothing else depends on them
    return [condition for condition in found if condition is not None]


def make_axes(service: Service, facts: Mapping[str, Fact], on: date) -> tuple[Axis, ...]:
    """One axis for each fact the conditions mention, in that order."""
    tests: dict[str, list[Test]] = {}
    for condition in conditions_of(service):
        for test in tests_in(condition):
            tests.setdefault(test.fact, []).append(test)
    axes = []
    for key, wanted in tests.items():
        fact = facts.get(base_fact(key))
        if fact is None:
            raise Invalid(f"{service.code}：条件用到了没有登记的个人情况“{key}”，请先在 facts.yml 里登记。")
        axes.append(cut(key, fact, wanted, on))
    return tuple(axes)


@dataclass(frozen=True)
class Grid:
    """The arrays over all partitions. All share `shape`; `result` numbers the distinct results, 0 is ineligible.

    `chains` are the distinct sets of steps and open ways (without ways that are never better): what a plan for several
    services is made of; `chain` is the number of the one in each partition.
    """

    axes: tuple[Axis, ...]
    requirements: tuple[Bools | None, ...]
    eligible: Bools
    evidences: tuple[Ints, ...]
    plans: tuple[Plan | None, ...]
    plan: Ints
    prerequisites: tuple[Bools, ...]
    scenarios: tuple[Bools, ...]
    result: Ints
    chains: tuple[Chain, ...]
    chain: Ints

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis.cells) for axis in self.axes)


class _Evaluator:
    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes = axes
        self.position = {axis.key: i for i, axis in enumerate(axes)}

    def array(self, condition: Condition | None) -> Bools:
        """The condition over the grid, as small as broadcasting allows."""
        match condition:
            case None:
                return np.ones((1,) * len(self.axes), dtype=np.bool_)
            case Test():
                axis = self.axes[self.position[condition.fact]]
                shape = [1] * len(self.axes)
                shape[self.position[condition.fact]] = len(axis.cells)
                return np.array(axis.truth[test_key(condition)], dtype=np.bool_).reshape(shape)
            case Not(not_=part):
                return ~self.array(part)
            case All(all=parts):
                return self._fold(parts, np.logical_and, True)
            case AnyOf(any=parts):
                return self._fold(parts, np.logical_or, False)

    def _fold(self, parts: Sequence[Condition], combine: Any, start: bool) -> Bools:
        value = np.full((1,) * len(self.axes), start, dtype=np.bool_)
        for part in parts:
            value = combine(value, self.array(part))
        return value

    def active(self, when: Condition | None, scenarios: Sequence[Bools]) -> Bools:
        """A condition, and (where scenarios are named) at least one of them."""
        value = self.array(when)
        if not scenarios:
            return value
        anyone: Bools = scenarios[0]
        for scenario in scenarios[1:]:
            anyone = anyone | scenario
        return value & anyone


class _Numbering:
    """Numbers the distinct combinations of several arrays, one array at a time, so that no code overflows."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self.codes: Ints = np.zeros(int(np.prod(shape, dtype=np.int64)), dtype=np.int64)

    def add(self, array: npt.NDArray[Any]) -> None:
        flat = np.broadcast_to(array, self.shape).reshape(-1).astype(np.int64)
        _, self.codes = np.unique(self.codes * (int(flat.max(initial=0)) + 1) + flat, return_inverse=True)

    @property
    def grid(self) -> Ints:
        return self.codes.reshape(self.shape)


def seen(array: npt.NDArray[Any], pick: tuple[Ints, ...], region: Bools) -> frozenset[int]:
    """The values an array (as small as broadcasting allows) takes at the picked cells inside a region of these."""
    ones = (1,) * array.ndim
    index = tuple(p if size > 1 else np.zeros(ones, dtype=np.int64) for p, size in zip(pick, array.shape, strict=True))
    small = np.asarray(array[index])
    same = tuple(axis for axis, size in enumerate(small.shape) if size == 1)
    return frozenset(int(value) for value in small[region.any(axis=same, keepdims=True)].tolist())


def distinct(numbers: Ints) -> list[int]:
    """The different numbers (from 0 up) in an array, smallest first."""
    found: list[int] = np.flatnonzero(np.bincount(numbers.reshape(-1))).tolist()
    return found


def numbered(shape: tuple[int, ...], arrays: Sequence[npt.NDArray[Any]]) -> Ints:
    """One number for each distinct combination of the arrays' values, over the whole shape."""
    numbering = _Numbering(shape)
    for array in arrays:
        numbering.add(array)
    return numbering.grid


def build_grid(
    service: Service, facts: Mapping[str, Fact], on: date, offices: Sequence[Office], distance: Mapping[str, int]
) -> Grid:
    """Compute everything for every partition. `offices` offer the service, nearest first; `distance` is their rank.

    Raises Invalid when the facts make more than LARGEST_GRID combinations.
    """
    axes = make_axes(service, facts, on)
    shape = tuple(len(axis.cells) for axis in axes)
    if np.prod(shape, dtype=np.float64) > LARGEST_GRID:
        raise Invalid(f"{service.code}：个人情况的组合超过 {LARGEST_GRID} 种，请拆成几个事项或减少条件。")
    say = _Evaluator(axes)
    requirements = tuple(None if r.when is None else say.array(r.when) for r in service.requirements)
    eligible = np.ones(shape, dtype=np.bool_)
    for requirement in requirements:
        if requirement is not None:
            eligible = eligible & requirement
    scenarios = {s.id: say.array(s.when) for s in service.scenarios}
    evidences = tuple(_evidence_states(e, say, scenarios) for e in service.evidences)
    chains, chain = _chains(service.steps, say, scenarios, shape)
    plans, plan = _plans(chains, chain, offices, distance)
    prerequisites = tuple(say.array(p.when) for p in service.prerequisites)
    result = np.where(eligible, numbered(shape, (plan, *evidences, *prerequisites)) + 1, 0)
    return Grid(
        axes,
        requirements,
        eligible,
        evidences,
        plans,
        plan,
        prerequisites,
        tuple(scenarios.values()),
        result,
        chains,
        chain,
    )


def _evidence_states(evidence: Evidence, say: _Evaluator, scenarios: Mapping[str, Bools]) -> Ints:
    needed = say.active(evidence.when, [scenarios[s] for s in evidence.scenarios])
    state: Ints = needed.astype(np.int64)
    for number in reversed(range(len(evidence.exempt))):
        spared = needed & say.array(evidence.exempt[number].when)
        state = np.where(spared, 2 + number, state)
    return state


def _chains(
    steps: Sequence[Step], say: _Evaluator, scenarios: Mapping[str, Bools], shape: tuple[int, ...]
) -> tuple[tuple[Chain, ...], Ints]:
    """The distinct sets of steps and open ways, and the number of the one in each partition."""
    active = [say.active(step.when, [scenarios[s] for s in step.scenarios]) for step in steps]
    open_ways = [[say.array(way.when) for way in step.ways] for step in steps]
    numbering = _Numbering(shape)
    for array in (*active, *(way for ways in open_ways for way in ways)):
        numbering.add(array)
    codes = numbering.codes
    _, first = np.unique(codes, return_index=True)
    chains: dict[tuple[tuple[str, tuple[int, ...]], ...], tuple[int, Chain]] = {}
    number_of = np.zeros(len(first), dtype=np.int64)
    for code, index in enumerate(first):
        at = np.unravel_index(int(index), shape) if shape else ()
        chain = tuple((step, worthwhile(step, ways)) for step, ways in _open_at(steps, active, open_ways, at))
        key = tuple((step.id, tuple(step.ways.index(way) for way in ways)) for step, ways in chain)
        number_of[code] = chains.setdefault(key, (len(chains), chain))[0]
    return tuple(chain for _, chain in chains.values()), number_of[codes].reshape(shape)


def _plans(
    chains: Sequence[Chain], chain: Ints, offices: Sequence[Office], distance: Mapping[str, int]
) -> tuple[tuple[Plan | None, ...], Ints]:
    """The distinct plans of one service alone, and the number of the plan in each partition."""
    found: dict[Plan | None, int] = {}
    numbers = [found.setdefault(fewest_visits(item, offices, distance), len(found)) for item in chains]
    return tuple(found), np.array(numbers, dtype=np.int64)[chain]


def _open_at(
    steps: Sequence[Step], active: Sequence[Bools], ways: Sequence[Sequence[Bools]], at: tuple[Any, ...]
) -> list[tuple[Step, list[Way]]]:
    def true(array: Bools) -> bool:
        return bool(array[tuple(0 if size == 1 else int(i) for size, i in zip(array.shape, at, strict=True))])

    return [
        (step, [way for way, open_ in zip(step.ways, ways[i], strict=True) if true(open_)])
        for i, step in enumerate(steps)
        if true(active[i])
    ]
