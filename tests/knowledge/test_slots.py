"""Slots from hours, counters and grain; which times a rule lets one book. No database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from knowledge.bookable import judge, near, offices_for, window
from knowledge.calendar import ZONE, Calendar
from knowledge.importers.sample import load_sample
from knowledge.model import Office
from knowledge.release import opens_at
from knowledge.rules import Quota, Release, Rules
from knowledge.slots import Need, Taken, choose, parse_slot, places_for, runs, starts

DAY = date(2026, 11, 24)
CALENDAR = Calendar()
ONE = (Need(None, 1),)


def office(*counters: dict[str, Any], **fields: Any) -> Office:
    base = {"slug": "hall", "name": "大厅", "kind": "county", "place": "town", "slot_minutes": 40}
    hours = [{"days": [2], "start": "09:00", "end": "11:10"}, {"days": [2], "start": "14:00", "end": "15:20"}]
    return Office.model_validate({**base, "periods": hours, "counters": counters or [{"name": "综合"}], **fields})


def times(of: Office, visit: tuple[Need, ...] = ONE) -> list[str]:
    return [f"{start.start:%H:%M}" for start in starts(of, visit, DAY, CALENDAR)]


def test_slots_follow_the_grain_and_leave_out_what_does_not_fit() -> None:
    assert times(office()) == ["09:00", "09:40", "10:20", "14:00", "14:40"]


def test_a_visit_of_two_slots_starts_only_where_both_fit() -> None:
    assert (
        times(office(), (Need(None, 2),))
        == times(office(), (Need(None, 1), Need(None, 1)))
        == [
            "09:00",
            "09:40",
            "14:00",
        ]
    )


def test_only_counters_with_the_skill_count_and_general_ones() -> None:
    of = office(
        {"name": "综合", "staffed": 2}, {"name": "户籍", "skills": ["police"]}, {"name": "婚姻", "skills": ["marriage"]}
    )
    for skill, places in ((None, 2), ("police", 3), ("marriage", 3), ("tax", 2)):
        start = starts(of, (Need(skill, 1),), DAY, CALENDAR)[0]
        assert runs(start, {cell.id: cell.capacity for cell in start.cells}) == places


def test_a_plain_service_goes_to_any_counter_where_there_is_no_general_one() -> None:
    assert times(office({"name": "户籍", "skills": ["police"]}))
    assert not times(office({"name": "户籍", "skills": ["police"]}), (Need("tax", 1),))


def test_a_counter_without_staff_gives_no_slots() -> None:
    assert times(office({"name": "综合", "staffed": 0})) == []


def test_a_run_stays_at_one_counter() -> None:
    start = starts(office({"name": "甲"}, {"name": "乙"}), (Need(None, 2),), DAY, CALENDAR)[0]
    crossed = {
        cell.id: int(("甲" in cell.id) == (cell.start.hour == 9 and cell.start.minute == 0)) for cell in start.cells
    }
    assert sum(crossed.values()) == 2  # one place free at each time, but at different counters
    assert (runs(start, crossed), choose(start, crossed)) == (0, None)


def test_slot_ids_can_be_read_back() -> None:
    assert parse_slot("hall~202611240900") == ("hall", datetime(2026, 11, 24, 9, 0, tzinfo=ZONE))


@pytest.mark.parametrize("wrong", ["", "hall", "hall~", "hall~202613240900", "hall~2026112409００", "hall~20261124090"])
def test_what_is_no_slot_id_is_seen(wrong: str) -> None:
    assert parse_slot(wrong) is None


def test_shares_of_desk_and_phone_are_rounded_down() -> None:
    now, quota = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE), Quota(desk=0.2, phone=0.1, release_hours=24)
    start = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
    assert [places_for("public", n, Taken(), start, now, quota) for n in (1, 4, 5, 10)] == [1, 4, 4, 7]
    assert places_for("public", 10, Taken(), start, start - timedelta(hours=24), quota) == 10


def test_what_the_desk_took_of_its_own_share_costs_residents_nothing() -> None:
    now, quota = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE), Quota(desk=0.2, phone=0.1)
    start = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)

    def left(taken: Taken) -> list[int]:
        return [places_for(channel, 10, taken, start, now, quota) for channel in ("public", "desk", "phone")]

    assert left(Taken()) == [7, 9, 8]
    assert left(Taken(used=2, desk=2)) == [7, 7, 8]
    assert left(Taken(used=8, phone=1)) == [0, 2, 0]


def test_the_bookable_days_run_from_tomorrow_to_the_tenth_working_day() -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    assert window(Rules(), CALENDAR, monday) == (date(2026, 11, 24), date(2026, 12, 7))


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-23T07:59", "2026-12-04"),  # Monday before eight: still Friday's window
        ("2026-11-23T08:00", "2026-12-07"),
        ("2026-11-28T12:00", "2026-12-11"),  # a Saturday opens nothing
        ("2026-11-30T08:00", "2026-12-14"),
    ],
)
def test_the_next_day_opens_at_the_hour_of_release(now: str, last: str) -> None:
    rules, at = Rules(release=Release(at="08:00")), datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert window(rules, CALENDAR, at)[1] == date.fromisoformat(last)
    following = date.fromisoformat(last) + timedelta(days=1)
    opens = opens_at(following, rules, CALENDAR, at)
    assert opens > at and window(rules, CALENDAR, opens)[1] >= following
    assert window(rules, CALENDAR, opens - timedelta(minutes=1))[1] < following


# --- the sample county -------------------------------------------------------------------------------------------

SAMPLE = load_sample()
BOOKABLE = [p.service.code for p in SAMPLE.published.values() if p.service.bookable]


@pytest.mark.parametrize("code", BOOKABLE)
def test_every_bookable_service_of_the_sample_county_has_times_for_the_whole_county(code: str) -> None:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    service, calendar = SAMPLE.published[code].service, Calendar(SAMPLE.calendar)
    offices = near(offices_for([service], SAMPLE, "qinghe", now), "qinghe", SAMPLE.places)
    visit = (Need(service.booking_skill, service.duration),)
    found = [s for o in offices for s in starts(o, visit, DAY, calendar)]
    assert found
    assert judge(found[0].id, [service], SAMPLE, calendar, now) == found[0]


def test_a_resident_of_a_village_is_offered_their_own_halls_nearest_first() -> None:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    for code in BOOKABLE:
        offices = near(
            offices_for([SAMPLE.published[code].service], SAMPLE, "liuxi-taoyuan", now), "liuxi-taoyuan", SAMPLE.places
        )
        kinds = [o.place for o in offices]
        own = [place for place in kinds if place in ("liuxi-taoyuan", "liuxi", "qinghe")]
        assert own == sorted(own, key=["liuxi-taoyuan", "liuxi", "qinghe"].index)
        assert not own or own == kinds
