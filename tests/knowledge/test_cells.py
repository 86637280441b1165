"""A table without its noughts counts like the full one."""

from __future__ import annotations

import numpy as np

from knowledge.search.cells import Full, Sparse

LINES = [[(0, 0.5), (2, 1.0)], [], [(1, 0.25), (0, 2.0)], [(2, 3.0)]]
PICKED = np.array([True, False, True, True])


def _full() -> Full:
    numbers = np.zeros((4, 4), np.float32)
    for row, line in enumerate(LINES):
        for column, value in line:
            numbers[row, column] = value
    return Full.of(numbers)


def test_both_give_the_same_products() -> None:
    weights = np.arange(15, dtype=np.float32).reshape(5, 3)
    slopes = np.arange(12, dtype=np.float32).reshape(4, 3)
    sparse = Sparse.of(LINES, 4)
    assert np.allclose(sparse @ weights, _full() @ weights)
    assert np.allclose(sparse.back(slopes), _full().back(slopes))


def test_some_of_the_rows_are_a_table_of_their_own() -> None:
    weights = np.arange(10, dtype=np.float32).reshape(5, 2)
    assert np.allclose(Sparse.of(LINES, 4).picked(PICKED) @ weights, _full().picked(PICKED) @ weights)
    assert np.allclose(
        Sparse.of(LINES, 4).picked(PICKED).back(np.ones((3, 2), np.float32)),
        _full().picked(PICKED).back(np.ones((3, 2), np.float32)),
    )
