"""Cutting every fact a service uses into cells: inside one cell, every condition answers alike.

Thresholds cut numbers and dates into intervals, options that no condition tells apart fall together. All
combinations of cells are the partitions over which outcome, trips and evidences are computed exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.conditions import compare, operands, years_before
from knowledge.errors import Invalid, UnknownFact
from knowledge.model import Fact, Test

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Span:
    """A closed interval of numbers or dates; open sides are expressed by the neighbouring point cells."""

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: Span) -> bool:
        """Whether the two intervals share a value."""
        if self.low > other.high or other.low > self.high:
            return False
        if self.low == other.high and (self.low_open or other.high_open):
            return False
        return not (other.low == self.high and (other.low_open or self.high_open))


@dataclass(frozen=True)
class Cell:
    """Values that all conditions treat alike. `options` for bool and choice, `spans` for number and date."""

    sample: Any
    options: tuple[Any, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def weight(self) -> int:
        return len(self.options) or 1


@dataclass(frozen=True)
class Axis:
    """One fact of one subject, as its cells. `key` is `id` or `id@subject`."""

    key: str
    fact: Fact
    cells: tuple[Cell, ...]
    truth: Mapping[str, tuple[bool, ...]]  # test key -> truth in each cell

    def mask(self, value: Any, on: date) -> int:
        """Bit set of the cells a given value can lie in. Raises UnknownFact for a value the fact does not have."""
        if self.fact.type in ("bool", "choice"):
            bits = sum(1 << i for i, cell in enumerate(self.cells) if _among(value, cell.options))
        else:
            span = _exact(self.fact, value)
            bits = self._meeting(span)
        if not bits:
            raise _unknown_value(self.key, value)
        return bits

    def mask_of_age(self, age: int, on: date) -> int:
        """Cells a birth date can lie in, when only the completed years of life are known."""
        span = Span(years_before(on, age + 1), years_before(on, age), low_open=True)
        return self._meeting(span)

    def _meeting(self, span: Span) -> int:
        return sum(1 << i for i, cell in enumerate(self.cells) if any(s.meets(span) for s in cell.spans))

    @property
    def full(self) -> int:
        return (1 << len(self.cells)) - 1


def _among(value: Any, options: tuple[Any, ...]) -> bool:
    return any(type(value) is type(option) and value == option for option in options)


def _unknown_value(key: str, value: Any) -> UnknownFact:
    return UnknownFact(
        f"“{key}”没有“{value}”这个答案，请从给出的选项里选。", errors=[{"field": key, "detail": str(value)}]
    )


def _exact(fact: Fact, value: Any) -> Span:
    try:
        point = parse_value(fact, value)
    except (ValueError, TypeError) as error:
        raise _unknown_value(fact.id, value) from error
    return Span(point, point)


def parse_value(fact: Fact, value: Any) -> Any:
    """A JSON value as the fact's own type; ValueError or TypeError when it is none."""
    if fact.type == "date":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if fact.type == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(value)
        if (fact.minimum is not None and value < fact.minimum) or (fact.maximum is not None and value > fact.maximum):
            raise ValueError(value)
        return float(value)
    return value


def test_key(test: Test) -> str:
    return f"{test.fact} {test.op} {test.value}"


def cut(key: str, fact: Fact, tests: Iterable[Test], on: date) -> Axis:
    """The cells of one fact under the comparisons made with it."""
    wanted = list({test_key(test): test for test in tests}.values())
    if fact.type == "bool":
        pieces = [Cell(value, options=(value,)) for value in (True, False)]
    elif fact.type == "choice":
        pieces = [Cell(option.value, options=(option.value,)) for option in fact.options]
        _check_options(key, fact, wanted)
    else:
        pieces = _intervals(fact, wanted, on)
    rows = {test_key(t): [compare(t.op, c.sample, operands(t, fact.type, on)) for c in pieces] for t in wanted}
    return _merged(key, fact, pieces, rows)


def _check_options(key: str, fact: Fact, tests: list[Test]) -> None:
    known = {option.value for option in fact.options}
    for test in tests:
        values = test.value if isinstance(test.value, (list, tuple)) else [test.value]
        if missing := [value for value in values if value not in known]:
            raise Invalid(f"条件引用了“{key}”没有登记的选项{missing}，请改成 {sorted(known)} 之一。")


def _intervals(fact: Fact, tests: list[Test], on: date) -> list[Cell]:
    points = sorted({value for test in tests for value in operands(test, fact.type, on)})
    if fact.type == "date":
        low, high = min([EARLIEST, *points]), max([LATEST, *points])
    else:
        low = fact.minimum if fact.minimum is not None else min([0.0, *points]) - 1
        high = fact.maximum if fact.maximum is not None else max([0.0, *points]) + 1_000_000
    cells: list[Cell] = []
    start: Any = low
    open_start = False
    for point in points:
        if start < point:
            cells += _between(fact, start, point, open_start)
        if low <= point <= high:
            cells.append(Cell(point, spans=(Span(point, point),)))
        start, open_start = point, True
    return cells + (_between(fact, start, high, open_start, closed_end=True) if start < high else [])


def _between(fact: Fact, low: Any, high: Any, low_open: bool, closed_end: bool = False) -> list[Cell]:
    """The open stretch between two cut points, left out where it holds no value (neighbouring days)."""
    if fact.type == "date":
        sample = low + timedelta(days=1) if low_open else low
        if sample > high or (sample == high and not closed_end):
            return []
    else:
        sample = (low + high) / 2 if low_open or closed_end else low
    return [Cell(sample, spans=(Span(low, high, low_open=low_open, high_open=not closed_end),))]


def _merged(key: str, fact: Fact, pieces: list[Cell], rows: dict[str, list[bool]]) -> Axis:
    """Cells with the same answers to every comparison become one."""
    groups: dict[tuple[bool, ...], list[int]] = {}
    for index in range(len(pieces)):
        groups.setdefault(tuple(row[index] for row in rows.values()), []).append(index)
    cells = tuple(
        Cell(
            pieces[members[0]].sample,
            options=tuple(option for i in members for option in pieces[i].options),
            spans=tuple(span for i in members for span in pieces[i].spans),
        )
        for members in groups.values()
    )
    truth = {name: tuple(row[members[0]] for members in groups.values()) for name, row in rows.items()}
    return Axis(key, fact, cells, truth)
