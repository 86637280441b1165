"""Make-up Saturdays, years without a notice, midnight, and the zone of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.bookable import time_refusal, window
from knowledge.calendar import ZONE, Calendar, legal_holidays, opening
from knowledge.errors import Invalid
from knowledge.importers.holidays import read_holidays
from knowledge.importers.sample import load_sample
from knowledge.model import CalendarDay
from knowledge.rules import Rules
from knowledge.store.refusals import opening_text
from tests.knowledge.test_calendar import office

MAKE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
BARE = Calendar()
SAMPLE = Calendar(load_sample().calendar)


@pytest.mark.parametrize("calendar", [BARE, SAMPLE], ids=["published", "ours"])
@pytest.mark.parametrize("on", MAKE_UP)
def test_make_up_days_of_2026_are_worked_with_the_hours_of_a_monday(calendar: Calendar, on: str) -> None:
    day = date.fromisoformat(on)
    assert calendar.day(day).kind == "extra" and opening(office(), day, calendar)


@pytest.mark.parametrize("calendar", [BARE, SAMPLE], ids=["published", "ours"])
def test_2026_has_thirty_three_days_off_and_no_other(calendar: Calendar) -> None:
    year = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    off = [day for day in year if calendar.day(day).kind == "holiday"]
    assert (len(off), off[0], off[-1]) == (33, date(2026, 1, 1), date(2026, 10, 7))
    assert [str(day) for day in year if calendar.day(day).kind == "extra"] == MAKE_UP


def test_the_days_of_the_law_are_known_before_any_notice() -> None:
    assert legal_holidays(2027)[date(2027, 2, 5)] == ("春节", 4)  # the eve
    assert legal_holidays(2028)[date(2028, 4, 4)] == ("清明节", 1)
    new_year = BARE.day(date(2027, 1, 1))
    assert (new_year.kind, new_year.confirmed) == ("holiday", False)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_nothing_is_booked_across_a_holiday_nobody_has_settled() -> None:
    now, rules = at("2026-12-21T09:00"), Rules()
    assert time_refusal(at("2026-12-28T09:00"), rules, BARE, now) is None
    for day in ("2026-12-29", "2027-01-04"):  # a notice may begin the holiday some days before
        assert time_refusal(at(f"{day}T09:00"), rules, BARE, now) == "beyond-horizon"
    assert "元旦" in opening_text(date(2027, 1, 4), rules, BARE, now)


@pytest.mark.parametrize("kind", ["confirmed", "holiday"])
def test_a_notice_or_an_admin_settles_it(kind: str) -> None:
    day = CalendarDay.model_validate({"on": "2027-01-01", "kind": kind, "name": "元旦", "source": "某人"})
    calendar, now = Calendar([day]), at("2026-12-21T09:00")
    assert time_refusal(at("2027-01-04T09:00"), Rules(), calendar, now) is None
    assert calendar.day(date(2027, 1, 1)).kind == "holiday"
    assert calendar.settled(2027) == (kind == "holiday")


def test_confirming_one_holiday_leaves_the_next_in_doubt() -> None:
    day = CalendarDay(on=date(2027, 1, 1), kind="confirmed", name="元旦", source="某人")
    assert Calendar([day]).doubtful(date(2026, 12, 21), date(2027, 2, 3)) == date(2027, 2, 5)


def test_a_local_closure_is_no_notice_for_the_year() -> None:
    shut = CalendarDay(on=date(2027, 3, 1), kind="closure", name="搬家", source="大厅", office="hall")
    assert not Calendar([shut]).settled(2027)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-23T23:59:59", "2026-11-24"),
        ("2026-11-24T00:00:00", "2026-11-25"),
        ("2026-12-31T23:59:59", "2027-01-01"),
    ],
)
def test_tomorrow_begins_at_midnight_in_shanghai(now: str, first: str) -> None:
    assert window(Rules(), BARE, at(now))[0] == date.fromisoformat(first)
    assert window(Rules(), BARE, at(now).astimezone(UTC))[0] == date.fromisoformat(first)


PROBE = """
from datetime import datetime, UTC
from api.clock import Clock
from knowledge.calendar import Calendar
from knowledge.importers.sample import load_sample
from knowledge.release import window
from knowledge.slots import Need, starts
sample = load_sample()
calendar = Calendar(sample.calendar)
now = Clock(datetime(2026, 2, 13, 16, 30, tzinfo=UTC)).now()
first, last = window(sample.rules, calendar, now)
one = starts(sample.offices["office-county"], (Need(None, 1),), now.date(), calendar)
print(now.isoformat()[:16], first, last, one[0].id, one[0].start.isoformat(), len(one))
"""


def test_the_zone_of_the_machine_changes_nothing() -> None:
    """Half past midnight in Shanghai on a make-up Saturday, as seen from three machines."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PROBE], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("UTC", "America/New_York", "Asia/Shanghai")
    }
    assert len(told) == 1
    assert told.pop().startswith("2026-02-14T00:30 2026-02-15 ")


def notice(tmp_path: Path, **fields: object) -> Path:
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
    ]
    path = tmp_path / "2027.json"
    path.write_text(json.dumps({"year": 2027, "papers": ["https://example.org/a"], "days": days, **fields}), "utf-8")
    return path


def test_a_notice_becomes_days_of_the_calendar(tmp_path: Path) -> None:
    off, worked = read_holidays(notice(tmp_path))
    assert (off.kind, off.name, off.source) == ("holiday", "元旦", "https://example.org/a")
    assert (worked.kind, worked.name) == ("workday", "元旦调休上班")


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": []},
        {"days": [{"name": "元旦", "date": "2027-13-01", "isOffDay": True}]},
        {"days": [{"name": "元旦", "date": "2029-01-01", "isOffDay": True}]},
        {"days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": "yes"}]},
        {"days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}] * 2},
        {"year": None},
    ],
)
def test_a_notice_that_makes_no_sense_is_refused_whole(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_holidays(notice(tmp_path, **wrong))
