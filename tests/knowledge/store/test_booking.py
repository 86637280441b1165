"""What the appointment book allows and refuses, one rule at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.errors import IdempotencyConflict, Invalid, NotFound, Refused, YikanError
from knowledge.model import CalendarDay
from knowledge.rules import Missed, Quota
from tests.knowledge.store.county import RULES, TOMORROW, Desk, at, county, hall, service, slot, with_rules


def refused(what: Callable[[], object]) -> str:
    """The name of the rule that says no."""
    with pytest.raises(YikanError) as error:
        what()
    assert isinstance(error.value, Refused)
    return error.value.name


# --- places ------------------------------------------------------------------------------------------------------


def test_a_booking_takes_one_place(session: Session) -> None:
    desk = Desk(session)
    assert desk.free()["09:00"] == 3
    made = desk.book(slot("09:00"))
    assert (made.status, made.start, made.end, len(made.code)) == ("confirmed", at("09:00"), at("09:30"), 8)
    assert (desk.free()["09:00"], desk.free()["09:30"]) == (2, 3)


def test_booking_a_full_slot_is_refused(session: Session) -> None:
    desk = Desk(session, county(office=hall({"name": "一号"})))
    desk.book(slot("09:00"))
    assert refused(lambda: desk.book(slot("09:00"), name="李四")) == "slot-full"
    assert desk.free()["09:00"] == 0


def test_the_slots_of_the_desk_and_phone_quota_are_kept_back_until_the_day_before(session: Session) -> None:
    office = hall({"name": "综合", "staffed": 10})
    rules = RULES.model_copy(update={"quota": Quota(desk=0.2, phone=0.1, release_hours=24)})
    desk = Desk(session, county(office=office, rules=rules))
    assert desk.free(days=2)["09:00"] == 7
    assert desk.later(hours=24).free(days=2)["09:00"] == 10


def test_a_service_of_two_slots_needs_both_at_one_counter(session: Session) -> None:
    office = hall({"name": "一号"}, {"name": "二号"})
    desk = Desk(session, county(service(), service("long", duration=2), office=office))
    assert desk.free("long")["09:00"] == 2
    desk.book(slot("09:00"), name="甲")
    desk.book(slot("09:30"), name="乙")
    assert desk.free("long")["09:00"] == 1  # whichever counters were taken, at most one whole run is left
    made = desk.book(slot("10:00"), "long", name="丙")
    assert made.end == at("11:00")
    assert list(desk.free("long"))[-1] == "11:00"


def test_several_services_follow_each_other_without_a_gap(session: Session) -> None:
    office = hall({"name": "综合"}, {"name": "户籍", "skills": ["police"]})
    desk = Desk(session, county(service(), service("id", booking_skill="police"), office=office))
    made = desk.book(slot("09:00"), "paper", "id")
    assert ([code for code, _ in made.services], made.end) == (["paper", "id"], at("10:00"))
    assert (desk.free()["09:00"], desk.free()["09:30"]) == (0, 1)
    assert desk.free("id")["09:30"] == 1  # the general counter can do it too


def test_a_visit_does_not_run_over_the_lunch_break(session: Session) -> None:
    desk = Desk(session, county(service("long", duration=3)))
    assert list(desk.free("long")) == ["09:00", "09:30", "10:00", "10:30"]


def test_fewer_staff_later_never_oversell(session: Session) -> None:
    desk = Desk(session)
    desk.book(slot("09:00"), name="甲")
    desk.book(slot("09:00"), name="乙")
    smaller = Desk(session, county(office=hall({"name": "综合", "staffed": 1})))
    assert refused(lambda: smaller.book(slot("09:00"), name="丙", key="x")) == "slot-full"


# --- rules of time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "days", "rule"),
    [
        ("09:00", 0, "slot-past"),
        ("11:00", 0, "lead-time"),
        ("09:00", 15, "beyond-horizon"),
        ("09:00", 5, "closed-day"),
    ],
)
def test_the_rules_of_time_have_names(session: Session, clock: str, days: int, rule: str) -> None:
    assert refused(lambda: Desk(session).book(slot(clock, days))) == rule


def test_the_tenth_working_day_is_the_last(session: Session) -> None:
    desk = Desk(session)
    assert desk.book(slot("09:00", days=14)).start == at("09:00", days=14)


def test_times_that_no_rule_allows_now_are_listed_as_not_free(session: Session) -> None:
    desk = Desk(session)
    assert set(desk.free(days=0).values()) == {0}
    assert "09:00" not in desk.free(days=0)  # past: it is nine o'clock
    assert set(desk.free(days=15).values()) == {0}


def test_a_local_closure_closes_the_day(session: Session) -> None:
    closed = CalendarDay(on=TOMORROW, kind="closure", name="停电", source="大厅", office="hall")
    desk = Desk(session, county(calendar=(closed,)))
    assert desk.free() == {}
    assert refused(lambda: desk.book(slot("09:00"))) == "closed-day"


@pytest.mark.parametrize(
    "wrong", ["nonsense", "hall~20261124", "other~202611240900", "hall~202611240907", "~", "hall~２０"]
)
def test_a_slot_that_does_not_exist_is_not_found(session: Session, wrong: str) -> None:
    with pytest.raises(NotFound):
        Desk(session).book(wrong)


def test_a_service_without_appointments_says_so(session: Session) -> None:
    with pytest.raises(Invalid):
        Desk(session, county(service(bookable=False))).book(slot("09:00"))


# --- persons -----------------------------------------------------------------------------------------------------


def test_one_person_books_a_service_once_a_day(session: Session) -> None:
    desk = Desk(session)
    desk.book(slot("09:00"))
    assert refused(lambda: desk.book(slot("10:00"), phone="+86 138 0013 8000", who="other")) == "already-booked"
    assert desk.book(slot("10:00", days=2)).status == "confirmed"


def test_nobody_is_in_two_places_at_once(session: Session) -> None:
    desk = Desk(session, county(service(), service("other", duration=2)))
    desk.book(slot("09:30"))
    assert refused(lambda: desk.book(slot("09:00"), "other")) == "slot-taken-by-you"


def test_booking_for_the_mother_does_not_use_up_ones_own_place(session: Session) -> None:
    desk = Desk(session)
    desk.book(slot("09:00"))
    assert desk.book(slot("09:00"), behalf="王大妈").visitor == "王**"


def test_who_missed_two_visits_waits_thirty_days(session: Session) -> None:
    settled = CalendarDay(on=date(2027, 1, 1), kind="confirmed", name="元旦", source="管理员")
    desk = Desk(session, county(calendar=(settled,)))
    for days in (1, 2):
        made = desk.book(slot("09:00", days=days))
        desk.later(days=days, hours=1).book_.appointments.step(made.id, "missed", now=at("10:00", days=days))
    after = desk.later(days=3)
    assert refused(lambda: after.book(slot("09:00", days=7))) == "blocked"
    assert after.book(slot("09:00", days=7), name="别人").status == "confirmed"
    assert desk.later(days=35).book(slot("09:00", days=36)).status == "confirmed"


def test_the_missed_visit_policy_is_data(session: Session) -> None:
    desk = Desk(session, with_rules(county(), missed=Missed(count=1)))
    made = desk.book(slot("09:00"))
    desk.later(days=1, hours=1).book_.appointments.step(made.id, "missed", now=at("10:00"))
    assert refused(lambda: desk.later(days=1).book(slot("09:00", days=2))) == "blocked"


@pytest.mark.parametrize(
    "phone", ["12345", "1380013800", "+1 202 555 0100", "6001100", "4008001234", "abc", "12800138000"]
)
def test_a_number_that_cannot_be_called_is_refused(session: Session, phone: str) -> None:
    with pytest.raises(Invalid) as error:
        Desk(session).book(slot("09:00"), phone=phone)
    assert error.value.errors[0]["field"] == "phone"


@pytest.mark.parametrize("phone", ["13800138000", "＋86 138-0013-8000", "0431-88501234", "010 6552 9999"])
def test_mobiles_and_landlines_with_area_code_are_fine(session: Session, phone: str) -> None:
    assert Desk(session).book(slot("09:00"), phone=phone).status == "confirmed"


def test_nothing_personal_can_be_read_in_the_database(session: Session) -> None:
    made = Desk(session).book(slot("09:00"), behalf="赵大爷")
    row = session.execute(text("SELECT * FROM appointment")).mappings().one()
    assert all(str(row[column]).startswith("aesgcm1:") for column in ("name", "phone", "on_behalf_of"))
    everything = " ".join(str(value) for value in row.values())
    assert not any(secret in everything for secret in ("王小明", "赵大爷", "13800138000", "8000'"))
    assert (made.visitor, made.phone) == ("赵**", "138****8000")


# --- the same request again --------------------------------------------------------------------------------------


def test_the_same_key_gives_the_same_appointment(session: Session) -> None:
    desk = Desk(session)
    first = desk.book(slot("09:00"), key="abc")
    assert desk.book(slot("09:00"), key="abc") == first
    assert desk.free()["09:00"] == 2


def test_the_same_key_for_something_else_is_a_conflict(session: Session) -> None:
    desk = Desk(session)
    desk.book(slot("09:00"), key="abc")
    with pytest.raises(IdempotencyConflict):
        desk.book(slot("10:00"), key="abc", digest="other")


def test_a_key_belongs_to_its_session_and_lives_a_day(session: Session) -> None:
    desk = Desk(session)
    first = desk.book(slot("09:00"), key="abc")
    other = desk.book(slot("09:00"), key="abc", who="you", name="李四")
    assert other.id != first.id
    assert desk.later(hours=25).book(slot("09:00", days=3), key="abc").id != first.id


# --- holds -------------------------------------------------------------------------------------------------------


def test_a_hold_keeps_the_place_until_it_runs_out(session: Session) -> None:
    desk = Desk(session, county(office=hall({"name": "一号"})))
    desk.hold(slot("09:00"))
    assert refused(lambda: desk.book(slot("09:00"), who="you", name="李四")) == "slot-full"
    late = desk.later(seconds=301)
    assert late.free()["09:00"] == 1  # no cleaner ran
    assert late.book(slot("09:00"), who="you", name="李四").status == "confirmed"


def test_a_hold_becomes_an_appointment_without_taking_a_second_place(session: Session) -> None:
    desk = Desk(session, county(office=hall({"name": "一号"})))
    hold = desk.hold(slot("09:00"))
    assert desk.book(slot("09:00"), hold=hold).status == "confirmed"
    assert desk.later(seconds=301).free()["09:00"] == 0


def test_an_expired_or_used_hold_is_refused(session: Session) -> None:
    desk = Desk(session)
    hold = desk.hold(slot("09:00"))
    assert refused(lambda: desk.later(seconds=301).book(slot("09:00"), hold=hold)) == "hold-expired"
    used = desk.hold(slot("10:00", days=2))
    desk.book(slot("10:00", days=2), hold=used)
    assert refused(lambda: desk.book(slot("10:00", days=2), hold=used, name="别人")) == "hold-expired"


def test_somebody_elses_hold_is_of_no_use(session: Session) -> None:
    desk = Desk(session)
    hold = desk.hold(slot("09:00"), who="you")
    assert refused(lambda: desk.book(slot("09:00"), hold=hold)) == "hold-expired"


def test_a_hold_for_another_slot_is_invalid(session: Session) -> None:
    desk = Desk(session)
    hold = desk.hold(slot("09:00"))
    with pytest.raises(Invalid):
        desk.book(slot("10:00"), hold=hold)


def test_at_most_two_holds_live_at_once(session: Session) -> None:
    desk = Desk(session)
    desk.hold(slot("09:00"))
    desk.hold(slot("09:30"))
    assert refused(lambda: desk.hold(slot("10:00"))) == "blocked"
    assert desk.later(seconds=301).hold(slot("10:00"))


# --- changing ----------------------------------------------------------------------------------------------------


def test_a_cancelled_place_reopens_after_the_delay(session: Session) -> None:
    desk = Desk(session, with_rules(county(office=hall({"name": "一号"})), reopen_delay_s=60))
    made = desk.book(slot("09:00"))
    assert desk.book_.cancel(made.id, "me").status == "cancelled"
    assert desk.free()["09:00"] == 0
    assert refused(lambda: desk.book(slot("09:00"), name="李四")) == "slot-full"
    assert desk.later(seconds=61).book(slot("09:00"), name="李四").status == "confirmed"


def test_who_cancelled_may_book_again(session: Session) -> None:
    desk = Desk(session)
    desk.book_.cancel(desk.book(slot("09:00")).id, "me")
    assert desk.book(slot("10:00")).status == "confirmed"


def test_cancelling_twice_is_an_illegal_step(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    desk.book_.cancel(made.id, "me")
    assert refused(lambda: desk.book_.cancel(made.id, "me")) == "illegal-step"
    assert refused(lambda: desk.book_.reschedule(made.id, "me", slot("10:00"))) == "illegal-step"


def test_two_hours_before_it_is_too_late_to_cancel(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("11:00"))
    assert refused(lambda: desk.later(hours=24, minutes=1).book_.cancel(made.id, "me")) == "cancel-deadline"
    assert desk.later(hours=24).book_.cancel(made.id, "me").status == "cancelled"  # two hours to the minute


def test_rescheduling_keeps_id_and_code_and_frees_the_old_time(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    moved = desk.book_.reschedule(made.id, "me", slot("10:00"))
    assert (moved.id, moved.code, moved.start) == (made.id, made.code, at("10:00"))
    assert (desk.free()["09:00"], desk.free()["10:00"]) == (3, 2)


def test_a_refused_reschedule_keeps_the_old_time(session: Session) -> None:
    desk = Desk(session, county(office=hall({"name": "一号"})))
    mine = desk.book(slot("09:00"))
    desk.book(slot("10:00"), name="李四", who="you")
    with pytest.raises(Refused), session.begin_nested():
        desk.book_.reschedule(mine.id, "me", slot("10:00"))
    assert desk.book_.appointments.get(mine.id, "me").start == at("09:00")
    assert desk.free()["09:00"] == 0


def test_a_long_visit_moves_by_half_its_length(session: Session) -> None:
    desk = Desk(session, county(service("long", duration=2), office=hall({"name": "一号"})))
    made = desk.book(slot("09:00"), "long")
    moved = desk.book_.reschedule(made.id, "me", slot("09:30"))
    assert (moved.start, moved.end) == (at("09:30"), at("10:30"))
    assert desk.free("long")["10:30"] == 1


def test_rescheduling_does_not_get_round_the_reopening_delay(session: Session) -> None:
    desk = Desk(session, with_rules(county(office=hall({"name": "一号"})), reopen_delay_s=60))
    made = desk.book(slot("09:00"))
    desk.book_.reschedule(made.id, "me", slot("10:00"))
    assert desk.free()["09:00"] == 0
    assert desk.later(seconds=61).free()["09:00"] == 1


# --- whose it is -------------------------------------------------------------------------------------------------


def test_what_belongs_to_others_is_not_found(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    for attempt in (
        lambda: desk.book_.appointments.get(made.id, "you"),
        lambda: desk.book_.cancel(made.id, "you"),
        lambda: desk.book_.reschedule(made.id, "you", slot("10:00")),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_code_and_tail_attach_an_appointment_to_another_session(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    store = desk.book_.appointments
    assert store.attach(made.code.lower(), "8000", "you", now=desk.now).id == made.id
    assert [a.id for a in store.mine("you")] == [made.id]
    assert desk.book_.cancel(made.id, "you").status == "cancelled"


def test_a_wrong_code_and_a_wrong_tail_are_the_same_error(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    said = set()
    for code, tail in ((made.code, "0000"), ("33333333", "8000")):
        with pytest.raises(NotFound) as error:
            desk.book_.appointments.attach(code, tail, "you", now=desk.now)
        said.add(error.value.detail)
    assert len(said) == 1


def test_mine_shows_the_latest_start_first_and_the_cancelled_too(session: Session) -> None:
    desk = Desk(session)
    first, second = desk.book(slot("09:00")), desk.book(slot("09:00", days=2))
    desk.book_.cancel(second.id, "me")
    assert [(a.id, a.status) for a in desk.book_.appointments.mine("me")] == [
        (second.id, "cancelled"),
        (first.id, "confirmed"),
    ]


# --- at the counter ----------------------------------------------------------------------------------------------


def test_a_visit_goes_its_way_through_the_hall(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    store = desk.book_.appointments
    assert store.by_code(made.code.lower()).id == made.id
    assert [a.id for a in store.of_day("hall", TOMORROW)] == [made.id]
    for status in ("checked_in", "serving", "finished"):
        assert store.step(made.id, status, now=at("08:50")).status == status
    assert refused(lambda: store.step(made.id, "missed", now=at("09:50"))) == "illegal-step"


def test_nobody_is_checked_in_on_another_day_or_missed_before_the_time(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    store = desk.book_.appointments
    assert refused(lambda: store.step(made.id, "checked_in", now=desk.now)) == "illegal-step"
    assert refused(lambda: store.step(made.id, "missed", now=at("08:59"))) == "illegal-step"


def test_tidying_up_changes_nothing_anybody_sees(session: Session) -> None:
    desk = Desk(session)
    desk.hold(slot("09:00"))
    desk.book(slot("09:00"))
    late = desk.later(hours=1)
    before = late.free()
    late.book_.tidy()
    assert late.free() == before
    assert session.scalar(text("SELECT count(*) FROM slot_claim")) == 1
