"""Which question next: only one that can still change the result, in the order that needs the fewest on average.

Exact by memoised search up to EXACT_STATES states; beyond that, greedy (the question that leaves the fewest
relevant ones on average), with the number of relevant facts as the reported upper bound.
Equal weights over a question's options; 不知道 is not counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from knowledge.decision import Grid, Ints
from knowledge.partition import Axis

EXACT_STATES = 5_000
WORTH_TRYING = 100_000  # knowledge states that could exist at most; above it the exact search is not even begun

Masks = tuple[int, ...]


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
    """The exact search met more states than it may remember."""


_DONE = Outlook(None, 0.0, 0, 0)


@dataclass
class Planner:
    """Plans the questions of one grid; remembers what it has worked out."""

    grid: Grid
    _known: dict[tuple[Masks, frozenset[int]], Outlook] = field(default_factory=dict)

    def outlook(self, masks: Masks, unknowable: frozenset[int]) -> Outlook:
        """`masks`: cells still possible per axis; `unknowable`: axes the person cannot or will not say."""
        found = self._known.get((masks, unknowable))
        if found is not None:
            return found
        memo: dict[Masks, Outlook] = {}
        try:
            if self._states_at_most(masks, unknowable) > WORTH_TRYING:
                raise _TooMany
            best = self._search(masks, unknowable, memo)
        except _TooMany:
            best = self._greedy(masks, unknowable)
            memo = {masks: best}
        self._known.update({(seen, unknowable): outlook for seen, outlook in memo.items()})
        return best

    def _states_at_most(self, masks: Masks, unknowable: frozenset[int]) -> int:
        return math.prod(masks[axis].bit_count() + 1 for axis in self.relevant(masks, unknowable))

    def relevant(self, masks: Masks, unknowable: frozenset[int]) -> list[int]:
        """Axes whose answer can still change the result."""
        results = self._restricted(masks, unknowable)
        found = []
        for axis in range(len(masks)):
            if axis in unknowable or results.shape[axis] == 1:
                continue
            first = results.take([0], axis=axis)
            if bool((results != first).any()):
                found.append(axis)
        return found

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

    def _search(self, masks: Masks, unknowable: frozenset[int], memo: dict[Masks, Outlook]) -> Outlook:
        if masks in memo:
            return memo[masks]
        if len(memo) >= EXACT_STATES:
            raise _TooMany
        options = self.relevant(masks, unknowable)
        best = _DONE
        for axis in options:
            tried = self._ask(axis, masks, unknowable, memo)
            if best.axis is None or tried.expected < best.expected - 1e-12:
                best = tried
        memo[masks] = best
        return best

    def _ask(self, axis: int, masks: Masks, unknowable: frozenset[int], memo: dict[Masks, Outlook]) -> Outlook:
        branches = list(self._answers(axis, masks))
        total = sum(weight for weight, _ in branches)
        looks = [(weight, self._search(after, unknowable, memo)) for weight, after in branches]
        return Outlook(
            axis,
            1 + sum(weight * look.expected for weight, look in looks) / total,
            1 + min(look.fewest for _, look in looks),
            1 + max(look.most for _, look in looks),
        )

    def _answers(self, axis: int, masks: Masks) -> Iterator[tuple[int, Masks]]:
        cells = self.grid.axes[axis].cells
        for cell in bits(masks[axis]):
            yield cells[cell].weight, (*masks[:axis], 1 << cell, *masks[axis + 1 :])

    def _greedy(self, masks: Masks, unknowable: frozenset[int]) -> Outlook:
        options = self.relevant(masks, unknowable)

        def left_after(axis: int) -> float:
            branches = list(self._answers(axis, masks))
            total = sum(weight for weight, _ in branches)
            return sum(weight * len(self.relevant(after, unknowable)) for weight, after in branches) / total

        scores = {axis: left_after(axis) for axis in options}
        best = min(options, key=lambda axis: (scores[axis], axis))
        return Outlook(best, 1 + scores[best], 1, len(options), exact=False)


def open_masks(axes: tuple[Axis, ...]) -> Masks:
    """Nothing known: every cell of every axis is possible."""
    return tuple(axis.full for axis in axes)
