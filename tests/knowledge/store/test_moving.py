"""Offices close and counters lose staff under people who have booked: nobody is left without a place or a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from knowledge.catalogue import Snapshot
from knowledge.errors import Refused
from knowledge.model import CalendarDay, Office, Place
from knowledge.store.booking import Book
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import transaction
from knowledge.store.moving import Outcome, change_supply, close_office
from knowledge.store.outbox import Events
from knowledge.store.reminders import REMINDERS
from knowledge.store.tables.outbox import OutboxRow
from tests.knowledge.store.conftest import NOW
from tests.knowledge.store.county import RULES, TODAY, TOMORROW, Desk, at, hall, service, slot


def seeded(session: Session, *offices: Office, **rules: Any) -> Snapshot:
    """The tiny county as a real catalogue, so that closing an office changes it for everybody."""
    places = [Place(slug="town", name="某镇", kind="township")]
    offices = offices or (hall({"name": "一号", "staffed": 2}),)
    offered = [{"place": office.slug, "level": "township"} for office in offices]
    kinds = [service(offerings=offered), service("long", duration=2, offerings=offered)]
    sample = Snapshot(
        stamp=0,
        published={},
        places={p.slug: p for p in places},
        offices={o.slug: o for o in offices},
        rules=RULES.model_copy(update=rules),
    )
    store = CatalogueStore(session)
    store.seed(sample, now=NOW)
    store.publish_import(kinds, "test", on=TODAY, now=NOW)
    return store.snapshot(TODAY)


def close(desk: Desk, start: datetime, end: datetime, then: str | None = None, now: datetime = NOW) -> Outcome:
    return close_office(
        desk.session, desk.vault, desk.snapshot, "hall", start, end, reason="停电", who="desk:林", now=now, then=then
    )


def staff(desk: Desk, number: int, then: str) -> Outcome:
    smaller = desk.snapshot.offices["hall"].model_copy(
        update={"counters": (desk.snapshot.offices["hall"].counters[0].model_copy(update={"staffed": number}),)}
    )
    return change_supply(
        desk.session, desk.vault, desk.snapshot, now=NOW, who="admin:王", reason="少了人", offices=[smaller], then=then
    )


def notices(session: Session) -> list[tuple[str, str | None]]:
    """What the hall has to say; reminders are another matter."""
    return [(row.kind, row.appointment_id) for row in told(session)]


def told(session: Session) -> list[OutboxRow]:
    said = select(OutboxRow).where(OutboxRow.kind.not_in(REMINDERS)).order_by(OutboxRow.id)
    return list(session.scalars(said))


def sound(session: Session) -> None:
    """What is counted is what is claimed, and never more than there is."""
    wrong = "SELECT count(*) FROM slot s WHERE used <> (SELECT count(*) FROM slot_claim c WHERE c.slot_id = s.id)"
    assert session.scalar(text(wrong)) == 0
    assert session.scalar(text("SELECT count(*) FROM slot WHERE used > capacity")) == 0


def test_a_closed_morning_moves_everybody_to_the_nearest_time_and_tells_them(session: Session) -> None:
    desk = Desk(session, seeded(session))
    made = [desk.book(slot("09:00"), name=name) for name in ("甲", "乙")]
    done = close(desk, at("08:00"), at("10:00"))
    assert [item.start for item in done.moved] == [at("10:00"), at("10:00")]
    assert {item.id for item in done.moved} == {item.id for item in made}
    assert [kind for kind, _ in notices(session)] == ["moved", "moved"]
    row = told(session)[0]
    assert row.data["reason"] == "停电" and len(row.data["alternatives"]) == 3
    assert [event.what for event in Events(session).of(made[0].id)] == ["booked", "moved"]
    sound(session)


def test_closing_again_tells_nobody_twice(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.book(slot("09:00"))
    close(desk, at("08:00"), at("10:00"))
    again = close(desk, at("08:00"), at("10:00"))
    assert (again.moved, again.cancelled, len(notices(session))) == ([], [], 1)


def test_whoever_cannot_be_moved_is_cancelled_with_notice(session: Session) -> None:
    desk = Desk(session, seeded(session))
    made = desk.book(slot("09:00"))
    done = close(desk, at("00:00"), at("00:00", days=60))
    assert (done.moved, [item.status for item in done.cancelled]) == ([], ["cancelled"])
    assert notices(session) == [("cancelled-by-office", made.id)]


def test_cancelling_on_purpose_offers_other_times(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.book(slot("09:00"))
    done = close(desk, at("08:00"), at("10:00"), "cancel")
    assert [item.status for item in done.cancelled] == ["cancelled"]
    (row,) = told(session)
    assert row.data["alternatives"] == [slot("10:00"), slot("10:30"), slot("11:00")]


def test_when_the_hall_is_full_the_hall_next_to_it_takes_people_over(session: Session) -> None:
    halls = (hall({"name": "一号"}), hall({"name": "一号"}, slug="annex", name="分厅"))
    desk = Desk(session, seeded(session, *halls))
    desk.book(slot("09:00"))
    (moved,) = close(desk, at("00:00"), at("23:59")).moved
    assert (moved.office, moved.start) == ("annex", at("09:00"))


def test_a_visitor_who_waits_in_the_hall_when_the_power_goes_is_moved_too(session: Session) -> None:
    desk = Desk(session, seeded(session))
    made = desk.book(slot("11:00"))
    desk.book_.appointments.step(made.id, "checked_in", now=at("10:45"))
    (moved,) = close(desk, at("10:50"), at("12:00"), now=at("10:50")).moved
    assert (moved.status, moved.start) == ("confirmed", at("09:00", days=2))


def test_a_person_with_another_visit_then_is_not_moved_onto_it(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.book(slot("09:00"))
    desk.book(slot("10:00"), "long")
    (moved,) = close(desk, at("08:00"), at("09:30")).moved
    assert moved.start == at("09:30")
    (again,) = close(desk, at("09:30"), at("10:00")).moved
    assert again.start == at("11:00")


def test_fewer_staff_than_booked_is_refused_and_nothing_changes(session: Session) -> None:
    desk = Desk(session, seeded(session))
    for name in ("甲", "乙"):
        desk.book(slot("09:00"), name=name)
    with pytest.raises(Refused), session.begin_nested():
        staff(desk, 1, "refuse")
    assert CatalogueStore(session).snapshot(TODAY).offices["hall"].counters[0].staffed == 2
    assert notices(session) == []


def test_fewer_staff_moves_only_those_who_no_longer_fit_the_last_to_book_first(session: Session) -> None:
    desk = Desk(session, seeded(session))
    first, last = (desk.book(slot("09:00"), name=name) for name in ("甲", "乙"))
    done = staff(desk, 1, "move")
    assert [(item.id, item.start) for item in done.moved] == [(last.id, at("09:30"))]
    assert desk.book_.appointments.by_code(first.code).start == at("09:00")
    assert session.scalar(text("SELECT capacity FROM slot WHERE start = (SELECT min(start) FROM slot)")) == 1
    sound(session)


def test_a_time_only_held_goes_before_an_appointment(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.hold(slot("09:00"), who="you")
    desk.book(slot("09:00"))
    done = staff(desk, 1, "move")
    assert (done.holds, done.moved) == (1, [])


def test_more_staff_gives_more_places_at_once(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.book(slot("09:00"))
    staff(desk, 5, "refuse")
    assert Desk(session, CatalogueStore(session).snapshot(TODAY)).free()["09:00"] == 4


def test_a_holiday_that_is_announced_moves_who_is_booked_on_it(session: Session) -> None:
    desk = Desk(session, seeded(session))
    desk.book(slot("09:00"))
    day = CalendarDay(on=TOMORROW, kind="holiday", name="某节", source="通知")
    done = change_supply(session, desk.vault, desk.snapshot, now=NOW, who="import", reason="放假", days=[day])
    assert [item.start for item in done.moved] == [at("09:00", days=2)]


def test_who_booked_from_an_old_view_of_the_hall_is_told_it_is_closed(session: Session) -> None:
    """Another process still has the catalogue of a moment ago: the write looks again."""
    desk = Desk(session, seeded(session))
    old = Desk(session, desk.snapshot)
    close(desk, at("08:00"), at("10:00"))
    with pytest.raises(Refused) as error:
        old.book(slot("09:00"), name="迟来")
    assert error.value.name == "closed-day"


def test_a_visit_may_not_reach_into_a_closure(session: Session) -> None:
    shut = [{"start": at("10:00").isoformat(), "end": at("11:00").isoformat(), "reason": "停电"}]
    desk = Desk(session, seeded(session, hall({"name": "一号"}, closures=shut)))
    assert list(desk.free("long")) == ["09:00", "11:00"]


def test_nobody_slips_in_while_an_office_is_being_closed(engine: Engine) -> None:
    """Many book while one closes: whoever got a place before is moved, whoever comes after is refused."""
    from concurrent.futures import ThreadPoolExecutor

    with transaction(engine, write=True) as session:
        snapshot = seeded(session, hall({"name": "一号", "staffed": 20}))

    def book(number: int) -> str:
        try:
            with transaction(engine, write=True) as session:
                if number == 10:
                    close(Desk(session, snapshot), at("08:00"), at("10:00"))
                else:
                    Desk(session, snapshot).book(slot("09:00"), name=f"客{number}", who=f"s{number}")
        except Refused as refused:
            return refused.name
        return "done"

    with ThreadPoolExecutor(20) as crowd:
        assert set(crowd.map(book, range(40))) <= {"done", "closed-day", "slot-full"}
    with transaction(engine, write=False) as session:
        booked = Desk(session, snapshot).book_.appointments.of_day("hall", TOMORROW)
        assert not [item for item in booked if item.status == "confirmed" and item.start < at("10:00")]
        sound(session)


def test_the_same_closure_is_kept_out_of_a_view_without_it(session: Session) -> None:
    desk = Desk(session, seeded(session))
    close(desk, at("08:00"), at("10:00"))
    newest = CatalogueStore(session).snapshot(TODAY)
    times = Book(session, desk.vault, replace(newest), now=NOW + timedelta(minutes=1)).slots(
        [newest.published["paper"].service], list(newest.offices.values()), TOMORROW, TOMORROW
    )
    assert times[0].start.start == at("10:00")
