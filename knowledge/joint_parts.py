"""One service inside a joint assessment: its grid seen through the joint axes, and what couples it to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from knowledge.assessment import Assessor
from knowledge.decision import Bools, Grid, Ints, numbered
from knowledge.model import Evidence
from knowledge.partition import Axis
from knowledge.questions import Masks, bits
from knowledge.trips import Chain

LEFT_OUT = 0  # variant of a service that is not done at all; variant n + 1 is the grid's chain n


@dataclass(frozen=True)
class Part:
    """`places`: the joint axis of each own axis; `own`: the own cell in which each joint cell lies.

    `detail` numbers what matters of each partition (open ways, papers, outings; 0: ineligible).
    """

    grid: Grid
    evidences: tuple[Evidence, ...]
    places: tuple[int, ...]
    own: tuple[Ints, ...]
    detail: Ints

    @classmethod
    def of(cls, assessor: Assessor, axes: Sequence[Axis]) -> Part:
        grid = assessor.grid
        position = {axis.key: i for i, axis in enumerate(axes)}
        places = tuple(position[axis.key] for axis in grid.axes)
        own = tuple(_own_cells(axis, axes[place]) for axis, place in zip(grid.axes, places, strict=True))
        numbers = numbered(grid.shape, (grid.chain, *grid.evidences, *grid.prerequisites))
        return cls(grid, assessor.service.evidences, places, own, np.where(grid.eligible, numbers + 1, 0))

    def own_masks(self, masks: Masks) -> Masks:
        """The cells of the own axes that the joint masks leave possible."""
        found = []
        for place, cells in zip(self.places, self.own, strict=True):
            found.append(sum(1 << cell for cell in {int(cells[joint]) for joint in bits(masks[place])}))
        return tuple(found)

    def pick(self, masks: Masks) -> Any:
        """Index of the possible joint cells into the own arrays."""
        if not self.places:
            return ()
        return np.ix_(*[cells[list(bits(masks[p]))] for p, cells in zip(self.places, self.own, strict=True)])

    def chain(self, variant: int) -> Chain:
        return () if variant == LEFT_OUT else self.grid.chains[variant - 1]

    @cached_property
    def samples(self) -> dict[int, tuple[int, ...]]:
        """One partition for each detail number."""
        values, first = np.unique(self.detail, return_index=True)
        return {
            int(v): tuple(int(x) for x in np.unravel_index(int(i), self.detail.shape))
            for v, i in zip(values, first, strict=True)
        }

    def at_least_as_good(self, one: int, other: int) -> bool:
        """Whether `one` asks no step that `other` spares, and leaves open every way that `other` does."""
        ways = {step.id: open_ways for step, open_ways in self.chain(other)}
        return all(
            step.id in ways and all(way in open_ways for way in ways[step.id]) for step, open_ways in self.chain(one)
        )


def _own_cells(own: Axis, joint: Axis) -> Ints:
    """For each joint cell the own cell with the same answers to the own comparisons."""
    rows = {tuple(own.truth[test][cell] for test in own.truth): cell for cell in range(len(own.cells))}
    return np.array([rows[tuple(joint.truth[test][cell] for test in own.truth)] for cell in range(len(joint.cells))])


def onto(array: Any, places: Sequence[int], dims: Sequence[int]) -> Any:
    """A boolean array over `places`, as one over `dims`: true where some value of the dropped axes makes it true."""
    kept = [place for place in places if place in dims]
    dropped = tuple(i for i, place in enumerate(places) if place not in dims)
    found = array.any(axis=dropped) if dropped else array
    found = found.transpose([kept.index(place) for place in dims if place in kept])
    size = dict(zip([place for place in dims if place in kept], found.shape, strict=True))
    return found.reshape([size.get(place, 1) for place in dims])


@dataclass(frozen=True)
class Shared:
    """One state of knowledge. `dims` are the joint axes that several services use and that are still open.

    `possible`, over `dims`: whether every required service can be had there.
    """

    parts: tuple[Part, ...]
    masks: Masks
    optional: bool
    dims: tuple[int, ...]
    picks: tuple[Any, ...]
    eligible: tuple[Bools, ...]
    possible: Bools

    @classmethod
    def of(cls, parts: tuple[Part, ...], masks: Masks, optional: bool) -> Shared:
        dims = tuple(
            place
            for place in range(len(masks))
            if masks[place].bit_count() > 1 and sum(place in part.places for part in parts) > 1
        )
        picks = tuple(part.pick(masks) for part in parts)
        eligible = tuple(part.grid.eligible[pick] for part, pick in zip(parts, picks, strict=True))
        possible: Bools = np.ones([masks[place].bit_count() for place in dims], dtype=np.bool_)
        if not optional:
            for part, seen in zip(parts, eligible, strict=True):
                possible = possible & onto(seen, part.places, dims)
        return cls(parts, masks, optional, dims, picks, eligible, possible)

    def region(self, i: int) -> Bools:
        """Own partitions of service i that the others leave possible."""
        allowed = onto(self.possible, self.dims, self.parts[i].places)
        region: Bools = np.broadcast_to(allowed, self.eligible[i].shape)
        return region if self.optional else region & self.eligible[i]

    def detail(self, i: int) -> Ints:
        """What matters of service i, 0 where it cannot be had or the others make it pointless."""
        numbers: Ints = np.where(self.region(i), self.parts[i].detail[self.picks[i]], 0)
        return numbers

    def variants_together(self) -> Iterator[list[list[int]]]:
        """For each distinct situation of the shared facts: the variants each service can then have."""
        names: list[list[int]] = []
        sets = []
        for i, part in enumerate(self.parts):
            variant = np.where(self.eligible[i], part.grid.chain[self.picks[i]] + 1, LEFT_OUT)
            region = self.region(i)
            present = [int(v) for v in np.unique(variant[region])]
            names.append(present)
            sets.append(
                [
                    np.broadcast_to(onto(region & (variant == v), part.places, self.dims), self.possible.shape)
                    for v in present
                ]
            )
        flat = np.array([row.reshape(-1) for rows in sets for row in rows], dtype=np.bool_)
        columns = flat[:, self.possible.reshape(-1)]
        for column in np.unique(columns, axis=1).T:
            rest = iter(column.tolist())
            yield [[v for v in present if next(rest)] for present in names]
