"""What is missing to a threshold: in its unit, the smallest first, and never of what is no threshold to grow to."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.gaps import gaps
from knowledge.model import All, AnyOf, Fact, Not
from knowledge.model import Test as Compared

ON = date(2026, 12, 2)
FACTS = {
    "months": Fact(id="months", type="number", question="几个月？", why="看住了多久", unit="个月"),
    "years": Fact(id="years", type="number", question="几年？", why="看交了多久", unit="年"),
    "income": Fact(id="income", type="number", question="多少钱？", why="看收入", unit="元"),
    "age": Fact(id="age", type="number", question="多大？", why="看年龄", unit="岁"),
    "born": Fact(id="born", type="date", question="哪天生？", why="看年龄", coarser="age"),
}
HALF_YEAR = Compared(fact="months", op=">=", value=6)
FIFTEEN = Compared(fact="years", op=">=", value=15)
SIXTY = Compared(fact="born", op="<=", value="today-60y")


@pytest.mark.parametrize(("has", "lacks"), [(1, 5), (5, 1), (6, None), (9, None), (None, None)])
def test_a_number_below_the_threshold_lacks_the_difference(has: float | None, lacks: float | None) -> None:
    found = gaps(HALF_YEAR, {"months": has}, FACTS, ON)
    assert [gap.lacks for gap in found] == ([] if lacks is None else [lacks])


def test_of_several_ways_the_nearest_comes_first() -> None:
    either = AnyOf(any=(FIFTEEN, HALF_YEAR))
    assert [gap.fact for gap in gaps(either, {"months": 5, "years": 3}, FACTS, ON)] == ["months", "years"]


def test_too_much_of_something_is_no_gap() -> None:
    poor = All(all=(Compared(fact="income", op="<", value=780), Not(not_=HALF_YEAR)))
    assert gaps(poor, {"income": 2000, "months": 2}, FACTS, ON) == []


def test_a_birthday_tells_the_day_and_an_age_the_years() -> None:
    assert gaps(SIXTY, {"born": date(1967, 3, 8)}, FACTS, ON)[0].on == date(2027, 3, 8)
    assert gaps(SIXTY, {"age": 58}, FACTS, ON)[0].lacks == 2
    assert gaps(SIXTY, {"born": date(1966, 12, 2)}, FACTS, ON) == []
