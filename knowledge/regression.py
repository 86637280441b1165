"""Logistic regression for the few places where signs are weighed rather than ruled. Pure numbers.

fitted(rows, right, worth) -> {sign: weight, "bias": weight}
left_out(rows, right, worth, group) -> chances   of every row, by weights fitted without its group
solved(table, right, worth) -> weights           the last column of the table is the constant
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
Rows = Sequence[Mapping[str, float]]

RIDGE = 1.0  # keeps the weights of signs that are seldom seen small
ROUNDS, ENOUGH = 50, 1e-8
FOLDS = 5


def fitted(rows: Rows, right: Sequence[bool], worth: Sequence[float]) -> dict[str, float]:
    """A logistic regression by Newton's steps; the same rows give the same weights. `worth`: what a row counts."""
    names = sorted(rows[0])
    weights = solved(_table(rows, names), np.asarray(right, float), np.asarray(worth))
    return {name: round(float(weight), 3) for name, weight in zip([*names, "bias"], weights, strict=True)}


def left_out(rows: Rows, right: Sequence[bool], worth: Sequence[float], group: Sequence[str]) -> Row:
    """`group`: what must not stand on both sides (the service in hand)."""
    return left_out_of(_table(rows, sorted(rows[0])), right, worth, group)


def left_out_of(table: Row, right: Sequence[bool], worth: Sequence[float], group: Sequence[str]) -> Row:
    """The same of a table whose last column is the constant."""
    wanted, counts = np.asarray(right, float), np.asarray(worth)
    fold = np.array([sorted(set(group)).index(one) % FOLDS for one in group])
    found = np.zeros(len(table))
    for number in range(FOLDS):
        here, rest = fold == number, fold != number
        found[here] = _shares(table[here] @ solved(table[rest], wanted[rest], counts[rest]))
    return found


def _table(rows: Rows, names: Sequence[str]) -> Row:
    return np.array([[*(row[name] for name in names), 1.0] for row in rows])


def _shares(sums: Row) -> Row:
    shares: Row = 1 / (1 + np.exp(-sums))
    return shares


def solved(table: Row, wanted: Row, worth: Row) -> Row:
    ridge = RIDGE * np.eye(table.shape[1])
    ridge[-1, -1] = 0.0  # the constant is free
    weights = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        shares = _shares(table @ weights)
        slope = table.T @ (worth * (shares - wanted)) + ridge @ weights
        bend = (table * (worth * shares * (1 - shares))[:, None]).T @ table + ridge
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < ENOUGH:
            break
    return weights
