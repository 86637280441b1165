"""Two people change places a hundred times; a deadlock is done again; the cleaner may stay away."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.dependencies import TRIES, UnitOfWork, _ended
from knowledge.errors import Refused
from knowledge.rules import Missed
from knowledge.store.booking import Person
from knowledge.store.counter import Counter, appeal
from knowledge.store.engine import transaction
from knowledge.store.reminders import REMINDERS
from knowledge.store.tables.outbox import OutboxRow
from knowledge.store.vault import Vault
from tests.knowledge.store.conftest import NOW
from tests.knowledge.store.county import Desk, at, county, hall, service, slot, with_rules

SOUND = "SELECT count(*) FROM slot s WHERE used <> (SELECT count(*) FROM slot_claim c WHERE c.slot_id = s.id)"


def test_two_people_swap_by_way_of_a_third_time_a_hundred_times(session: Session) -> None:
    desk = Desk(session, county(office=hall({"name": "一号"})))
    mine, yours = desk.book(slot("09:00"), name="甲", who="me"), desk.book(slot("09:30"), name="乙", who="you")
    times = [slot("09:00"), slot("09:30")]
    for turn in range(100):
        here, there = times[turn % 2], times[(turn + 1) % 2]
        desk.book_.reschedule(mine.id, "me", slot("10:00"))
        assert desk.book_.reschedule(yours.id, "you", here).slot_id == here
        assert desk.book_.reschedule(mine.id, "me", there).slot_id == there
    assert session.scalar(text(SOUND)) == 0


def test_two_people_after_each_others_time_at_once_never_share_it(engine: Engine) -> None:
    snapshot = county(office=hall({"name": "一号"}))
    with transaction(engine, write=True) as session:
        desk = Desk(session, snapshot)
        ids = {who: desk.book(slot(clock), name=who, who=who).id for who, clock in (("甲", "09:00"), ("乙", "09:30"))}

    def wander(who: str) -> set[str]:
        told, dice = set(), random.Random(who)
        for _ in range(100):
            try:
                with transaction(engine, write=True) as session:
                    clock = dice.choice(["09:00", "09:30", "10:00"])
                    Desk(session, snapshot).book_.reschedule(ids[who], who, slot(clock))
                told.add("moved")
            except Refused as refused:
                told.add(refused.name)
        return told

    with ThreadPoolExecutor(2) as both:
        assert set.union(*both.map(wander, ids)) == {"moved", "slot-full"}
    with transaction(engine, write=False) as session:
        assert len(set(session.scalars(text("SELECT slot_id FROM appointment")))) == 2
        assert session.execute(text("SELECT sum(used) FROM slot")).scalar_one() == 2
        assert session.execute(text(SOUND)).scalar_one() == 0


class GivesWay(Exception):
    sqlstate = "40P01"


def test_a_transaction_that_gave_way_is_done_again_and_not_for_ever(engine: Engine) -> None:
    tries: list[int] = []

    def handler(work: UnitOfWork, wins_at: int) -> str:
        tries.append(1)
        work.session.execute(text("SELECT 1"))
        if len(tries) < wins_at:
            raise OperationalError("UPDATE", {}, GivesWay())
        return "done"

    unit = UnitOfWork(engine, write=True, vault=Vault(b"k" * 32))
    assert _ended(handler)(work=unit, wins_at=3) == "done"
    assert len(tries) == 3
    tries.clear()
    with pytest.raises(OperationalError):
        _ended(handler)(work=unit, wins_at=99)
    assert len(tries) == TRIES


def test_tidying_by_several_processes_at_once_is_harmless(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        desk = Desk(session)
        for number in range(3):
            desk.hold(slot("09:00"), who=f"s{number}")

    def tidy(_: int) -> None:
        with transaction(engine, write=True) as session:
            Desk(session, now=NOW + timedelta(hours=1)).book_.tidy()

    with ThreadPoolExecutor(4) as several:
        list(several.map(tidy, range(8)))
    with transaction(engine, write=False) as session:
        assert session.execute(text("SELECT count(*) FROM slot_claim")).scalar_one() == 0
        assert session.execute(text("SELECT sum(used) FROM slot")).scalar_one() == 0


def missed(desk: Desk, days: int) -> str:
    made = desk.book(slot("09:00", days=days))
    later = desk.later(days=days, hours=1)
    later.book_.appointments.step(made.id, "missed", now=later.now)
    return made.id


def test_the_visit_missed_before_the_last_straw_brings_a_warning(session: Session) -> None:
    desk = Desk(session, with_rules(county(), missed=Missed(count=2)))
    first = missed(desk, 1)
    rows = session.query(OutboxRow).where(OutboxRow.kind.not_in(REMINDERS)).all()
    assert [(row.kind, row.appointment_id) for row in rows] == [("missed-warning", first)]


def test_an_appeal_is_one_ticket_and_an_excused_visit_does_not_count(session: Session) -> None:
    desk = Desk(session, with_rules(county(), missed=Missed(count=1)))
    id_ = missed(desk, 1)
    after = desk.later(days=1, hours=2)
    due = after.now + timedelta(days=7)
    ticket = appeal(after.book_, id_, "me", "那天发大水", due=due)
    assert appeal(after.book_, id_, "me", "再说一遍", due=due).number == ticket.number
    with pytest.raises(Refused):
        after.book(slot("09:00", days=3))
    Counter(after.book_, "desk:林").excuse(id_, "发大水属实")
    assert after.book(slot("09:00", days=3)).status == "confirmed"


def test_only_a_missed_visit_can_be_appealed(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("09:00"))
    with pytest.raises(Refused) as error:
        appeal(desk.book_, made.id, "me", "没事", due=NOW)
    assert error.value.name == "illegal-step"


def test_whoever_missed_too_often_is_still_booked_at_the_counter(session: Session) -> None:
    desk = Desk(session, with_rules(county(), missed=Missed(count=1)))
    missed(desk, 1)
    after = desk.later(days=1, hours=2)
    person, services = Person("王小明", "13800138000"), after.services(["paper"])
    made = after.book_.book("desk:林", slot("09:00", days=3), services, person, key="k", digest="d", channel="desk")
    assert made.status == "confirmed"


def test_the_desk_may_cancel_and_move_after_the_deadline(session: Session) -> None:
    desk = Desk(session)
    made = desk.book(slot("11:00"))
    late = desk.later(days=1, hours=1)
    with pytest.raises(Refused):
        late.book_.cancel(made.id, "me")
    assert Counter(late.book_, "desk:林").move(made.id, slot("11:30")).start == at("11:30")
    assert Counter(late.book_, "desk:林").cancel(made.id).status == "cancelled"


def test_a_longer_case_takes_more_slots_and_keeps_them_when_moved(session: Session) -> None:
    desk = Desk(session, county(service(), office=hall({"name": "一号"})))
    services, person = desk.services(["paper"]), Person("王小明", "13800138000")
    made = desk.book_.book("me", slot("09:00"), services, person, key="k", digest="d", lengths=[3])
    assert made.end == at("10:30")
    moved = desk.book_.reschedule(made.id, "me", slot("10:00"))
    assert (moved.start, moved.end) == (at("10:00"), at("11:30"))
    assert desk.free() == {"09:00": 1, "09:30": 1, "10:00": 0, "10:30": 0, "11:00": 0, "11:30": 1}
