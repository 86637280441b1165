"""Appointments over HTTP, against the sample county: the contract as a client sees it."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.clock import ZONE
from api.dependencies import Parts
from api.limits import Limits
from api.settings import Settings
from knowledge.importers.sample import load_sample
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.chat import ChatStore, hash_token
from knowledge.store.engine import transaction
from knowledge.store.migration import migrate
from knowledge.store.tables import Base, booking, outbox, waiting
from tests.browser.serving import serve

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)  # a Monday
SERVICE = "residence-permit-apply"
SLOTS = f"/api/v1/services/{SERVICE}/slots"
BOOK = "/api/v1/appointments"

DAY = 86_400
BOOK_TABLES = {
    row.__tablename__
    for module in (booking, outbox, waiting)
    for row in vars(module).values()
    if isinstance(row, type) and hasattr(row, "__table__")
}

Json = dict[str, Any]


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class System:
    app: FastAPI
    url: str
    clock: Standing


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One running app for all tests here: reading the catalogue and indexing it is the dear part."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), service_secret="between-us", session_idle_s=30 * DAY)
    migrate(settings.database)
    app, clock = create_app(settings), Standing(NOW)
    held: Parts = app.state.parts
    held.clock.now = clock.now  # type: ignore[method-assign]
    with transaction(held.engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=NOW)
        for name in ("me", "you"):
            ChatStore(session).open(hash_token(name), None, now=NOW, idle=timedelta(days=60), session_id=f"id-{name}")
    with serve(app) as served:
        yield System(app, served.url, clock)


@pytest.fixture
def url(system: System) -> str:
    """The same app with an empty book, its clock at the start, and nobody locked out."""
    held: Parts = system.app.state.parts
    with transaction(held.engine, write=True) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in BOOK_TABLES:
                session.execute(table.delete())
    system.app.state.parts = replace(held, limits=Limits(held.settings))
    system.clock.at = NOW
    return system.url


@pytest.fixture
def clock(system: System) -> Standing:
    return system.clock


class Resident:
    """Somebody with a session; `book` fills in what a test does not care about."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def free(self, **query: str) -> list[Json]:
        items: list[Json] = self.http.get(SLOTS, params=query).raise_for_status().json()["items"]
        return [item for item in items if item["free"] > 0]

    def book(self, slot: Json, key: str | None = None, **fields: Any) -> httpx.Response:
        return self.http.post(BOOK, json=body(slot, **fields), headers={"Idempotency-Key": key or str(uuid.uuid4())})

    def booked(self, slot: Json, **fields: Any) -> Json:
        made = self.book(slot, **fields)
        assert made.status_code == 201, made.text
        answer: Json = made.json()
        return answer


def body(slot: Json, **fields: Any) -> Json:
    base = {"slot_id": slot["slot_id"], "service_code": SERVICE, "name": "王小明", "phone": "13800138000"}
    return {k: v for k, v in {**base, **fields}.items() if v is not None}


def client(url: str, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers=headers, timeout=60)


@pytest.fixture
def me(url: str) -> Iterator[Resident]:
    with client(url, Authorization="Bearer me") as http:
        yield Resident(http)


@pytest.fixture
def you(url: str) -> Iterator[Resident]:
    with client(url, Authorization="Bearer you") as http:
        yield Resident(http)


def problem(reply: httpx.Response) -> tuple[int, str]:
    assert reply.headers["content-type"].startswith("application/problem+json")
    answer = reply.json()
    assert answer["status"] == reply.status_code and answer["title"] and answer["detail"]
    return reply.status_code, answer["type"].removeprefix("/problems/")


# --- times -------------------------------------------------------------------------------------------------------


def test_times_are_in_order_from_tomorrow_to_the_tenth_working_day(me: Resident) -> None:
    found = me.free()
    begins = [item["start"] for item in found]
    assert begins == sorted(begins)
    assert (begins[0], begins[-1][:10]) == ("2026-11-24T08:30:00+08:00", "2026-12-07")
    assert found[0]["office"]["name"] == "青禾县政务服务中心"
    assert found[0]["end"] == "2026-11-24T09:00:00+08:00"


def test_a_place_or_an_office_narrows_the_times(me: Resident) -> None:
    halls = {item["office"]["slug"] for item in me.free(place="桃园村")}
    assert {"office-taoyuan", "office-liuxi"} <= halls and "office-shiqiao" not in halls
    assert {item["office"]["slug"] for item in me.free(place="office-liuxi")} == {"office-liuxi"}


def test_days_that_cannot_be_booked_are_listed_as_not_free(me: Resident) -> None:
    items = me.http.get(SLOTS, params={"from": "2026-11-23", "to": "2026-11-23"}).json()["items"]
    assert items and {item["free"] for item in items} == {0}
    assert all(item["start"] > NOW.isoformat() for item in items)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "2026-11-25", "to": "2026-11-24"}, (422, "invalid")),
        ({"from": "2026-11-24", "to": "2026-12-25"}, (422, "invalid")),
        ({"from": "soon"}, (422, "invalid")),
        ({"place": "月亮上"}, (404, "not-found")),
    ],
)
def test_impossible_wishes_get_a_clear_answer(me: Resident, query: Json, expected: tuple[int, str]) -> None:
    assert problem(me.http.get(SLOTS, params=query)) == expected


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "0001-01-01"])
def test_days_far_away_have_no_times(me: Resident, day: str) -> None:
    assert me.http.get(SLOTS, params={"from": day, "to": day}).json()["items"] == []


def test_an_unknown_service_is_not_found(me: Resident) -> None:
    assert problem(me.http.get("/api/v1/services/nothing/slots")) == (404, "not-found")


# --- booking -----------------------------------------------------------------------------------------------------


def test_a_booking_says_what_to_bring_and_until_when_to_cancel(me: Resident) -> None:
    slot = me.free()[0]
    made = me.booked(slot)
    assert (made["status"], made["start"], made["office"]["slug"]) == ("confirmed", slot["start"], "office-county")
    assert made["services"][0]["code"] == SERVICE
    assert made["bring"] and all(paper["name"] for paper in made["bring"])
    assert made["cancel_before"] == "2026-11-24T06:30:00+08:00"
    assert len(made["code"]) == 8 and not set(made["code"]) & set("0O1IL")
    after = next(item for item in me.free() if item["slot_id"] == slot["slot_id"])
    assert after["free"] == slot["free"] - 1


def test_the_papers_are_those_of_the_person_when_facts_are_given(me: Resident) -> None:
    slots = me.free()
    general = {paper["id"] for paper in me.booked(slots[0])["bring"]}
    facts = {"residence_basis": "租房或买房", "housing_kind": "租的"}
    mine = {paper["id"] for paper in me.booked(slots[1], facts=facts, name="李四")["bring"]}
    assert {"id_card", "labor_contract", "lease"} <= general
    assert {"id_card", "lease"} <= mine and "labor_contract" not in mine


def test_an_unknown_fact_is_refused(me: Resident) -> None:
    assert problem(me.book(me.free()[0], facts={"shoe_size": 42}))[0] == 422


def test_without_a_key_nothing_is_booked(me: Resident) -> None:
    reply = me.http.post(BOOK, json=body(me.free()[0]))
    assert problem(reply) == (400, "idempotency-key-missing")


def test_the_same_key_books_once_and_another_body_is_a_conflict(me: Resident) -> None:
    slot, other = me.free()[:2]
    first, again = me.book(slot, "key-1"), me.book(slot, "key-1")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert problem(me.book(other, "key-1")) == (422, "idempotency-conflict")
    assert len(me.http.get(BOOK).json()["items"]) == 1


def test_nobody_books_without_a_session(url: str, me: Resident) -> None:
    slot = me.free()[0]
    with client(url) as nobody, client(url, Authorization="Bearer stolen") as thief:
        assert problem(nobody.post(BOOK, json=body(slot), headers={"Idempotency-Key": "k"}))[0] == 401
        assert problem(nobody.get(BOOK))[0] == 401
        assert problem(thief.get(BOOK))[0] == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "12345"},
        {"name": "   "},
        {"service_codes": [SERVICE]},
        {"service_code": None},
        {"service_code": None, "service_codes": [SERVICE, SERVICE]},
        {"colour": "red"},
        {"on_behalf_of": {"name": "王大妈"}},
    ],
)
def test_a_wrong_body_is_invalid_and_books_nothing(me: Resident, wrong: Json) -> None:
    assert problem(me.book(me.free()[0], **wrong)) == (422, "invalid")
    assert me.http.get(BOOK).json() == {"items": []}


def test_each_rule_of_time_has_its_own_problem(me: Resident, clock: Standing) -> None:
    slot = me.free()[0]
    today = me.http.get(SLOTS, params={"from": "2026-11-23", "to": "2026-11-23"}).json()["items"][-1]
    assert problem(me.book(today)) == (409, "lead-time")
    late = me.http.get(SLOTS, params={"from": "2026-12-08", "to": "2026-12-08"}).json()["items"][0]
    assert problem(me.book(late)) == (409, "beyond-horizon")
    assert problem(me.book({"slot_id": "office-county~202611290900"})) == (409, "closed-day")
    assert problem(me.book({"slot_id": "office-county~202611240913"})) == (404, "not-found")
    clock.at = NOW + timedelta(days=1)
    assert problem(me.book(slot)) == (409, "slot-past")


def test_one_person_one_service_one_day(me: Resident, you: Resident) -> None:
    slots = me.free()
    me.booked(slots[0])
    assert problem(you.book(slots[0])) == (409, "slot-taken-by-you")
    assert problem(you.book(slots[3], phone="138 0013 8000")) == (409, "already-booked")
    assert you.book(slots[3], on_behalf_of={"name": "王大妈", "relation": "母亲"}).status_code == 201


def test_several_services_in_one_visit_follow_each_other(me: Resident) -> None:
    codes = [SERVICE, "social-card-apply"]
    made = me.booked(me.free()[0], service_code=None, service_codes=codes)
    assert [service["code"] for service in made["services"]] == codes
    assert made["end"] == "2026-11-24T09:30:00+08:00"


def test_a_hold_keeps_the_place_for_its_owner(me: Resident, clock: Standing) -> None:
    slot = me.free()[0]
    hold = me.http.post(f"{BOOK}/holds", json={"slot_id": slot["slot_id"], "service_code": SERVICE})
    assert hold.status_code == 201 and hold.json()["expires_at"] == (NOW + timedelta(seconds=300)).isoformat()
    id_ = hold.json()["hold_id"]
    assert problem(me.book(me.free()[1], hold_id=id_)) == (422, "invalid")
    clock.at = NOW + timedelta(seconds=300)
    assert problem(me.book(slot, hold_id=id_)) == (409, "hold-expired")
    clock.at = NOW + timedelta(seconds=299)
    assert me.book(slot, hold_id=id_).status_code == 201


def test_a_third_hold_is_refused(me: Resident) -> None:
    holds = [
        me.http.post(f"{BOOK}/holds", json={"slot_id": slot["slot_id"], "service_code": SERVICE})
        for slot in me.free()[:3]
    ]
    assert [reply.status_code for reply in holds] == [201, 201, 409]


# --- afterwards --------------------------------------------------------------------------------------------------


def test_mine_are_listed_latest_start_first_and_cancelled_ones_stay(me: Resident) -> None:
    slots = me.free()
    first, second = me.booked(slots[0]), me.booked(slots[-1])
    assert me.http.post(f"{BOOK}/{second['id']}/cancel").json()["status"] == "cancelled"
    items = me.http.get(BOOK).json()["items"]
    assert [(item["id"], item["status"]) for item in items] == [(second["id"], "cancelled"), (first["id"], "confirmed")]
    assert problem(me.http.post(f"{BOOK}/{second['id']}/cancel")) == (409, "illegal-step")


def test_too_late_to_cancel_or_move(me: Resident, clock: Standing) -> None:
    slot, other = me.free()[0], me.free()[-1]
    made = me.booked(slot)
    clock.at = datetime(2026, 11, 24, 6, 31, tzinfo=ZONE)
    assert problem(me.http.post(f"{BOOK}/{made['id']}/cancel")) == (409, "cancel-deadline")
    moved = me.http.post(f"{BOOK}/{made['id']}/reschedule", json={"slot_id": other["slot_id"]})
    assert problem(moved) == (409, "cancel-deadline")


def test_a_move_keeps_id_and_code(me: Resident) -> None:
    slots = me.free()
    made = me.booked(slots[0])
    moved = me.http.post(f"{BOOK}/{made['id']}/reschedule", json={"slot_id": slots[5]["slot_id"]}).json()
    assert (moved["id"], moved["code"], moved["start"]) == (made["id"], made["code"], slots[5]["start"])
    refused = me.http.post(f"{BOOK}/{made['id']}/reschedule", json={"slot_id": "office-county~202611230900"})
    assert problem(refused) == (409, "slot-past")
    assert me.http.get(f"{BOOK}/{made['id']}").json()["start"] == slots[5]["start"]


def test_what_belongs_to_others_is_not_found(me: Resident, you: Resident) -> None:
    made = me.booked(me.free()[0])
    path = f"{BOOK}/{made['id']}"
    replies = [you.http.get(path), you.http.get(f"{path}.ics"), you.http.post(f"{path}/cancel")]
    replies.append(you.http.post(f"{path}/reschedule", json={"slot_id": you.free()[1]["slot_id"]}))
    assert [problem(reply) for reply in replies] == [(404, "not-found")] * 4


def test_code_and_tail_bring_an_appointment_to_another_session(me: Resident, you: Resident) -> None:
    made = me.booked(me.free()[0])
    found = you.http.post(f"{BOOK}/lookup", json={"code": made["code"].lower(), "phone_tail": "8000"})
    assert found.json() == made
    assert [item["id"] for item in you.http.get(BOOK).json()["items"]] == [made["id"]]


def test_five_failed_lookups_are_enough(me: Resident, you: Resident) -> None:
    made = me.booked(me.free()[0])
    wrong = [{"code": made["code"], "phone_tail": "0000"}, {"code": "XXXXXXXX", "phone_tail": "8000"}]
    replies = [you.http.post(f"{BOOK}/lookup", json=wrong[n % 2]) for n in range(5)]
    assert {(reply.status_code, reply.json()["detail"]) for reply in replies} == {(404, replies[0].json()["detail"])}
    locked = you.http.post(f"{BOOK}/lookup", json={"code": made["code"], "phone_tail": "8000"})
    assert problem(locked) == (429, "too-many")
    assert 1 <= int(locked.headers["retry-after"]) <= 900


def test_the_calendar_file_holds_the_visit(me: Resident) -> None:
    made = me.booked(me.free()[0])
    reply = me.http.get(f"{BOOK}/{made['id']}.ics")
    assert reply.headers["content-type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(reply.content).walk("VEVENT")
    assert event.start == datetime.fromisoformat(made["start"]) and event.end == datetime.fromisoformat(made["end"])
    assert made["code"] in event["DESCRIPTION"] and str(event["STATUS"]) == "CONFIRMED"
    me.http.post(f"{BOOK}/{made['id']}/cancel")
    (event,) = icalendar.Calendar.from_ical(me.http.get(f"{BOOK}/{made['id']}.ics").content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"


def test_the_action_server_acts_for_the_sender_it_names(url: str, me: Resident) -> None:
    made = me.booked(me.free()[0])
    headers = {"X-Yikan-Service": "between-us", "X-Yikan-Sender": "id-me"}
    with client(url, **headers) as actions, client(url, **{**headers, "X-Yikan-Service": "guess"}) as stranger:
        assert actions.get(f"{BOOK}/{made['id']}").json() == made
        assert problem(stranger.get(BOOK))[0] == 401


# --- everybody at once -------------------------------------------------------------------------------------------


async def test_two_hundred_at_once_get_exactly_the_free_places(url: str, me: Resident) -> None:
    """A township hall with three counters; everybody else is told it is full, and nothing breaks."""
    slot = next(item for item in me.free(place="office-liuxi") if item["free"] == 3)
    limits = httpx.Limits(max_connections=200)
    headers = {"Authorization": "Bearer me"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60, limits=limits) as crowd:
        bodies = [body(slot, name=f"居民{number}") for number in range(200)]
        replies = await asyncio.gather(
            *(crowd.post(BOOK, json=one, headers={"Idempotency-Key": str(n)}) for n, one in enumerate(bodies))
        )
    assert Counter(reply.status_code for reply in replies) == {201: 3, 409: 197}
    assert {problem(reply) for reply in replies if reply.status_code == 409} == {(409, "slot-full")}
