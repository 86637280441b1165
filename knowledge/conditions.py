"""Conditions over facts: what they mention, and what they say (true, false or unknown: Kleene).

Dates in a condition may be relative to the day of assessment: `today`, `today-80y`, `today+3m`, `today-15d`,
and `0831-6y`: 31 August of the assessment's year, six years earlier.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from knowledge.errors import Invalid
from knowledge.model import All, AnyOf, Condition, Not, Test

_RELATIVE = re.compile(r"^(today|\d{4})(?:([+-]\d+)([ymd]))?$")


def tests_in(condition: Condition | None) -> Iterator[Test]:
    """Every single comparison inside a condition, in the order it is written."""
    match condition:
        case None:
            return
        case Test():
            yield condition
        case All(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from tests_in(part)
        case Not(not_=part):
            yield from tests_in(part)


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier (later when negative); 29 February becomes the 28th."""
    year = day.year - years
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def _months_after(day: date, months: int) -> date:
    """The same day of another month. The last day of a month stays the last one: a term of months whose day the month
    does not have ends on its last day (民法典第二百零二条), so on 28 February three months before 31 May have begun.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))


def resolve_date(value: object, on: date) -> date:
    """A date of a condition as a date: absolute, ISO text, or relative to `on`."""
    if isinstance(value, date):
        return value
    text = str(value)
    found = _RELATIVE.match(text)
    if found is None:
        return date.fromisoformat(text)
    base = on if found[1] == "today" else date(on.year, int(found[1][:2]), int(found[1][2:]))
    if found[2] is None:
        return base
    amount = int(found[2])
    if found[3] == "y":
        return years_before(base, -amount)
    return _months_after(base, amount) if found[3] == "m" else base + timedelta(days=amount)


def operands(test: Test, kind: str, on: date) -> list[Any]:
    """The values a comparison names, typed like the fact: dates resolved, numbers as float."""
    raw = test.value if isinstance(test.value, (list, tuple)) else [test.value]
    if kind == "date":
        return [resolve_date(value, on) for value in raw]
    if kind == "number":
        return [float(value) for value in raw]
    return list(raw)


def compare(op: str, value: Any, against: list[Any]) -> bool:
    """`value op against`; `between` is inclusive on both sides."""
    match op:
        case "=":
            return bool(value == against[0])
        case "!=":
            return bool(value != against[0])
        case "<":
            return bool(value < against[0])
        case "<=":
            return bool(value <= against[0])
        case ">":
            return bool(value > against[0])
        case ">=":
            return bool(value >= against[0])
        case "in":
            return value in against
        case "between":
            return bool(against[0] <= value <= against[1])
    raise Invalid(f"条件里有不认识的比较符“{op}”，请改成 = != < <= > >= in between 之一。")


Verdict = tuple[bool | None, tuple[str, ...]]


def decide(condition: Condition, truth: Callable[[Test], bool | None]) -> Verdict:
    """Kleene value of a condition, and the facts that decided it (or, when unknown, the facts still missing)."""
    match condition:
        case Test():
            return truth(condition), (condition.fact,)
        case Not(not_=part):
            value, because = decide(part, truth)
            return (None if value is None else not value), because
        case All(all=parts):
            return _combine([decide(part, truth) for part in parts], stop=False)
        case AnyOf(any=parts):
            return _combine([decide(part, truth) for part in parts], stop=True)


def _combine(verdicts: list[Verdict], stop: bool) -> Verdict:
    """`stop` is the value that settles it alone: false for all, true for any."""
    for value, because in verdicts:
        if value is stop:
            return stop, because
    if any(value is None for value, _ in verdicts):
        return None, _merge([because for value, because in verdicts if value is None])
    return (not stop), _merge([because for _, because in verdicts])


def _merge(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for facts in lists for fact in facts))
