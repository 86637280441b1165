"""The waiting list: whose turn it is when a place frees, what runs out, and that nothing is oversold by it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.catalogue import Snapshot
from knowledge.errors import NotFound, Refused
from knowledge.rules import Rules
from knowledge.store import transaction
from knowledge.store.booking import Book, Person
from knowledge.store.outbox import Outbox
from knowledge.store.tables.booking import ClaimRow, SlotRow
from knowledge.store.tables.outbox import OutboxRow
from knowledge.store.tables.talk import ChatSessionRow
from knowledge.store.vault import Vault
from knowledge.store.waiting import Entry, WaitingList
from tests.knowledge.store.conftest import NOW
from tests.knowledge.store.county import TOMORROW, county, hall

VAULT = Vault(b"k" * 32)
SLOT = f"hall~{TOMORROW:%Y%m%d}0900"
OTHER = f"hall~{TOMORROW:%Y%m%d}0930"
MINUTE = timedelta(minutes=1)
ONE = hall({"name": "综合", "staffed": 1}, periods=[{"days": (1, 2, 3, 4, 5), "start": "09:00", "end": "10:00"}])


def small(delay: int = 0, **rules: object) -> Snapshot:
    """Two places a day: nine and half past."""
    return county(office=ONE, rules=Rules.model_validate({"reopen_delay_s": delay, **rules}))


class Town:
    """One database in one transaction, people by their session, the clock where a test puts it."""

    def __init__(self, session: Session, snapshot: Snapshot | None = None) -> None:
        self.session, self.snapshot = session, snapshot or small()
        for name in ("ann", "ben", "cleo", "dora"):
            people = {"id": name, "token_hash": name, "state": {}}
            session.add(ChatSessionRow(**people, created_at=NOW, last_seen=NOW, expires_at=NOW + timedelta(days=9)))
        session.flush()

    def book(self, at: datetime = NOW) -> Book:
        return Book(self.session, VAULT, self.snapshot, now=at)

    def take(self, who: str, slot: str = SLOT, at: datetime = NOW, hold: str | None = None) -> str:
        services = [self.snapshot.published["paper"].service]
        person = Person(who, "13800138000")
        key = f"{who}{slot}{at}"
        return self.book(at).book(who, slot, services, person, key=key, digest=key, hold_id=hold).id

    def wait(self, who: str, at: datetime = NOW, before: str = "24:00") -> Entry:
        services = [self.snapshot.published["paper"].service]
        return WaitingList(self.book(at)).join(who, services, [1], "hall", TOMORROW, TOMORROW, before=before)

    def of(self, who: str, at: datetime = NOW) -> Entry:
        return WaitingList(self.book(at)).mine(who)[0]

    def serve(self, at: datetime) -> None:
        WaitingList(self.book(at)).serve()

    def kinds(self) -> list[str]:
        rows = select(OutboxRow.kind).where(OutboxRow.session_id.is_not(None)).order_by(OutboxRow.id)
        return list(self.session.scalars(rows))


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


@pytest.fixture
def full(town: Town) -> tuple[Town, str, str]:
    return town, town.take("ann", SLOT), town.take("ben", OTHER)


def test_a_place_given_up_goes_to_the_first_in_line(full: tuple[Town, str, str]) -> None:
    town, first, _ = full
    town.wait("cleo")
    town.wait("dora", NOW + MINUTE)
    town.book(NOW + 2 * MINUTE).cancel(first, "ann")
    later = NOW + 3 * MINUTE
    assert (town.of("cleo", later).status, town.of("cleo", later).slot_id) == ("offered", SLOT)
    assert (town.of("dora", later).status, town.of("dora", later).position) == ("waiting", 1)
    with pytest.raises(Refused, match="约满"):
        town.take("dora", SLOT, later)
    hold = town.of("cleo", later).hold_id
    assert town.take("cleo", SLOT, later, hold) and town.of("cleo", later).status == "taken"
    assert town.kinds() == ["offer"]


def test_an_offer_that_runs_out_goes_to_the_next_and_its_owner_to_the_end(full: tuple[Town, str, str]) -> None:
    town, first, _ = full
    town.wait("cleo")
    town.wait("dora", NOW + MINUTE)
    town.book(NOW + 2 * MINUTE).cancel(first, "ann")
    over = NOW + 30 * MINUTE
    assert town.of("cleo", over).hold_id is None  # judged when read, whoever has tidied up or not
    town.serve(over)
    assert town.of("cleo", over).status == "waiting"
    assert town.of("dora", over).slot_id == SLOT
    assert town.kinds() == ["offer", "offer-lapsed", "offer"]


def test_who_lets_three_offers_run_out_is_out_of_line(full: tuple[Town, str, str]) -> None:
    town, first, _ = full
    town.wait("cleo")
    town.book(NOW + MINUTE).cancel(first, "ann")
    for hours in (1, 2, 3):
        town.serve(NOW + hours * 60 * MINUTE)
    last = NOW + 3 * 60 * MINUTE
    assert town.of("cleo", last).status == "lapsed"
    assert town.take("dora", SLOT, last)


def test_without_anybody_serving_the_places_of_an_old_offer_free_themselves(full: tuple[Town, str, str]) -> None:
    town, first, _ = full
    town.wait("cleo")
    town.book(NOW + MINUTE).cancel(first, "ann")
    assert town.take("dora", SLOT, NOW + 24 * MINUTE)


def test_a_place_cannot_be_passed_on_before_the_reopening_delay(session: Session) -> None:
    town = Town(session, small(delay=600))
    first = town.take("ann", SLOT)
    town.take("ben", OTHER)
    town.wait("cleo")
    town.book(NOW + MINUTE).cancel(first, "ann")
    assert Outbox(session).lease(NOW + 10 * MINUTE, 9, MINUTE) == []
    (notice,) = Outbox(session).lease(NOW + 11 * MINUTE, 9, MINUTE)
    assert notice.kind == "offer" and notice.due == NOW + 11 * MINUTE
    assert town.of("cleo", NOW + 11 * MINUTE).offer_until == NOW + 31 * MINUTE


def test_moving_away_and_letting_go_of_a_hold_free_a_place_for_the_line(town: Town) -> None:
    services = [town.snapshot.published["paper"].service]
    town.take("ann", SLOT)
    held = town.book().hold("ben", OTHER, services)
    town.wait("cleo")
    town.book(NOW + MINUTE).give_up(held.id, "ben")
    assert town.of("cleo", NOW + MINUTE).slot_id == OTHER


def test_an_ordinary_hold_that_runs_out_is_offered_at_the_next_round(town: Town) -> None:
    services = [town.snapshot.published["paper"].service]
    town.take("ann", SLOT)
    town.book().hold("ben", OTHER, services)
    town.wait("cleo")
    town.serve(NOW + 6 * MINUTE)
    assert town.of("cleo", NOW + 6 * MINUTE).slot_id == OTHER


def test_more_staff_serves_the_line_in_order(session: Session) -> None:
    town = Town(session)
    town.take("ann", SLOT)
    town.take("ben", OTHER)
    town.wait("cleo")
    town.wait("dora", NOW + MINUTE)
    counters = (ONE.counters[0].model_copy(update={"staffed": 2}),)
    town.snapshot = county(office=ONE.model_copy(update={"counters": counters}), rules=town.snapshot.rules)
    town.serve(NOW + 2 * MINUTE)
    assert [town.of(who, NOW + 2 * MINUTE).slot_id for who in ("cleo", "dora")] == [SLOT, OTHER]


def test_the_hours_wished_are_kept(full: tuple[Town, str, str]) -> None:
    town, _, second = full
    town.wait("cleo", before="09:30")
    town.book(NOW + MINUTE).cancel(second, "ben")
    assert town.of("cleo", NOW + MINUTE).status == "waiting"
    assert town.take("dora", OTHER, NOW + MINUTE)


def test_what_is_free_already_is_offered_at_once(town: Town) -> None:
    assert town.wait("cleo").slot_id == SLOT


def test_the_same_wish_is_no_second_place_in_line_and_there_is_a_limit(full: tuple[Town, str, str]) -> None:
    town, *_ = full
    assert town.wait("cleo").id == town.wait("cleo", NOW + MINUTE).id
    for before in ("09:30", "09:40"):
        services = [town.snapshot.published["paper"].service]
        WaitingList(town.book()).join("cleo", services, [1], "hall", TOMORROW, TOMORROW, after="09:10", before=before)
    assert len(WaitingList(town.book()).mine("cleo")) == 2
    WaitingList(town.book()).join("cleo", services, [1], "hall", TOMORROW, TOMORROW, after="09:20")
    with pytest.raises(Refused, match="已经在等"):
        WaitingList(town.book()).join("cleo", services, [1], "hall", TOMORROW, TOMORROW, after="09:40")


def test_who_leaves_the_line_gives_the_offer_to_the_next_and_nobody_else_can(full: tuple[Town, str, str]) -> None:
    town, first, _ = full
    mine = town.wait("cleo")
    town.wait("dora", NOW + MINUTE)
    town.book(NOW + 2 * MINUTE).cancel(first, "ann")
    with pytest.raises(NotFound):
        WaitingList(town.book(NOW + 3 * MINUTE)).cancel(mine.id, "dora")
    WaitingList(town.book(NOW + 3 * MINUTE)).cancel(mine.id, "cleo")
    assert town.of("dora", NOW + 3 * MINUTE).slot_id == SLOT


def test_the_days_waited_for_come_to_an_end(full: tuple[Town, str, str]) -> None:
    town, *_ = full
    town.wait("cleo")
    town.serve(NOW + timedelta(days=2))
    assert town.of("cleo").status == "over" and town.kinds() == ["waiting-over"]


# --- at once --------------------------------------------------------------------------------------------------------


@contextmanager
def _threads(*jobs: object) -> Iterator[None]:
    running = [threading.Thread(target=job) for job in jobs]  # type: ignore[arg-type]
    for thread in running:
        thread.start()
    yield
    for thread in running:
        thread.join()


def test_giving_up_serving_and_booking_at_once_never_oversell_nor_offer_twice(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        town = Town(session)
        made = [town.take("ann", SLOT), town.take("ben", OTHER)]
        town.wait("cleo")
        town.wait("dora", NOW + MINUTE)
    snapshot, later, refused = town.snapshot, NOW + 2 * MINUTE, []

    def act(what: str, number: int) -> None:
        try:
            with transaction(engine, write=True) as mine:
                book = Book(mine, VAULT, snapshot, now=later)
                if what == "cancel":
                    book.cancel(made[number], ("ann", "ben")[number])
                elif what == "serve":
                    WaitingList(book).serve()
                else:
                    person, services = Person(f"客{number}", "13900139000"), [snapshot.published["paper"].service]
                    book.book("ann", (SLOT, OTHER)[number % 2], services, person, key=f"k{number}", digest="d")
        except Refused as no:
            refused.append(no.name)

    jobs = [("cancel", 0), ("cancel", 1), *(("serve", n) for n in range(4)), *(("book", n) for n in range(6))]
    with _threads(*[lambda job=job: act(*job) for job in jobs]):
        pass
    with transaction(engine, write=True) as session:
        line = WaitingList(Book(session, VAULT, snapshot, now=later))
        line.serve()
        offered = [line.mine(who)[0] for who in ("cleo", "dora")]
        assert sorted(str(entry.slot_id) for entry in offered) == [SLOT, OTHER]
        assert refused.count("slot-full") == 6
        used, claimed = session.scalar(select(func.sum(SlotRow.used))), session.scalar(select(func.count(ClaimRow.id)))
        assert used == claimed == 2
