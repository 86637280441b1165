"""Which question next: only one that can still change the result, in the order that needs the fewest on average.

Exact: memoised branch and bound over the distinct situations (facts that no longer matter are dropped first, so most
orders of answering meet again). Beyond EXACT_STATES situations, greedy: the question that leaves the fewest
relevant ones on average, and `expected`, `most` are upper bounds. Equal weights over a question's options; 不知道
is not counted. Among equals the first axis wins: requirements come first, so the knock-out condition is asked first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.decision import Ints
from knowledge.partition import Axis

EXACT_STATES = 20_000
MOST_ASKED, MOST_KNOWN = 5_000, 60_000  # remembered by one planner; beyond it begins anew
_EPS = 1e-12

Masks = tuple[int, ...]
Small = npt.NDArray[np.int32]
Weighed = dict[int, tuple[int, tuple[float, ...]]]  # number -> axis, share of each of its cells
Situation = tuple[Small, tuple[int, ...]]  # results still possible, and the number of each remaining axis


class Numbered(Protocol):
    """What is planned over: axes, and a result number for each of their combinations."""

    @property
    def axes(self) -> tuple[Axis, ...]: ...

    @property
    def result(self) -> Ints: ...


def bits(mask: int) -> Iterator[int]:
    """Positions of the set bits, lowest first."""
    position = 0
    while mask:
        if mask & 1:
            yield position
        mask >>= 1
        position += 1


@dataclass(frozen=True)
class Outlook:
    """The best next question (axis position, None: nothing more to ask), and how many are left in all."""

    axis: int | None
    expected: float
    fewest: int
    most: int
    exact: bool = True


class _TooMany(Exception):
    """The exact search met more situations than it may remember."""


_DONE = Outlook(None, 0.0, 0, 0)


@dataclass
class Planner:
    """Plans the questions of one grid; remembers what it has worked out.

    An axis with only some of its cells left weighs differently, so each (axis, cells) has a number of its own.
    """

    grid: Numbered
    states: int = EXACT_STATES
    most_asked: int = MOST_ASKED
    _asked: dict[tuple[Masks, frozenset[int]], Outlook] = field(default_factory=dict)
    _known: dict[tuple[tuple[int, ...], bytes], Outlook] = field(default_factory=dict)
    _axes: Weighed = field(default_factory=dict)

    def outlook(self, masks: Masks, unknowable: frozenset[int]) -> Outlook:
        """`masks`: cells still possible per axis; `unknowable`: axes the person cannot or will not say."""
        found = self._asked.get((masks, unknowable))
        if found is None:
            if len(self._asked) > self.most_asked or len(self._known) > MOST_KNOWN:
                self._asked, self._known = {}, {}
            found = self._asked[masks, unknowable] = self._plan(masks, unknowable)
        return found

    def relevant(self, masks: Masks, unknowable: frozenset[int]) -> list[int]:
        """Axes whose answer can still change the result."""
        _, numbers = self._situation(masks, unknowable)
        return [self._axes[number][0] for number in numbers]

    def _plan(self, masks: Masks, unknowable: frozenset[int]) -> Outlook:
        situation = self._situation(masks, unknowable)
        search = _Search(self._axes, self._known, self.states)
        try:
            return search.best(situation)
        except _TooMany:
            return self._greedy(situation)

    def _situation(self, masks: Masks, unknowable: frozenset[int]) -> Situation:
        numbers = tuple(self._number(axis, mask) for axis, mask in enumerate(masks))
        return _reduced(self._restricted(masks, unknowable).astype(np.int32), numbers)

    def _number(self, axis: int, mask: int) -> int:
        """One for each axis and cells: worked out from these two, so that threads never disagree about it."""
        number = mask * len(self.grid.axes) + axis
        if number not in self._axes:
            weights = [self.grid.axes[axis].cells[cell].weight for cell in bits(mask)]
            self._axes[number] = (axis, tuple(weight / sum(weights) for weight in weights))
        return number

    def _restricted(self, masks: Masks, unknowable: frozenset[int]) -> Ints:
        """Results over the possible cells; what cannot be known is folded into the set of results it leaves open."""
        picked = self.grid.result[np.ix_(*[list(bits(mask)) for mask in masks])] if masks else self.grid.result
        hidden = sorted(axis for axis in unknowable if picked.shape[axis] > 1)
        if not hidden:
            return picked
        kept = [axis for axis in range(len(masks)) if axis not in hidden]
        rows = np.transpose(picked, [*kept, *hidden]).reshape(-1, int(np.prod([picked.shape[a] for a in hidden])))
        numbers: dict[tuple[int, ...], int] = {}
        codes = [numbers.setdefault(tuple(np.unique(row).tolist()), len(numbers)) for row in rows]
        shape = [1 if axis in hidden else picked.shape[axis] for axis in range(len(masks))]
        return np.array(codes, dtype=np.int64).reshape(shape)

    def _greedy(self, situation: Situation) -> Outlook:
        results, numbers = situation

        def left_after(position: int) -> float:
            shares = self._axes[numbers[position]][1]
            return sum(
                share * len(_after(situation, position, cell)[1]) for cell, share in enumerate(shares)
            )  # what is left to ask is at most what still matters

        scores = [left_after(position) for position in range(results.ndim)]
        best = min(range(results.ndim), key=lambda position: (scores[position], position))
        return Outlook(self._axes[numbers[best]][0], 1 + scores[best], 1, results.ndim, exact=False)


@dataclass
class SharedPlanners:
    """Planners of grids that ask alike (same results and weights): most places and days need no planning of their own.

    Keeps the `most` used last.
    """

    most: int = 300
    _held: dict[tuple[tuple[tuple[int, ...], ...], bytes], Planner] = field(default_factory=dict)

    def shared(self, planner: Planner) -> Planner:
        """The one that already knows the answers, or this one from now on."""
        weights = tuple(tuple(cell.weight for cell in axis.cells) for axis in planner.grid.axes)
        key = (weights, hashlib.sha256(np.ascontiguousarray(planner.grid.result).tobytes()).digest())
        found = self._held.pop(key, planner)
        self._held[key] = found
        while len(self._held) > self.most:
            self._held.pop(next(iter(self._held)), None)
        return found


@dataclass
class _Search:
    """One exact search. `known` outlives it; the situations met on the way do not."""

    axes: Weighed
    known: dict[tuple[tuple[int, ...], bytes], Outlook]
    most: int
    met: int = 0
    reduced: dict[tuple[tuple[int, ...], bytes], Situation] = field(default_factory=dict)

    def best(self, situation: Situation) -> Outlook:
        """The optimum of one reduced situation."""
        results, numbers = situation
        if not numbers:
            return _DONE
        key = (numbers, results.tobytes())
        found = self.known.get(key)
        if found is None:
            self.met += 1
            if self.met > self.most:
                raise _TooMany
            found = self.known[key] = self._optimum(situation)
        return found

    def _optimum(self, situation: Situation) -> Outlook:
        """Every question, the most promising first; one is given up as soon as it cannot win."""
        tried = [self._children(situation, position) for position in range(situation[0].ndim)]
        order = sorted(range(len(tried)), key=lambda p: (sum(s * len(kid[1]) for s, kid in tried[p]), p))
        winner, least = -1, float("inf")
        for position in order:
            expected = self._expected(position, tried[position], winner, least)
            if expected is not None:
                winner, least = position, expected
        looks = [self.best(kid) for _, kid in tried[winner]]
        axis = self.axes[situation[1][winner]][0]
        return Outlook(axis, least, 1 + min(k.fewest for k in looks), 1 + max(k.most for k in looks))

    def _expected(self, position: int, kids: list[tuple[float, Situation]], winner: int, least: float) -> float | None:
        """Questions needed when this one is asked first; None when it does not beat the winner so far."""
        bounds = [self._at_least(kid) for _, kid in kids]
        expected = 1 + sum(share * bound for (share, _), bound in zip(kids, bounds, strict=True))
        for (share, kid), bound in sorted(zip(kids, bounds, strict=True), key=lambda pair: len(pair[0][1][1])):
            if not _beats(expected, position, least, winner):
                return None
            expected += share * (self.best(kid).expected - bound)
        return expected if _beats(expected, position, least, winner) else None

    def _at_least(self, kid: Situation) -> float:
        if not kid[1]:
            return 0.0
        found = self.known.get((kid[1], kid[0].tobytes()))
        return found.expected if found else 1.0

    def _children(self, situation: Situation, position: int) -> list[tuple[float, Situation]]:
        return [
            (share, self._child(situation, position, cell))
            for cell, share in enumerate(self.axes[situation[1][position]][1])
        ]

    def _child(self, situation: Situation, position: int, cell: int) -> Situation:
        results, numbers = situation
        raw = results[(slice(None),) * position + (cell,)]
        left = (*numbers[:position], *numbers[position + 1 :])
        key = (left, raw.tobytes())
        found = self.reduced.get(key)
        if found is None:
            found = self.reduced[key] = _reduced(np.ascontiguousarray(raw), left)
        return found


def _beats(expected: float, position: int, least: float, winner: int) -> bool:
    return expected < least - _EPS or (expected < least + _EPS and position < winner)


def _after(situation: Situation, position: int, cell: int) -> Situation:
    results, numbers = situation
    return _reduced(
        results.take([cell], axis=position).squeeze(position), (*numbers[:position], *numbers[position + 1 :])
    )


def _reduced(results: Small, numbers: tuple[int, ...]) -> Situation:
    """Without the axes that no longer matter: any of their cells gives the same result."""
    kept = []
    for axis in range(results.ndim):
        sliced = results.swapaxes(0, axis)
        if (sliced[1:] != sliced[0]).any():
            kept.append(axis)
    if len(kept) < results.ndim:
        results = results[tuple(slice(None) if axis in kept else 0 for axis in range(results.ndim))]
        numbers = tuple(numbers[axis] for axis in kept)
    return np.ascontiguousarray(results), numbers


def open_masks(axes: tuple[Axis, ...]) -> Masks:
    """Nothing known: every cell of every axis is possible."""
    return tuple(axis.full for axis in axes)
