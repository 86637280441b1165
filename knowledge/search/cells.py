"""Tables of numbers to fit on: full ones, and those that are nearly all nought. Each has a last column of ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]


class Table(Protocol):
    """`table @ weights`; `back(slopes)` is its transpose @ slopes; `picked` has some of the rows."""

    @property
    def columns(self) -> int: ...

    def __matmul__(self, weights: Row) -> Row: ...

    def back(self, slopes: Row) -> Row: ...

    def picked(self, rows: NDArray[np.bool_]) -> Table: ...


@dataclass(frozen=True)
class Full:
    """Every number is kept."""

    numbers: Row

    @classmethod
    def of(cls, numbers: Row) -> Full:
        return cls(np.hstack([numbers, np.ones((len(numbers), 1), np.float32)]))

    @property
    def columns(self) -> int:
        return int(self.numbers.shape[1])

    def __matmul__(self, weights: Row) -> Row:
        found: Row = self.numbers @ weights
        return found

    def back(self, slopes: Row) -> Row:
        found: Row = self.numbers.T @ slopes
        return found

    def picked(self, rows: NDArray[np.bool_]) -> Full:
        return Full(self.numbers[rows])


@dataclass(frozen=True)
class Sparse:
    """Only what is not nought: `values[i]` stands in row `rows[i]` and column `at[i]`, row by row; no row is empty."""

    rows: NDArray[np.int64]
    at: NDArray[np.int64]
    values: Row
    columns: int

    @classmethod
    def of(cls, lines: Iterable[Iterable[tuple[int, float]]], columns: int) -> Sparse:
        """Lines of (column, value)."""
        cells = [(n, at, value) for n, line in enumerate(lines) for at, value in (*line, (columns, 1.0))]
        rows, ats, values = zip(*cells, strict=True)
        return cls(np.array(rows), np.array(ats), np.array(values, np.float32), columns + 1)

    def __matmul__(self, weights: Row) -> Row:
        return self._summed(self.rows, self.values[:, None] * weights[self.at])[1]

    def back(self, slopes: Row) -> Row:
        order = np.argsort(self.at, kind="stable")
        met, sums = self._summed(self.at[order], self.values[order, None] * slopes[self.rows[order]])
        found = np.zeros((self.columns, slopes.shape[1]), np.float32)
        found[met] = sums
        return found

    def picked(self, rows: NDArray[np.bool_]) -> Sparse:
        kept = rows[self.rows]
        return Sparse((np.cumsum(rows) - 1)[self.rows[kept]], self.at[kept], self.values[kept], self.columns)

    @staticmethod
    def _summed(keys: NDArray[np.int64], values: Row) -> tuple[NDArray[np.int64], Row]:
        """Each key once with the sum of its values; equal keys stand together."""
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        return keys[starts], np.add.reduceat(values, starts, axis=0)
