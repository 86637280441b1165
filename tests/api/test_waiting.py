"""Waiting, holds given back, reasons, papers of a proxy, and the messages people get – over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from api.clock import ZONE
from api.dependencies import Parts
from api.reminders import LogChannel, Undeliverable, deliver
from api.settings import Settings
from knowledge.store.chat import ChatStore, hash_token
from knowledge.store.engine import transaction
from knowledge.store.outbox import Notice, Outbox
from knowledge.store.tables.outbox import OutboxRow
from tests.api.conftest import OwnApi

SERVICE = "residence-permit-apply"
SLOTS = f"/api/v1/services/{SERVICE}/slots"
BOOK = "/api/v1/appointments"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)  # a Monday
HALL = "office-liuxi"

Json = dict[str, Any]


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Person:
    def __init__(self, api: OwnApi, name: str) -> None:
        now, parts = api.parts.clock.now(), api.parts
        with transaction(parts.engine, write=True) as session:
            idle = timedelta(days=60)
            ChatStore(session).open(hash_token(name), None, now=now, idle=idle, session_id=f"id-{name}")
        self.name = name
        self.http = httpx.Client(base_url=api.url, headers={"Authorization": f"Bearer {name}"}, timeout=30)

    def free(self, **query: Any) -> list[Json]:
        items: list[Json] = self.http.get(SLOTS, params={"place": HALL, **query}).raise_for_status().json()["items"]
        return [item for item in items if item["free"] > 0]

    def book(self, slot: str, **fields: Any) -> httpx.Response:
        body = {"slot_id": slot, "service_code": SERVICE, "name": self.name, "phone": "13800138000", **fields}
        return self.http.post(BOOK, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(f"{BOOK}/{path}", json=body)

    def wait(self, **body: Any) -> Json:
        made = self.post("waiting", service_code=SERVICE, place=HALL, **body)
        assert made.status_code == 201, made.text
        found: Json = made.json()
        return found

    def inbox(self) -> list[Json]:
        """Sessions are short, reminders come later: whoever has code and number reads them in a new one."""
        items: list[Json] = self.http.get("/api/v1/inbox").raise_for_status().json()["items"]
        return items


class Broken:
    """A channel that is down."""

    def __init__(self) -> None:
        self.tried = 0

    def send(self, notice: Notice, message: Json, sessions: Sequence[str]) -> None:
        self.tried += 1
        raise Undeliverable("down")


@contextmanager
def _people(api: OwnApi, *names: str) -> Iterator[list[Person]]:
    found = [Person(api, name) for name in names]
    try:
        yield found
    finally:
        for person in found:
            person.http.close()


@pytest.fixture
def clock(own_api: OwnApi) -> Standing:
    standing = Standing(NOW)
    own_api.parts.clock.now = standing.now  # type: ignore[method-assign]
    own_api.parts.cache.expire()
    return standing


def later(api: OwnApi, made: Json, name: str = "later") -> Person:
    """The same person with a new session, who attaches the appointment by code and tail."""
    found = Person(api, name)
    found.post("lookup", code=made["code"], phone_tail="8000").raise_for_status()
    return found


def kinds(api: OwnApi, made: Json) -> list[str]:
    person = later(api, made, str(uuid.uuid4()))
    found = [item["kind"] for item in person.inbox()]
    person.http.close()
    return found


def tell(parts: Parts, *channels: Any) -> None:
    while deliver(parts, channels or (LogChannel(),)):
        continue


def problem(reply: httpx.Response) -> str:
    return str(reply.json()["type"]).removeprefix("/problems/")


def test_a_place_that_frees_is_kept_for_who_waits_and_told_with_one_tap(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann", "ben", "cleo") as (ann, ben, cleo):
        slot = ann.free()[0]
        day, hour = slot["start"][:10], slot["start"][11:16]
        holders = [Person(own_api, f"p{n}") for n in range(slot["free"])]
        made = [person.book(slot["slot_id"], phone=f"1380013{n:04}").json() for n, person in enumerate(holders)]
        assert slot["slot_id"] not in [item["slot_id"] for item in ann.free()]
        wish = {"from": day, "to": day, "after": hour, "before": f"{hour[:3]}{int(hour[3:]) + 1:02}"}
        assert cleo.wait(**wish)["position"] == 1
        clock.at += timedelta(seconds=1)
        assert ben.wait(**wish)["position"] == 2
        holders[0].post(f"{made[0]['id']}/cancel").raise_for_status()
        assert ann.book(slot["slot_id"]).status_code == 409
        clock.at += timedelta(seconds=own_api.parts.cache.current().snapshot.rules.reopen_delay_s)
        tell(own_api.parts)
        (notice,) = cleo.inbox()
        assert notice["kind"] == "offer" and slot["start"][11:16] in notice["message"]["text"]
        assert [choice["value"] for choice in notice["message"]["choices"]][0] == "就要这个号"
        (entry,) = cleo.http.get(f"{BOOK}/waiting").json()["items"]
        assert cleo.book(slot["slot_id"], hold_id=entry["offer"]["hold_id"]).status_code == 201
        assert ben.inbox() == [] and ben.http.get(f"{BOOK}/waiting").json()["items"][0]["status"] == "waiting"
        history = cleo.http.get("/api/v1/chat/messages").json()
        assert "有人退号了" in str(history)
        for person in holders:
            person.http.close()


def test_reminders_carry_papers_address_and_the_way_to_cancel(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        made = ann.book(ann.free(**{"from": "2026-11-26", "to": "2026-11-26"})[0]["slot_id"]).json()
        tell(own_api.parts)
        assert ann.inbox() == []
        clock.at = datetime(2026, 11, 25, 18, 0, tzinfo=ZONE)
        tell(own_api.parts)
        tell(own_api.parts)
        again = later(own_api, made)
        (eve,) = again.inbox()
        text = eve["message"]["text"]
        assert eve["kind"] == "reminder-day" and made["code"] in text and made["office"]["address"] in text
        assert all(paper["name"] in text for paper in made["bring"])
        assert eve["message"]["actions"][0]["value"] == f"取消预约{made['code']}"
        clock.at = datetime.fromisoformat(made["start"]) - timedelta(hours=2)
        tell(own_api.parts)
        assert kinds(own_api, made) == ["reminder-soon", "reminder-day"]
        again.http.close()


def test_a_cancelled_or_moved_visit_is_not_reminded_of_at_the_old_time(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        first, second = (ann.free(**{"from": day, "to": day})[0] for day in ("2026-11-26", "2026-11-27"))
        made = ann.book(first["slot_id"]).json()
        ann.post(f"{made['id']}/reschedule", slot_id=second["slot_id"]).raise_for_status()
        clock.at = datetime(2026, 11, 25, 18, 30, tzinfo=ZONE)
        tell(own_api.parts)
        assert kinds(own_api, made) == []
        clock.at = datetime(2026, 11, 26, 18, 0, tzinfo=ZONE)
        tell(own_api.parts)
        assert kinds(own_api, made) == ["reminder-day"]
        again = later(own_api, made)
        again.post(f"{made['id']}/cancel").raise_for_status()
        again.http.close()
        clock.at = datetime.fromisoformat(second["start"])
        tell(own_api.parts)
        assert kinds(own_api, made) == ["reminder-day"]


def test_a_channel_that_is_down_is_tried_again_and_given_up_in_the_end(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        made = ann.book(ann.free(**{"from": "2026-11-27", "to": "2026-11-27"})[0]["slot_id"]).json()
        clock.at, broken = datetime(2026, 11, 26, 18, 0, tzinfo=ZONE), Broken()
        for _ in range(12):
            tell(own_api.parts, broken)
            clock.at += timedelta(minutes=20)
        assert broken.tried == own_api.parts.cache.current().snapshot.rules.reminders.tries
        with transaction(own_api.parts.engine, write=True) as session:
            (dead,) = Outbox(session).dead()
            assert "down" in str(dead.last_error)
            assert Outbox(session).again(dead.id, clock.at)
        tell(own_api.parts)
        assert kinds(own_api, made) == ["reminder-day"]


def test_two_processes_tell_everything_once(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        made = ann.book(ann.free(**{"from": "2026-11-27", "to": "2026-11-27"})[0]["slot_id"]).json()
        clock.at = datetime(2026, 11, 26, 18, 0, tzinfo=ZONE)
        with transaction(own_api.parts.engine, write=True) as session:
            (leased,) = Outbox(session).lease(clock.at, 9, timedelta(minutes=2))
        tell(own_api.parts)
        assert kinds(own_api, made) == []  # left to the process that has it
        clock.at += timedelta(minutes=3)  # which has died
        tell(own_api.parts)
        with transaction(own_api.parts.engine, write=True) as session:
            assert not Outbox(session).sent(leased, {"text": "late"}, clock.at)
        assert kinds(own_api, made) == ["reminder-day"]


def test_a_message_that_cannot_be_written_does_not_stop_the_others(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        made = ann.book(ann.free(**{"from": "2026-11-27", "to": "2026-11-27"})[0]["slot_id"]).json()
        with transaction(own_api.parts.engine, write=True) as session:
            Outbox(session).put("offer", None, NOW, now=NOW, data={"until": "never"}, key="odd", session_id="id-ann")
        clock.at = datetime(2026, 11, 26, 18, 0, tzinfo=ZONE)
        tell(own_api.parts)
        assert kinds(own_api, made) == ["reminder-day"]
        with transaction(own_api.parts.engine, write=True) as session:
            odd = session.scalar(select(OutboxRow).filter_by(key="odd"))
            assert odd is not None and odd.state == "waiting" and odd.last_error
            session.execute(update(OutboxRow).values(state="dropped"))


def test_nobody_reads_anothers_inbox(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        made = ann.book(ann.free(**{"from": "2026-11-27", "to": "2026-11-27"})[0]["slot_id"]).json()
        clock.at = datetime(2026, 11, 26, 18, 0, tzinfo=ZONE)
        tell(own_api.parts)
        again = later(own_api, made)
        stranger = Person(own_api, "stranger")
        assert len(again.inbox()) == 1 and stranger.inbox() == []
        again.http.close()
        stranger.http.close()
        assert httpx.get(f"{own_api.url}/api/v1/inbox").status_code == 401


def test_a_hold_given_back_is_free_at_once_and_only_by_its_owner(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann", "ben") as (ann, ben):
        before = ann.free()[0]
        hold = ann.post("holds", slot_id=before["slot_id"], service_code=SERVICE).json()["hold_id"]
        assert ben.post(f"holds/{hold}/release").status_code == 404
        assert ann.post(f"holds/{hold}/release").status_code == 204
        assert ann.free()[0] == before
        assert problem(ann.post(f"holds/{hold}/release")) == "not-found"


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (("2026-11-28", "2026-11-28"), "不开门"),
        (("2026-11-23", "2026-11-23"), "提前"),
        (("2026-12-08", "2026-12-08"), "明早8点放"),
        (("2026-11-20", "2026-11-20"), "已经过去"),
    ],
)
def test_days_without_a_free_time_say_why(own_api: OwnApi, clock: Standing, days: tuple[str, str], reason: str) -> None:
    with _people(own_api, "ann") as (ann,):
        found = ann.http.get(SLOTS, params={"place": HALL, "from": days[0], "to": days[1]}).json()
        assert not [item for item in found["items"] if item["free"]] and reason in found["reason"]
        assert ann.http.get(SLOTS, params={"place": HALL}).json()["reason"] is None


def test_times_for_two_matters_and_at_every_hall(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        near = ann.http.get(SLOTS).json()["items"]
        every = ann.http.get(SLOTS, params={"anywhere": "true"}).json()["items"]
        assert {item["office"]["slug"] for item in near} < {item["office"]["slug"] for item in every}
        both = ann.http.get("/api/v1/services/social-card-apply/slots", params={"also": SERVICE, "anywhere": "true"})
        assert both.status_code == 200


def test_coming_for_somebody_else_lists_what_the_proxy_brings(own_api: OwnApi, clock: Standing) -> None:
    with _people(own_api, "ann") as (ann,):
        own, other = ann.free()[:2]
        grown_up = {"applicant_is_self": "自己", "birth_date": "1990-05-01"}
        alone = ann.book(own["slot_id"], facts=grown_up).json()["bring"]
        behalf = {"name": "赵秀英", "relation": "妈妈"}
        proxy = ann.book(other["slot_id"], on_behalf_of=behalf).json()["bring"]
        assert not [paper for paper in alone if "代办" in paper["name"]]
        assert [paper for paper in proxy if "代办" in paper["name"]]


def test_settings_of_holds_say_what_the_rules_say(own_api: OwnApi) -> None:
    assert Settings(data_dir=own_api.parts.settings.data_dir).hold_ttl_s == 300
    assert own_api.parts.cache.current().snapshot.rules.hold_ttl_s == 300
