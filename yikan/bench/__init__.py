"""Benchmarks: one module per benchmark, named as on the command line, with `measure(say) -> list[Figure]`.

Every figure stands against its floor: what is required, and where there are rivals, what they reached in the same run.
A module put here is found by `yikan bench` without being entered anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from yikan.bench.figures import Figure

NAMES = ("search", "turn", "booking", "assessment")

Say = Callable[[str], None]  # shows what is being done now
Measure = Callable[[Say], list[Figure]]


def available() -> dict[str, Measure]:
    """The benchmarks that exist, by name, in the order of the contract."""
    found = [name for name in NAMES if find_spec(f"{__name__}.{name}")]
    return {name: import_module(f"{__name__}.{name}").measure for name in found}
