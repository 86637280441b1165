"""Staffing by period, durations by case, the order of a queue, the status machine. No database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.calendar import ZONE, Calendar
from knowledge.durations import lengths_of
from knowledge.model import Fact, Service
from knowledge.queueing import due, estimate, fits
from knowledge.rules import Rules
from knowledge.slots import runs, starts, supply, visit_of
from knowledge.steps import FIRST, STATUSES, diagram, may
from tests.knowledge.test_slots import DAY, ONE, office

DOC = Path(__file__).parents[2] / "docs" / "appointments.md"
CALENDAR = Calendar()


def at(clock: str) -> datetime:
    return datetime.combine(DAY, datetime.strptime(clock, "%H:%M").time(), ZONE)


def free(*shifts: dict[str, Any], on: date = DAY) -> dict[str, int]:
    of = office({"name": "综合", "staffed": 2, "shifts": list(shifts)}, periods=WEEK)
    found = starts(of, ONE, on, CALENDAR)
    return {f"{start.start:%H:%M}": runs(start, {c.id: c.capacity for c in start.cells}) for start in found}


WEEK = [{"days": [1, 2, 3, 4, 5, 6], "start": "09:00", "end": "11:00"}]


def test_a_shift_says_how_many_work_then() -> None:
    assert free({"staffed": 5, "start": "09:40", "end": "10:20"}) == {"09:00": 2, "09:40": 5, "10:20": 2}


def test_nobody_at_the_counter_means_no_times() -> None:
    assert free({"staffed": 0, "end": "10:00"}) == {"10:20": 2}
    assert free({"staffed": 0, "days": [6]}, on=date(2026, 11, 28)) == {}


def test_a_shift_of_one_date_beats_that_of_the_week() -> None:
    week, day = {"staffed": 1}, {"staffed": 4, "on": DAY.isoformat()}
    assert set(free(week, day).values()) == {4}
    assert set(free(week, day, on=DAY + timedelta(days=1)).values()) == {1}


def test_a_make_up_saturday_is_staffed_like_a_monday() -> None:
    shifts = ({"staffed": 7, "days": [1]}, {"staffed": 1, "days": [6]})
    assert set(free(*shifts, on=date(2026, 10, 10)).values()) == {7}
    assert set(free(*shifts, on=date(2026, 10, 17)).values()) == {1}


def test_a_closure_cuts_the_day_in_two() -> None:
    shut = {"start": at("09:30").isoformat(), "end": at("10:00").isoformat(), "reason": "停电"}
    assert [cell[-14:] for cell in supply(office(periods=WEEK, closures=[shut]), DAY, CALENDAR)] == [
        "202611241000~综合"[-14:]
    ]


CASES = Service.model_validate(
    {
        "code": "long-or-short",
        "name": "事",
        "source": "某",
        "duration": 1,
        "scenarios": [
            {"id": "shop", "name": "开店", "when": {"fact": "shop", "op": "=", "value": True}, "duration": 3},
            {
                "id": "old",
                "name": "老人",
                "when": {"fact": "birth_date", "op": "<=", "value": "today-60y"},
                "duration": 2,
            },
        ],
    }
)
FACTS = {
    "shop": Fact(id="shop", type="bool", question="开店吗", why="要多看一份"),
    "birth_date": Fact(id="birth_date", type="date", question="哪天生的", why="看年龄"),
}


@pytest.mark.parametrize(
    ("given", "scenario", "length"),
    [
        ({}, None, 1),
        ({"shop": None}, None, 1),
        ({"shop": True}, None, 3),
        ({"birth_date": "1960-01-01"}, None, 2),
        ({"birth_date": "1966-11-25"}, None, 1),
        ({"birth_date": "1960-01-01", "shop": True}, None, 3),
        ({}, "old", 2),
        ({}, "unknown", 1),
    ],
)
def test_the_case_decides_how_long_a_visit_is(given: dict[str, Any], scenario: str | None, length: int) -> None:
    lengths = lengths_of([CASES], given, FACTS, DAY, scenario)
    assert lengths == (length,) and visit_of([CASES], lengths)[0].length == length


def test_the_line_is_by_the_hour_people_stand_for() -> None:
    rules = Rules()
    assert due(at("09:40"), at("10:00"), False, rules) == at("09:45")
    assert due(at("09:50"), None, False, rules) == at("09:50")
    assert due(at("09:50"), None, True, rules) == at("09:40")
    assert due(at("10:16"), at("10:00"), False, rules) == at("10:16")  # too late for the appointment
    assert due(at("10:15"), at("10:00"), False, rules) == at("09:45")


def test_a_counter_calls_whom_it_can_serve() -> None:
    of = office({"name": "综合"}, {"name": "户籍", "skills": ["police"]})
    assert [fits(skills, "户籍", of) for skills in ([], [None], ["police"], ["police", None])] == [
        False,
        False,
        True,
        False,
    ]
    assert all(fits(skills, "综合", of) for skills in ([], [None], ["police"]))


def test_the_wait_is_told_only_when_something_is_known() -> None:
    ten = [timedelta(minutes=10)] * 3
    assert estimate(4, ten, 2, Rules()) == 20
    assert estimate(4, ten[:2], 2, Rules()) is None
    assert estimate(4, ten, 0, Rules()) is None
    assert estimate(0, [], 1, Rules()) == 0


def test_every_status_can_be_reached_and_ends_stay_ends() -> None:
    reached = {FIRST}
    for _ in STATUSES:
        reached |= {after for before in reached for after in STATUSES if may(before, after)}
    assert reached == set(STATUSES)
    assert not any(may(end, after) for end in ("finished", "missed", "cancelled") for after in STATUSES)


def test_the_diagram_in_the_documentation_is_the_one_of_the_code() -> None:
    assert f"```mermaid\n{diagram()}```" in DOC.read_text("utf-8")
