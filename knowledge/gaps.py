"""How much is missing to a threshold that is not reached yet: 住了5个月 of six, 交了13年 of fifteen, the day one is 60.

gaps(condition, given, facts, on) -> the gaps of what a condition wants, the smallest first

Only what grows by itself or by going on is counted (at least so many months, years, at least that old): who earns too
much is not told how much less it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.conditions import years_before
from knowledge.model import All, AnyOf, Condition, Fact, Test

_YEARS_AGO = re.compile(r"^today-(\d+)y$")
AT_LEAST, BEFORE = (">=", ">"), ("<=", "<")


@dataclass(frozen=True)
class Gap:
    """`has` and `wants` in `unit`; `on`: the day an age is reached, where the birthday is known."""

    fact: str
    has: float
    wants: float
    unit: str
    on: date | None = None

    @property
    def lacks(self) -> float:
        return self.wants - self.has


def gaps(condition: Condition | None, given: Mapping[str, Any], facts: Mapping[str, Fact], on: date) -> list[Gap]:
    """`given` are facts as they were checked; a coarser one (an age) counts for the finer."""
    found = [_gap(test, given, facts, on) for test in _wanted(condition)]
    return sorted((gap for gap in found if gap and gap.lacks > 0), key=lambda gap: gap.lacks)


def _wanted(condition: Condition | None) -> Iterator[Test]:
    """The comparisons that are wished to hold; what is only excluded is none of them."""
    match condition:
        case Test():
            yield condition
        case All(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from _wanted(part)


def _gap(test: Test, given: Mapping[str, Any], facts: Mapping[str, Fact], on: date) -> Gap | None:
    fact_id, at, subject = test.fact.partition("@")
    fact = facts[fact_id]
    if fact.type == "number" and test.op in AT_LEAST and _is_number(given.get(test.fact)):
        return Gap(test.fact, given[test.fact], float(test.value), fact.unit or "")
    years = _YEARS_AGO.match(str(test.value)) if fact.coarser and test.op in BEFORE else None
    if years is None or fact.coarser is None:
        return None
    coarser, unit = fact.coarser + at + subject, facts[fact.coarser].unit or ""
    return _of_age(test.fact, given.get(test.fact), given.get(coarser), int(years[1]), unit, on)


def _of_age(key: str, born: Any, age: Any, wants: int, unit: str, on: date) -> Gap | None:
    if born is not None:
        born = born if isinstance(born, date) else date.fromisoformat(str(born))
        if born > on:
            return None
        return Gap(key, _age(born, on), wants, unit, years_before(born, -wants))
    return Gap(key, age, wants, unit) if _is_number(age) else None


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
