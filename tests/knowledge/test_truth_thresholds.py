"""Both sides of every threshold have a case: the last value on one side, the first on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.catalogue import Snapshot
from knowledge.conditions import resolve_date
from knowledge.conditions import tests_in as comparisons_in
from knowledge.decision import base_fact, conditions_of
from knowledge.importers.sample import load_sample

FOLDER = Path(__file__).parent / "truth"
CODES = sorted(path.stem for path in (FOLDER.parents[2] / "knowledge/data/services").glob("*.yml"))
# Which neighbours of a threshold need a case, and how far from it such a case may lie (days or units).
SIDES = {"<=": "at above", ">": "at above", ">=": "below at", "<": "below at", "=": "at", "!=": "at", "between": "at"}
NEAR: dict[str, Callable[[float], bool]] = {
    "at": lambda distance: distance == 0,
    "above": lambda distance: 0 < distance <= 1,
    "below": lambda distance: -1 <= distance < 0,
}


@cache
def _sample() -> Snapshot:
    return load_sample()


def _thresholds(code: str) -> Iterator[tuple[str, str, Any]]:
    sample = _sample()
    for condition in conditions_of(sample.published[code].service):
        for test in comparisons_in(condition):
            if sample.facts[base_fact(test.fact)].type in ("number", "date"):
                for value in test.value if isinstance(test.value, (list, tuple)) else [test.value]:
                    yield test.fact, test.op, value


def _distance(fact: str, value: Any, case: dict[str, Any]) -> float | None:
    """Days or units from the threshold to the case; None where the case does not say."""
    given = case["facts"].get(fact)
    if given is None:
        return None
    if _sample().facts[base_fact(fact)].type == "number":
        return float(given) - float(value)
    on = date.fromisoformat(str(case.get("on") or "2026-11-21"))
    return float((date.fromisoformat(str(given)) - resolve_date(value, on)).days)


@pytest.mark.parametrize("code", CODES)
def test_each_threshold_has_a_case_at_or_just_inside_each_side(code: str) -> None:
    cases = yaml.safe_load((FOLDER / f"{code}.yml").read_text("utf-8"))
    missing = []
    for fact, op, value in dict.fromkeys((f, o, str(v)) for f, o, v in _thresholds(code)):
        found = [d for case in cases if (d := _distance(fact, value, case)) is not None]
        missing += [f"{fact} {op} {value}: {side}" for side in SIDES[op].split() if not any(map(NEAR[side], found))]
    assert not missing, "\n".join(missing)
