"""Which question next for several services together: a shared fact once, and only what can change the joint result.

Few open cases: they are laid out with their joint results (one plan, each paper and outing once) and planned like
one service. Many: a question must prove itself on cases drawn with a fixed seed, where two of its answers give
different joint results; the one that most often ends the errand, then changes most, is asked. The bound is then the
number of open facts that matter to any service.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.decision import NOT_NEEDED, Ints
from knowledge.joint_parts import Part, Shared
from knowledge.joint_trips import JointPlan
from knowledge.partition import Axis
from knowledge.questions import Masks, Outlook, Planner, bits, open_masks

LAID_OUT = 2_048  # cases planned exactly
STATES = 300
SAMPLES = 32
_SEED = 20261121

Variants = tuple[int, ...]


@dataclass(frozen=True)
class _Laid:
    """The open cases in one array, as the planner wants them."""

    axes: tuple[Axis, ...]
    result: Ints


@dataclass
class JointQuestions:
    axes: tuple[Axis, ...]
    parts: tuple[Part, ...]
    optional: bool
    plan_of: Callable[[Variants], JointPlan | None]
    _known: dict[tuple[Masks, frozenset[int]], Outlook] = field(default_factory=dict)
    _results: dict[tuple[int, ...], Any] = field(default_factory=dict)

    def outlook(self, shared: Shared, unknowable: frozenset[int]) -> Outlook:
        """Positions are those of the joint axes."""
        key = (shared.masks, unknowable)
        if key not in self._known:
            self._known[key] = self._outlook(shared, unknowable)
        return self._known[key]

    def _outlook(self, shared: Shared, unknowable: frozenset[int]) -> Outlook:
        details = [shared.detail(i) for i in range(len(self.parts))]
        mattering = self._mattering(details)
        if math.prod(shared.masks[axis].bit_count() for axis in mattering) <= LAID_OUT:
            return self._exact(details, mattering, shared.masks, unknowable)
        return self._sampled(shared, details, [axis for axis in mattering if axis not in unknowable])

    def _mattering(self, details: Sequence[Ints]) -> list[int]:
        """Open axes along which something of some service changes: no other can change the joint result."""
        found = set()
        for part, detail in zip(self.parts, details, strict=True):
            for position, place in enumerate(part.places):
                sliced = detail.swapaxes(0, position)
                if place not in found and (sliced[1:] != sliced[0]).any():
                    found.add(place)
        return sorted(found)

    # --- few cases --------------------------------------------------------------------------------------------------

    def _exact(
        self, details: Sequence[Ints], mattering: Sequence[int], masks: Masks, unknowable: frozenset[int]
    ) -> Outlook:
        shape = tuple(masks[axis].bit_count() for axis in mattering)
        columns = [
            np.broadcast_to(_arranged(detail, part.places, mattering), shape).reshape(-1)
            for part, detail in zip(self.parts, details, strict=True)
        ]
        cases, number = np.unique(np.array(columns), axis=1, return_inverse=True)
        names: dict[Any, int] = {}
        results = [names.setdefault(self._result(tuple(case)), len(names)) for case in cases.T.tolist()]
        laid = _Laid(
            tuple(_narrowed(self.axes[axis], masks[axis]) for axis in mattering),
            np.array(results, dtype=np.int64)[number.reshape(-1)].reshape(shape),
        )
        hidden = frozenset(i for i, axis in enumerate(mattering) if axis in unknowable)
        found = Planner(laid, STATES).outlook(open_masks(laid.axes), hidden)
        axis = None if found.axis is None else mattering[found.axis]
        return Outlook(axis, found.expected, found.fewest, found.most, found.exact)

    def _result(self, case: tuple[int, ...]) -> Any:
        """Everything the person would see of one case; None where the errand cannot be done."""
        if case not in self._results:
            self._results[case] = None if not self.optional and 0 in case else self._seen(case)
        return self._results[case]

    def _seen(self, case: tuple[int, ...]) -> Any:
        variants = []
        papers: dict[str, Any] = {}
        outings = set()
        for i, (part, number) in enumerate(zip(self.parts, case, strict=True)):
            if number == 0:
                variants.append(0)
                continue
            at = part.samples[number]
            variants.append(int(part.grid.chain[at]) + 1)
            for evidence, state in _states(part, at):
                papers[evidence] = min(papers.get(evidence, state), state)
            outings |= {(i, k) for k, needed in enumerate(part.grid.prerequisites) if _at(needed, at)}
        done = tuple(number > 0 for number in case)
        return done, _signature(self.plan_of(tuple(variants))), frozenset(papers.items()), frozenset(outings)

    # --- many cases -------------------------------------------------------------------------------------------------

    def _sampled(self, shared: Shared, details: Sequence[Ints], candidates: Sequence[int]) -> Outlook:
        if not candidates:
            return Outlook(None, 0.0, 0, 0)
        draw = np.random.default_rng(_SEED)
        cases = [case for case in (_drawn(shared, draw) for _ in range(SAMPLES)) if case is not None]
        drawn = [(case, self._details_at(case, details)) for case in cases]
        changed = {axis: list(self._changed(axis, drawn, shared.masks, details)) for axis in candidates}
        order = sorted(candidates, key=lambda axis: (*self._score(changed[axis]), -axis), reverse=True)
        proven = (axis for axis in order if any(self._result(a) != self._result(b) for a, b in changed[axis]))
        best = next(proven, order[0])
        return Outlook(best, float(len(candidates)), 1, len(candidates), exact=False)

    def _score(self, changed: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> tuple[float, int]:
        """How often an answer ends the errand, then how often it changes anything."""
        return (0.0 if self.optional else sum(0 in other for _, other in changed)), len(changed)

    def _changed(
        self, axis: int, drawn: Sequence[tuple[dict[int, int], tuple[int, ...]]], masks: Masks, details: Sequence[Ints]
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Each drawn case with what another answer to one question would make of it, where that differs."""
        using = [i for i, part in enumerate(self.parts) if axis in part.places]
        for case, own in drawn:
            for cell in range(masks[axis].bit_count()):
                if cell == case[axis]:
                    continue
                other, moved = list(own), {**case, axis: cell}
                for i in using:
                    other[i] = int(details[i][tuple(moved[place] for place in self.parts[i].places)])
                if tuple(other) != own:
                    yield own, tuple(other)

    def _details_at(self, case: dict[int, int], details: Sequence[Ints]) -> tuple[int, ...]:
        return tuple(
            int(detail[tuple(case[place] for place in part.places)])
            for part, detail in zip(self.parts, details, strict=True)
        )


def _states(part: Part, at: tuple[int, ...]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each paper a case needs, by its name: (0, "") to be brought, (1, why) spared."""
    for evidence, states in zip(part.evidences, part.grid.evidences, strict=True):
        state = _at(states, at)
        if state != NOT_NEEDED:
            spared = state >= 2
            yield evidence.name, (1, evidence.exempt[state - 2].reason) if spared else (0, "")


def _at(array: Any, at: tuple[int, ...]) -> int:
    return int(array[tuple(0 if size == 1 else i for size, i in zip(array.shape, at, strict=True))])


def _signature(plan: JointPlan | None) -> Any:
    if plan is None:
        return None
    visits = tuple((v.office, v.days_before, tuple((d.service, d.way.text) for d in v.done)) for v in plan.visits)
    return visits, tuple((d.service, d.way.text) for d in plan.remote), plan.days


def _arranged(detail: Ints, places: Sequence[int], dims: Sequence[int]) -> Ints:
    """The numbers over `dims`; along every other axis they do not change, so any cell of it will do."""
    kept = [place for place in places if place in dims]
    found = detail[tuple(slice(None) if place in dims else 0 for place in places)]
    found = found.transpose([kept.index(place) for place in dims if place in kept])
    size = dict(zip([place for place in dims if place in kept], found.shape, strict=True))
    return found.reshape([size.get(place, 1) for place in dims])


def _narrowed(axis: Axis, mask: int) -> Axis:
    return Axis(axis.key, axis.fact, tuple(axis.cells[cell] for cell in bits(mask)), {})


def _drawn(shared: Shared, draw: np.random.Generator) -> dict[int, int] | None:
    """One case in which every required service can be had: the position among the open cells, for every axis."""
    spots = np.flatnonzero(shared.possible.reshape(-1))
    if not len(spots):
        return None
    spot = np.unravel_index(int(draw.choice(spots)), shared.possible.shape)
    case = dict(zip(shared.dims, (int(i) for i in spot), strict=True))
    for i, part in enumerate(shared.parts):
        index = tuple(case.get(place, slice(None)) for place in part.places)
        free = [place for place in part.places if place not in case]
        region = shared.region(i)[index]
        choices = np.argwhere(region)
        if not len(choices):
            return None
        case.update(zip(free, (int(x) for x in choices[int(draw.integers(len(choices)))]), strict=True))
    return case
