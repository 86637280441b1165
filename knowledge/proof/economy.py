"""Economy: no question that cannot matter, and on average as few as there can be.

The best mean is worked out here a second time, on the bare results: a state of knowledge is what results it leaves
open, so that different answers leaving the same are one state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from knowledge.assessment import Assessor
from knowledge.decision import Grid, Ints
from knowledge.proof.cases import SEED
from knowledge.proof.report import Asked, Fault
from knowledge.questions import Masks, bits

MOST_STATES = 6_000
MOST_WALKED = 400
PATHS = 60


def every_question_can_matter(engine: Assessor) -> Iterator[Fault]:
    """For each fact there are two people who differ in nothing else and get something different."""
    result = engine.grid.result
    for position, axis in enumerate(engine.grid.axes):
        if not _matters(result, position):
            yield Fault("useless-question", {"question": axis.fact.question, "fact": axis.key})


def _matters(results: Ints, position: int) -> bool:
    return bool((results != results.take([0], axis=position)).any())


def asked(
    engine: Assessor, most_states: int = MOST_STATES, most_walked: int = MOST_WALKED
) -> tuple[Asked, list[Fault]]:
    """How many questions are asked on average, beside the fewest possible; faults where the two should be equal."""
    start = engine.start
    walk = _Walk(engine, most_walked)
    try:
        mean, exact = walk.mean(start), True
    except _TooLong:
        mean, exact = walk.sampled(start), False
    look = engine.planner.outlook(start, frozenset())
    best = fewest_mean(engine.grid, start, most_states)
    if best is None and look.exact:
        best = look.expected
    faults = list(walk.faults)
    if exact and look.exact and best is not None and abs(mean - best) > 1e-6:
        faults.append(Fault("more-questions-than-needed", {"mean": round(mean, 2), "best": round(best, 2)}))
    return Asked(mean, best, look.most, exact, look.exact), faults


class _TooLong(Exception):
    """More states were met than may be walked."""


@dataclass
class _Walk:
    """Goes the way the engine asks, answer by answer."""

    engine: Assessor
    most: int
    faults: list[Fault] = field(default_factory=list)
    _known: dict[Masks, float] = field(default_factory=dict)

    def mean(self, masks: Masks) -> float:
        """Expected number of questions from here on, over all answers. Raises _TooLong."""
        if masks not in self._known:
            position = self._next(masks)
            if position is None:
                return 0.0
            if len(self._known) >= self.most:
                raise _TooLong
            self._known[masks] = 0.0  # counted before its answers are
            cells = self.engine.grid.axes[position].cells
            weights = [cell.weight for cell in cells]
            looks = [self.mean(_answered(masks, position, cell)) for cell in range(len(cells))]
            self._known[masks] = 1 + sum(w * x for w, x in zip(weights, looks, strict=True)) / sum(weights)
        return self._known[masks]

    def sampled(self, masks: Masks, paths: int = PATHS, seed: int = SEED) -> float:
        """The mean over `paths` drawn paths of answers."""
        draw = np.random.default_rng(seed)
        total = 0
        for _ in range(paths):
            here = masks
            while (position := self._next(here)) is not None:
                cells = self.engine.grid.axes[position].cells
                weights = np.array([cell.weight for cell in cells], dtype=np.float64)
                chosen = int(draw.choice(len(cells), p=weights / weights.sum()))
                here = _answered(here, position, chosen)
                total += 1
        return total / paths

    def _next(self, masks: Masks) -> int | None:
        """The axis asked now. Notes a question all of whose answers leave the same results."""
        position = self.engine.planner.outlook(masks, frozenset()).axis
        if position is not None and not self.faults:
            left = self.engine.grid.result[np.ix_(*[list(bits(mask)) for mask in masks])]
            if not _matters(left, position):
                axis = self.engine.grid.axes[position]
                self.faults.append(Fault("useless-question", {"question": axis.fact.question, "fact": axis.key}))
        return position


def _answered(masks: Masks, position: int, cell: int) -> Masks:
    return (*masks[:position], 1 << cell, *masks[position + 1 :])


def fewest_mean(grid: Grid, start: Masks, most_states: int = MOST_STATES) -> float | None:
    """The least expected number of questions; None when there are more than `most_states` states."""
    weights = [[axis.cells[cell].weight for cell in bits(mask)] for axis, mask in zip(grid.axes, start, strict=True)]
    known: dict[tuple[tuple[int, ...], bytes], float] = {}

    def fewest(results: Ints, axes: tuple[int, ...]) -> float:
        kept = [place for place in range(len(axes)) if _matters(results, place)]
        if not kept:
            return 0.0
        pick = tuple(slice(None) if place in kept else 0 for place in range(len(axes)))
        results, axes = np.ascontiguousarray(results[pick]), tuple(axes[place] for place in kept)
        key = (axes, results.tobytes())
        if key not in known:
            if len(known) >= most_states:
                raise _TooLong
            known[key] = 0.0  # counted before its answers are; no state comes back to itself
            known[key] = min(after(results, axes, place) for place in range(len(axes)))
        return known[key]

    def after(results: Ints, axes: tuple[int, ...], place: int) -> float:
        rest = axes[:place] + axes[place + 1 :]
        each = weights[axes[place]]
        looks = [fewest(results.take([cell], axis=place).squeeze(place), rest) for cell in range(len(each))]
        return 1 + sum(w * x for w, x in zip(each, looks, strict=True)) / sum(each)

    try:
        return fewest(grid.result[np.ix_(*[list(bits(mask)) for mask in start])], tuple(range(len(grid.axes))))
    except _TooLong:
        return None
