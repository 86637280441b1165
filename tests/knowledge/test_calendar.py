"""When offices are open: holidays, make-up days, market days, seasons, exceptions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from knowledge.calendar import ZONE, Calendar, is_market_day, lunar_day, next_opening, open_now, opening
from knowledge.importers.sample import load_sample
from knowledge.model import CalendarDay, Office

WEEKDAYS = [{"days": [1, 2, 3, 4, 5], "start": "08:30", "end": "12:00"}]
NOTHING = Calendar()


def office(**fields: Any) -> Office:
    return Office.model_validate(
        {"slug": "hall", "name": "大厅", "kind": "township", "place": "town", "periods": WEEKDAYS, **fields}
    )


def hours(of: Office, on: date, calendar: Calendar = NOTHING) -> list[str]:
    return [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in opening(of, on, calendar)]


def day(on: str, kind: str, name: str = "某日", at: str | None = None) -> CalendarDay:
    return CalendarDay.model_validate({"on": on, "kind": kind, "name": name, "source": "通知", "office": at})


@pytest.mark.parametrize(
    "make_up", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
@pytest.mark.parametrize("own", [True, False], ids=["own rows", "chinesecalendar"])
def test_make_up_weekends_of_2026_are_open_like_a_weekday(make_up: str, own: bool) -> None:
    calendar = Calendar(load_sample().calendar if own else ())
    assert date.fromisoformat(make_up).isoweekday() > 5
    assert hours(office(), date.fromisoformat(make_up), calendar) == ["08:30-12:00"]
    assert calendar.day(date.fromisoformat(make_up)).kind == "extra"


@pytest.mark.parametrize(
    "holiday", ["2026-01-01", "2026-02-17", "2026-04-06", "2026-05-05", "2026-09-25", "2026-10-07"]
)
@pytest.mark.parametrize("own", [True, False], ids=["own rows", "chinesecalendar"])
def test_holidays_of_2026_are_closed(holiday: str, own: bool) -> None:
    calendar = Calendar(load_sample().calendar if own else ())
    assert hours(office(), date.fromisoformat(holiday), calendar) == []
    assert not calendar.is_workday(date.fromisoformat(holiday))


def test_our_own_days_agree_with_the_published_ones() -> None:
    own = Calendar(load_sample().calendar)
    for row in load_sample().calendar:
        assert own.day(row.on).is_workday == NOTHING.day(row.on).is_workday, row


def test_a_year_without_notice_goes_by_weekdays_and_says_so() -> None:
    unknown = NOTHING.day(date(2031, 10, 8))
    assert (unknown.kind, unknown.confirmed) == ("workday", False)
    assert NOTHING.day(date(2026, 11, 24)).confirmed


def test_our_own_row_beats_the_published_calendar() -> None:
    calendar = Calendar([day("2026-11-24", "holiday"), day("2026-11-28", "workday")])
    assert hours(office(), date(2026, 11, 24), calendar) == []
    assert hours(office(), date(2026, 11, 28), calendar) == ["08:30-12:00"]


def test_a_closure_of_one_office_leaves_the_others_open() -> None:
    calendar = Calendar([day("2026-11-24", "closure", at="hall")])
    assert hours(office(), date(2026, 11, 24), calendar) == []
    assert hours(office(slug="other"), date(2026, 11, 24), calendar) == ["08:30-12:00"]
    assert calendar.is_workday(date(2026, 11, 24))


def test_a_dated_opening_overrides_a_holiday() -> None:
    opened = {"on": "2026-10-02", "reason": "值班", "periods": [{"days": [5], "start": "09:00", "end": "11:00"}]}
    assert hours(office(exceptions=[opened]), date(2026, 10, 2)) == ["09:00-11:00"]


def test_a_dated_exception_without_periods_is_a_closed_day() -> None:
    assert hours(office(exceptions=[{"on": "2026-11-24", "reason": "搬家"}]), date(2026, 11, 24)) == []


def test_hours_follow_the_season() -> None:
    summer = {"days": [1, 2, 3, 4, 5], "start": "15:00", "end": "18:00", "from": "06-01", "until": "08-31"}
    winter = {"days": [1, 2, 3, 4, 5], "start": "13:30", "end": "17:00", "from": "10-01", "until": "04-30"}
    of = office(periods=[summer, winter])
    assert hours(of, date(2026, 8, 31)) == ["15:00-18:00"]
    assert hours(of, date(2026, 9, 1)) == []
    assert hours(of, date(2026, 1, 5)) == hours(of, date(2026, 10, 8)) == ["13:30-17:00"]


@pytest.mark.parametrize(
    ("on", "lunar"),
    [
        ("2026-02-17", 1),  # New Year
        ("2026-03-03", 15),  # the lantern festival
        ("2026-06-19", 5),  # dragon boat
        ("2026-09-25", 15),  # mid-autumn
        ("2025-07-25", 1),  # the first day of the leap sixth month
    ],
)
def test_the_lunar_day_is_that_of_the_festivals(on: str, lunar: int) -> None:
    assert lunar_day(date.fromisoformat(on)) == lunar


def test_market_days_come_twice_in_ten_lunar_days() -> None:
    of = office(market_days=[2, 7])
    found = [n for n in range(1, 31) if is_market_day(of, date(2026, 3, n))]
    assert [lunar_day(date(2026, 3, n)) for n in found] == [17, 22, 27, 2, 7, 12]
    assert not is_market_day(office(), date(2026, 3, found[0]))


def test_market_hours_reach_round_the_ordinary_ones_and_open_weekends() -> None:
    market = [{"days": [1, 2, 3, 4, 5, 6, 7], "start": "07:30", "end": "12:30"}]
    of = office(market_days=[2, 7], market_periods=market)
    assert lunar_day(date(2026, 11, 25)) == 17
    assert hours(of, date(2026, 11, 25)) == ["07:30-12:30"]
    assert hours(of, date(2026, 11, 26)) == ["08:30-12:00"]
    sunday = next(d for d in (date(2026, 11, n) for n in range(1, 31)) if d.isoweekday() == 7 and is_market_day(of, d))
    assert hours(of, sunday) == ["07:30-12:30"]


def test_the_last_minute_is_already_closed() -> None:
    of = office()
    assert open_now(of, datetime(2026, 11, 24, 8, 30, tzinfo=ZONE), NOTHING)
    assert not open_now(of, datetime(2026, 11, 24, 12, 0, tzinfo=ZONE), NOTHING)


def test_the_next_opening_is_after_the_holiday() -> None:
    following = next_opening(office(), datetime(2026, 9, 30, 15, 0, tzinfo=ZONE), NOTHING)
    assert following is not None and following.start == datetime(2026, 10, 8, 8, 30, tzinfo=ZONE)
    assert next_opening(office(periods=[]), datetime(2026, 9, 30, tzinfo=ZONE), NOTHING) is None


def test_ten_working_days_ahead_skip_the_golden_week() -> None:
    assert NOTHING.workdays_after(date(2026, 9, 28), 10) == date(2026, 10, 16)
