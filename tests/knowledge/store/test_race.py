"""Two hundred people, three places. The same run sells too many where the book is kept naively: that is the proof."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from knowledge.errors import Refused
from knowledge.store.engine import transaction
from knowledge.store.tables import Base
from tests.knowledge.store.county import Desk, county, hall, service, slot

PEOPLE, PLACES = 200, 3

Attempt = Callable[[Engine, int], str]


def rush(engine: Engine, attempt: Attempt, people: int = PEOPLE) -> Counter[str]:
    """Everybody at once; what each was told."""
    gate = threading.Barrier(people)

    def one(number: int) -> str:
        gate.wait()
        return attempt(engine, number)

    with ThreadPoolExecutor(people) as crowd:
        return Counter(crowd.map(one, range(people)))


def properly(engine: Engine, number: int) -> str:
    try:
        with transaction(engine, write=True) as session:
            Desk(session).book(slot("09:00"), name=f"居民{number}", who=f"s{number}")
    except Refused as refused:
        return refused.name
    return "booked"


_LOOKED = threading.Barrier(PEOPLE, timeout=60)


def naively(engine: Engine, number: int) -> str:
    """Look first, write afterwards, and trust that nobody came between. Here everybody looks before anybody writes."""
    with transaction(engine, write=False) as session:
        if session.execute(text("SELECT count(*) FROM naive_booking")).scalar_one() >= PLACES:
            return "slot-full"
    _LOOKED.wait()
    with transaction(engine, write=True) as session:
        session.execute(text("INSERT INTO naive_booking (who) VALUES (:who)"), {"who": number})
    return "booked"


def test_two_hundred_at_once_get_exactly_the_three_places(engine: Engine) -> None:
    assert rush(engine, properly) == {"booked": PLACES, "slot-full": PEOPLE - PLACES}
    with transaction(engine, write=False) as session:
        assert session.execute(text("SELECT sum(used) FROM slot")).scalar_one() == PLACES
        assert session.execute(text("SELECT count(*) FROM appointment")).scalar_one() == PLACES


def test_the_same_rush_oversells_where_the_book_is_naive(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive_booking (who INTEGER)"))
    assert rush(engine, naively)["booked"] > PLACES


def test_one_person_pressing_the_button_many_times_books_once(engine: Engine) -> None:
    def press(engine: Engine, number: int) -> str:
        with transaction(engine, write=True) as session:
            return Desk(session).book(slot("09:00"), key="one-key").id

    assert len(rush(engine, press, 20)) == 1


def test_one_person_with_many_sessions_books_a_service_once_a_day(engine: Engine) -> None:
    def sneak(engine: Engine, number: int) -> str:
        try:
            with transaction(engine, write=True) as session:
                Desk(session).book(slot(f"{9 + number % 3:02}:{number % 2 * 30:02}"), who=f"s{number}")
        except Refused:
            return "refused"
        return "booked"

    assert rush(engine, sneak, 30)["booked"] == 1


def test_swapping_and_booking_at_once_ends_without_deadlock_or_oversell(engine: Engine) -> None:
    """People with long visits move back and forth over each other while others book: every order of locks is tried."""
    snapshot = county(service(), service("long", duration=2), office=hall({"name": "一号"}, {"name": "二号"}))
    times = ["09:00", "09:30", "10:00", "10:30", "11:00"]
    with transaction(engine, write=True) as session:
        desk = Desk(session, snapshot)
        mine = [desk.book(slot(times[n]), "long", name=f"主{n}", who=f"m{n}").id for n in (0, 2, 4)]

    def move(engine: Engine, number: int) -> str:
        try:
            with transaction(engine, write=True) as session:
                desk = Desk(session, snapshot)
                if number % 2:
                    desk.book_.reschedule(mine[number % 3], f"m{(number % 3) * 2}", slot(times[number % 5]))
                else:
                    desk.book(slot(times[number % 5]), name=f"客{number}", who=f"s{number}", key="k")
        except Refused as refused:
            return refused.name
        return "done"

    told = rush(engine, move, 40)
    assert set(told) <= {"done", "slot-full"}
    with transaction(engine, write=False) as session:
        wrong = "SELECT count(*) FROM slot s WHERE used <> (SELECT count(*) FROM slot_claim c WHERE c.slot_id = s.id)"
        assert session.execute(text(wrong)).scalar_one() == 0
        assert {row.status for row in session.execute(text("SELECT status FROM appointment"))} == {"confirmed"}


@pytest.mark.parametrize("table", ["slot"])
def test_the_database_itself_forbids_overselling(engine: Engine, table: str) -> None:
    from sqlalchemy.exc import IntegrityError

    assert table in Base.metadata.tables
    with transaction(engine, write=True) as session:
        Desk(session).book(slot("09:00"))
    with pytest.raises(IntegrityError), transaction(engine, write=True) as session:
        session.execute(text("UPDATE slot SET used = capacity + 1"))
