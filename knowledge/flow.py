"""A service as a flow chart: which question comes when, where each answer leads, and what comes out.

The questions are those the planner asks; situations that leave the same results open are drawn once. Nothing here is
drawn by hand: the same document always gives the same chart. How it looks is the drawer's affair (api/flow_svg.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from knowledge.assessment import Assessment, Assessor, has_rules
from knowledge.partition import Axis, Cell
from knowledge.questions import Masks, bits

MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Branch:
    """Answers that lead to the same place. `to` numbers a question or an outcome; None: `left` more questions."""

    cells: tuple[Cell, ...]
    to: int | None = None
    ends: bool = False
    left: int = 0


@dataclass(frozen=True)
class QuestionBox:
    """`number` counts from 1, in an order in which every answer leads further down."""

    number: int
    axis: Axis
    branches: tuple[Branch, ...]

    @property
    def text(self) -> str:
        subject = self.axis.key.partition("@")[2]
        return self.axis.fact.questions.get(subject, self.axis.fact.question)


@dataclass(frozen=True)
class OutcomeBox:
    """`trips` None: not eligible, or a step that cannot be done. `bring`: names of the papers to bring."""

    number: int
    eligible: bool
    trips: int | None
    bring: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """Questions in order, then outcomes. `complete` is false where a large service was cut short."""

    questions: tuple[QuestionBox, ...]
    outcomes: tuple[OutcomeBox, ...]
    complete: bool


_Key = tuple[tuple[int, ...], bytes]


@dataclass
class _Found:
    """One situation: what is asked in it, and where each cell of the answer leads."""

    masks: Masks
    axis: int
    after: dict[int, _Key | int] = field(default_factory=dict)  # cell -> situation, or result number
    depth: int = 0


def flow_of(engine: Assessor, most: int = MOST_QUESTIONS) -> Flow:
    """The chart of one service at one place on one day; empty for a service without rules."""
    if not has_rules(engine.service):
        return Flow((), (), complete=True)
    found = _explored(engine, most)
    outcomes, number_of = _outcomes(engine, found)
    order = sorted(found, key=lambda key: found[key].depth)
    numbers = {key: position for position, key in enumerate(order, 1)}
    boxes = []
    for key in order:
        situation = found[key]
        axis = engine.grid.axes[situation.axis]
        branches = _branches(engine, situation, axis, numbers, number_of)
        boxes.append(QuestionBox(numbers[key], axis, tuple(branches)))
    complete = all(branch.to is not None for box in boxes for branch in box.branches)
    return Flow(tuple(boxes), outcomes, complete)


def _explored(engine: Assessor, most: int) -> dict[_Key, _Found]:
    """Situations nearest to the start first, at most `most`; then how deep each lies."""
    start = engine.start
    key = _situation(engine, start)
    found: dict[_Key, _Found] = {}
    waiting: list[tuple[_Key | int, Masks]] = [(key, start)]
    while waiting:
        key, masks = waiting.pop(0)
        if isinstance(key, int) or key in found or len(found) >= most:
            continue
        axis = engine.planner.outlook(masks, frozenset()).axis
        if axis is None:
            continue
        here = found[key] = _Found(masks, axis)
        for cell in bits(masks[axis]):
            after = _answered(masks, axis, cell)
            here.after[cell] = _situation(engine, after)
            waiting.append((here.after[cell], after))
    for _ in range(len(found)):  # longest way from the start: the chart has no circles, so this settles
        for here in found.values():
            for target in here.after.values():
                if not isinstance(target, int) and target in found:
                    found[target].depth = max(found[target].depth, here.depth + 1)
    return found


def _answered(masks: Masks, axis: int, cell: int) -> Masks:
    return (*masks[:axis], 1 << cell, *masks[axis + 1 :])


def _situation(engine: Assessor, masks: Masks) -> _Key | int:
    """What the answers so far leave open; a single result is its number."""
    results = engine.grid.result[np.ix_(*[list(bits(mask)) for mask in masks])] if masks else engine.grid.result
    for axis in range(results.ndim):
        if not (results != results.take([0], axis=axis)).any():
            results = results.take([0], axis=axis)
    if results.size == 1:
        return int(results.reshape(-1)[0])
    kept = tuple(axis for axis in range(results.ndim) if results.shape[axis] > 1)
    return kept, np.ascontiguousarray(results).tobytes()


def _outcomes(engine: Assessor, found: dict[_Key, _Found]) -> tuple[tuple[OutcomeBox, ...], dict[int, int]]:
    """The outcomes met, the fewest trips first and refusal last; those that read alike are one."""
    results = {target for here in found.values() for target in here.after.values() if isinstance(target, int)}
    results = results or ({_first_result(engine)} if not found else results)
    described = {number: _described(engine.assess(_person(engine, number))) for number in sorted(results)}
    kinds = sorted(set(described.values()), key=lambda kind: (not kind[0], kind[1] is None, kind[1] or 0, kind[2]))
    place = {kind: position for position, kind in enumerate(kinds, 1)}
    boxes = tuple(OutcomeBox(place[kind], *kind) for kind in kinds)
    return boxes, {number: place[kind] for number, kind in described.items()}


def _first_result(engine: Assessor) -> int:
    at = tuple(next(bits(mask)) for mask in engine.start)
    return int(engine.grid.result[at])


def _person(engine: Assessor, result: int) -> dict[str, object]:
    at = np.argwhere(engine.grid.result == result)[0]
    return {axis.key: axis.cells[int(cell)].sample for axis, cell in zip(engine.grid.axes, at, strict=True)}


def _described(found: Assessment) -> tuple[bool, int | None, tuple[str, ...]]:
    bring = tuple(need.evidence.name for need in found.evidences if need.bring)
    return found.outcome == "eligible", found.trips_max, bring


def _branches(
    engine: Assessor, here: _Found, axis: Axis, numbers: dict[_Key, int], outcomes: dict[int, int]
) -> Iterator[Branch]:
    together: dict[tuple[int | None, bool, int], list[Cell]] = {}
    for cell, target in here.after.items():
        if isinstance(target, int):
            where: tuple[int | None, bool, int] = (outcomes[target], True, 0)
        elif target in numbers:
            where = (numbers[target], False, 0)
        else:
            left = engine.planner.outlook(_answered(here.masks, here.axis, cell), frozenset()).most
            where = (None, False, left)
        together.setdefault(where, []).append(axis.cells[cell])
    for (to, ends, left), cells in together.items():
        yield Branch(tuple(cells), to, ends, left)
