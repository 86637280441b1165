"""Hours, special days and shifts as an admin types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.timetable import read_dated, read_shifts, read_week, write_dated, write_shifts, write_week
from knowledge.errors import Invalid
from knowledge.importers.sample import load_sample
from knowledge.model import Period, Shift

OFFICES = list(load_sample().offices.values())


def test_a_week_with_two_stretches_a_day_and_a_summer_saturday() -> None:
    found = read_week("周一至周五 08:30-12:00、14:00-17:30\n\n6月1日至9月30日 周六 9:00-12:00")
    assert found == (
        Period(days=(1, 2, 3, 4, 5), start="08:30", end="12:00"),
        Period(days=(1, 2, 3, 4, 5), start="14:00", end="17:30"),
        Period(days=(6,), start="09:00", end="12:00", from_="06-01", until="09-30"),
    )


@pytest.mark.parametrize(
    "line", ["星期一到星期五：08:30~12:00，14:00~17:30", "礼拜一至礼拜五 8:30到12:00,14:00到17:30"]
)
def test_other_ways_to_write_the_same_week(line: str) -> None:
    assert read_week(line) == read_week("周一至周五 08:30-12:00、14:00-17:30")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("周一至周五 08:30-12:00\n每天都开", "第2行"),
        ("周五至周一 08:30-12:00", "第1行"),
        ("周一 12:00-08:30", "第1行"),
        ("周一 08:30-12:00、11:00-13:00", "第1行"),
        ("周一 08:30-25:00", "第1行"),
        ("2月30日至3月1日 周一 08:30-12:00", "2月30日"),
        ("周一 08:30-12:00 大概吧", "第1行"),
    ],
)
def test_a_week_that_cannot_be_read_is_refused_with_its_line(text: str, line: str) -> None:
    with pytest.raises(Invalid, match=line):
        read_week(text)


def test_a_special_day_is_open_for_a_while_or_shut() -> None:
    shut, opened = read_dated("2026-12-31 关门 停电检修\n2027-01-02 09:00-11:30 年初加班")
    assert (shut.periods, shut.reason) == ((), "停电检修")
    assert [(p.start, p.end) for p in opened.periods] == [("09:00", "11:30")]


@pytest.mark.parametrize(
    "text", ["2026-12-31", "2026-12-31 关门", "2026-13-01 关门 写错了", "后天 关门 停电", "2026-12-31 09:00-11:00"]
)
def test_a_special_day_needs_a_date_what_happens_and_a_reason(text: str) -> None:
    with pytest.raises(Invalid):
        read_dated(text)


def test_one_day_in_two_lines_is_refused() -> None:
    with pytest.raises(Invalid, match="2026-12-31"):
        read_dated("2026-12-31 关门 停电\n2026-12-31 09:00-11:00 又来电了")


def test_shifts_by_week_and_by_date() -> None:
    weekly, dated = read_shifts("周一至周五 08:30-12:00 2人\n2026-12-31 1人 培训")
    assert (weekly.staffed, weekly.days, weekly.on) == (2, (1, 2, 3, 4, 5), None)
    assert (dated.staffed, str(dated.on), dated.start, dated.end, dated.note) == (
        1, "2026-12-31", "00:00", "24:00", "培训",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["2人", "周一 08:30-12:00", "周一 两人", "周一 上午 2人"])
def test_a_shift_needs_a_day_and_a_number(text: str) -> None:
    with pytest.raises(Invalid):
        read_shifts(text)


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.slug)
def test_the_hours_of_every_sample_office_survive_writing_and_reading(office) -> None:  # type: ignore[no-untyped-def]
    assert set(read_week(write_week(office.periods))) == set(office.periods)
    assert read_dated(write_dated(office.exceptions)) == tuple(sorted(office.exceptions, key=lambda it: it.on))
    assert [read_shifts(write_shifts(c.shifts)) for c in office.counters] == [c.shifts for c in office.counters]


days = st.sets(st.integers(1, 7), min_size=1).map(lambda found: tuple(sorted(found)))
minutes = st.integers(0, 24 * 60).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] < span[1])


@given(days, spans, st.integers(0, 99), st.dates())
def test_any_shift_survives_writing_and_reading(days, span, staffed, on) -> None:  # type: ignore[no-untyped-def]
    shifts = (
        Shift(staffed=staffed, days=days, start=span[0], end=span[1]),
        Shift(staffed=staffed, on=on.replace(year=2027), note="培训"),
    )
    assert read_shifts(write_shifts(shifts)) == shifts
