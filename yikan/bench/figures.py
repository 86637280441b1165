"""What a benchmark reports: figures with their floors, and how times become figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One measured value. `target` None: only shown, nothing is required. `rivals`: the same by others, same run."""

    key: str
    label: str
    value: float
    unit: str = "ms"
    target: float | None = None
    more_is_better: bool = False
    rivals: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target

    def plain(self) -> dict[str, Any]:
        """For `--json`."""
        return {**asdict(self), "met": self.met}


def percentile(milliseconds: Sequence[float], share: float) -> float:
    """`share` 95: the time that 95 of 100 stay below."""
    return float(np.percentile(milliseconds, share))


def times(ask: Callable[[T], object], items: Iterable[T]) -> list[float]:
    """Milliseconds of every single call."""
    took = []
    for item in items:
        start = perf_counter()
        ask(item)
        took.append((perf_counter() - start) * 1000)
    return took
