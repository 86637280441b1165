"""The queue, booking and closing at the desk, over HTTP."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from api.dependencies import Parts
from knowledge.store.audit import AuditStore
from knowledge.store.booking import Book, Person
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import transaction
from knowledge.store.users import UserStore
from tests.api.conftest import OwnApi
from tests.builders import NOW

OFFICE, SERVICE = "office-liuxi", "residence-permit-apply"
PASSWORD = "Lasting-key-88"


@dataclass
class Desk:
    """A browser at the desk, signed in. `send` fills in a form of the page it names."""

    http: httpx.Client
    parts: Parts

    def send(self, path: str, page: str = "/desk/queue", **fields: str) -> httpx.Response:
        form = self.http.get(page)
        token = re.search(r'name="csrf" value="([^"]+)"', form.text)
        assert token, form.text
        return self.http.post(path, data={"office": OFFICE, **fields, "csrf": token.group(1)})

    def walk_in(self, **fields: str) -> str:
        given = re.search(
            r"<p class=\"done\" role=\"status\">(\w+) 号", self.send("/desk/queue/walk-in", **fields).text
        )
        assert given
        return given.group(1)

    def call(self) -> str:
        called = self.send("/desk/queue/call", counter=self.counter())
        found = re.search(r"请 (\w+) 号到", called.text)
        return found.group(1) if found else f"{called.status_code}"

    def counter(self) -> str:
        with transaction(self.parts.engine, write=False) as session:
            return CatalogueStore(session).snapshot(NOW.date()).offices[OFFICE].counters[0].name

    def action(self, what: str) -> str:
        """The path of the first form of that kind on the page."""
        found = re.search(rf'action="(/desk/queue/\w+/{what})"', self.http.get(f"/desk/queue?office={OFFICE}").text)
        assert found, what
        return found.group(1)

    def booked(self, name: str, phone: str, at: int = 0, days: int = 0) -> str:
        """Somebody with an appointment today (booked days ago); returns their code."""
        with transaction(self.parts.engine, write=True) as session:
            snapshot = CatalogueStore(session).snapshot(NOW.date())
            service, day = snapshot.published[SERVICE].service, NOW.date() + timedelta(days=days)
            book = Book(session, self.parts.vault, snapshot, now=NOW - timedelta(days=5))
            book_now = Book(session, self.parts.vault, snapshot, now=NOW)
            times = [f for f in book.slots([service], [snapshot.offices[OFFICE]], day, day) if f.free > 0]
            times = [f for f in times if f.start.start > book_now.now]
            made = book.book("resident", times[at].start.id, [service], Person(name, phone), key=phone, digest=phone)
            return made.code

    def deeds(self) -> list[str]:
        with transaction(self.parts.engine, write=False) as session:
            return [entry.what for entry in AuditStore(session).entries()]


@pytest.fixture
def desk(own_api: OwnApi) -> Iterator[Desk]:
    with transaction(own_api.parts.engine, write=True) as session:
        UserStore(session).add("lin", "desk", PASSWORD, now=NOW, must_change=False)
    with httpx.Client(
        base_url=own_api.url, headers={"Accept": "text/html"}, follow_redirects=True, timeout=30
    ) as browser:
        at_desk = Desk(browser, own_api.parts)
        at_desk.send("/desk/login", "/desk/login", name="lin", password=PASSWORD)
        yield at_desk


def test_strangers_do_not_get_to_the_queue(own_api: OwnApi) -> None:
    with httpx.Client(base_url=own_api.url, headers={"Accept": "text/html"}) as stranger:
        for path in ("/desk/queue", "/desk/book", "/desk/find", "/desk/close", "/desk/second-trips"):
            assert stranger.get(path).status_code == 303, path
        assert stranger.get("/desk/second-trips.csv").status_code == 401
        assert (
            stranger.post("/desk/queue/call", data={"csrf": "x", "office": OFFICE, "counter": "x"}).status_code == 401
        )


def test_walk_ins_are_called_in_the_order_they_came(desk: Desk) -> None:
    assert [desk.walk_in(), desk.walk_in()] == ["B001", "B002"]
    assert [desk.call(), desk.call(), desk.call()] == ["B001", "B002", "409"]


def test_who_needs_care_stands_further_ahead(desk: Desk) -> None:
    desk.walk_in()
    assert desk.walk_in(care="1") == "B002"
    assert desk.call() == "B002"


def test_a_booked_visitor_comes_in_by_code_or_phone_tail_and_is_called_at_their_time(desk: Desk) -> None:
    desk.walk_in()
    first, _ = desk.booked("王小明", "13800138000", 0), desk.booked("李小红", "13900139111", 1)
    assert "A001 号" in desk.send("/desk/queue/check-in", code=first).text
    assert "A002 号" in desk.send("/desk/queue/check-in", code="9111").text
    assert desk.call() in ("A001", "B001")
    assert "check-in" in desk.deeds()


def test_the_same_phone_tail_twice_is_asked_back(desk: Desk) -> None:
    desk.booked("王小明", "13800138000", 0)
    desk.booked("李小红", "13900138000", 1)
    assert "尾号相同的有 2 位" in desk.send("/desk/queue/check-in", code="8000").text


def test_a_visit_goes_from_call_to_finish_and_an_illegal_step_is_refused(desk: Desk) -> None:
    code = desk.booked("王小明", "13800138000")
    desk.send("/desk/queue/check-in", code=code)
    assert desk.send("/desk/queue/check-in", code=code).status_code == 409
    assert desk.call() == "A001"
    serve = desk.action("serve")
    assert desk.send(serve).status_code == 200
    assert desk.send(serve).status_code == 409
    finish = desk.action("finish")
    assert desk.send(serve.replace("serve", "miss")).status_code == 409
    assert desk.send(finish).status_code == 200
    assert desk.send(finish).status_code == 409
    with transaction(desk.parts.engine, write=False) as session:
        snapshot = CatalogueStore(session).snapshot(NOW.date())
        store = Book(session, desk.parts.vault, snapshot, now=NOW).appointments
        assert store.by_code(code).status == "finished"


def test_somebody_who_does_not_come_after_three_calls_can_be_passed_over(desk: Desk) -> None:
    desk.walk_in()
    desk.call()
    for _ in range(2):
        desk.send(desk.action("again"))
    assert desk.send(desk.action("miss")).status_code == 200
    assert "过号" in desk.http.get(f"/desk/queue?office={OFFICE}").text


def test_the_wait_is_not_guessed_before_enough_is_known(desk: Desk) -> None:
    desk.walk_in()
    desk.walk_in()
    assert "还说不准" in desk.http.get(f"/desk/queue?office={OFFICE}").text


def test_second_trips_are_counted_by_service_and_paper_and_the_table_runs_no_formula(desk: Desk) -> None:
    desk.walk_in(service=SERVICE)
    desk.call()
    desk.send(desk.action("serve"))
    desk.send(desk.action("finish"), again="paper_missing", service=SERVICE, paper="=1+1")
    assert "缺材料" in desk.http.get("/desk/second-trips").text
    rows = list(csv.reader(io.StringIO(desk.http.get("/desk/second-trips.csv").text.lstrip("\ufeff"))))
    assert rows[1][1:] == ["'=1+1", "缺材料", "1"]


def test_the_desk_books_for_villagers_with_one_phone_each_with_consent(desk: Desk) -> None:
    page = desk.http.get(f"/desk/book?service={SERVICE}&office={OFFICE}").text
    slots = re.findall(r'<option value="(office-liuxi~\d{12})"', page)
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key

    def book(name: str, key: str, **fields: str) -> httpx.Response:
        about = {"service": SERVICE, "slot": slots[0], "name": "代办员老李", "phone": "13800138000"}
        return desk.send("/desk/book", "/desk/book", **about, key=key, behalf=name, relation="村民", **fields)

    assert "本人是否同意" in book("王大妈", "a").text
    assert "约好了" in book("王大妈", key.group(1), consent="1").text
    assert "约好了" in book("赵大爷", "b", consent="1").text
    assert book("赵大爷", "c", consent="1").status_code == 409
    assert desk.deeds().count("desk-book") == 2


def test_a_lost_code_is_found_with_proof_only_and_every_look_is_audited(desk: Desk) -> None:
    code = desk.booked("王小明", "13800138000")
    without = desk.send("/desk/find", "/desk/find", name="王小明", phone="13800138000")
    assert without.status_code == 409 and code not in without.text
    assert code in desk.send("/desk/find", "/desk/find", name="王小明", phone="138 0013 8000", proof="id_card").text
    assert code not in desk.send("/desk/find", "/desk/find", name="王大明", phone="13800138000", proof="id_card").text
    assert desk.deeds().count("code-found") == 2


def test_a_power_cut_is_one_action(desk: Desk) -> None:
    code = desk.booked("王小明", "13800138000")
    until = (NOW + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    done = desk.send("/desk/close", "/desk/close", start=f"{NOW:%Y-%m-%dT%H:%M}", end=until, reason="停电")
    assert "改期 1 个" in done.text
    with transaction(desk.parts.engine, write=False) as session:
        snapshot = CatalogueStore(session).snapshot(NOW.date())
        moved = Book(session, desk.parts.vault, snapshot, now=NOW).appointments.by_code(code)
    assert (moved.status, moved.start.date() > NOW.date() or moved.office != OFFICE) == ("confirmed", True)
    assert "close-office" in desk.deeds()


def test_a_closure_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    start, end = "2026-11-25T10:00", "2026-11-25T09:00"
    assert desk.send("/desk/close", "/desk/close", start=start, end=end, reason="停电").status_code == 409
    assert desk.send("/desk/close", "/desk/close", start="soon", end=end, reason="停电").status_code == 409


def test_a_walk_in_is_queued_by_what_the_clerk_types(desk: Desk) -> None:
    desk.walk_in(service="jzz申领")
    assert "居住证申领" in desk.http.get(f"/desk/queue?office={OFFICE}").text


def test_a_walk_in_for_nothing_we_know_is_told_and_gets_no_number(desk: Desk) -> None:
    refused = desk.send("/desk/queue/walk-in", service="qqqqqq")
    assert refused.status_code == 409 and "qqqqqq" in refused.text


@pytest.mark.parametrize("page", ["/desk/queue", "/desk/counter", f"/desk/check/{SERVICE}"])
def test_the_hall_a_clerk_chose_stays_chosen(desk: Desk, page: str) -> None:
    desk.http.get(f"/desk/queue?office={OFFICE}")
    assert f'<option value="{OFFICE}" selected>' in desk.http.get(page).text


def test_booking_for_somebody_begins_in_the_clerks_own_hall(desk: Desk) -> None:
    desk.http.get(f"/desk/queue?office={OFFICE}")
    assert f'<option value="{OFFICE}" selected>' in desk.http.get(f"/desk/book?service={SERVICE}").text


def test_a_refused_booking_loses_nothing_the_clerk_typed(desk: Desk) -> None:
    page = desk.http.get(f"/desk/book?service={SERVICE}&office={OFFICE}").text
    slot = re.findall(r'<option value="(office-liuxi~\d{12})"', page)[3]
    about = {"service": SERVICE, "slot": slot, "name": "张大山", "phone": "12345", "key": "one-key", "relation": "村民"}
    refused = desk.send("/desk/book", "/desk/book", **about)
    assert refused.status_code == 409
    assert 'value="张大山"' in refused.text and 'value="12345"' in refused.text and 'value="村民"' in refused.text
    assert f'<option value="{slot}" selected>' in refused.text


def test_a_refused_closure_loses_nothing_the_clerk_typed(desk: Desk) -> None:
    times = {"start": "2026-12-01T12:00", "end": "2026-12-01T08:00"}
    refused = desk.send("/desk/close", "/desk/close", reason="水管爆了", then="cancel", **times)
    assert refused.status_code == 409
    assert 'value="水管爆了"' in refused.text and 'value="2026-12-01T12:00"' in refused.text
    assert f'<option value="{OFFICE}" selected>' in refused.text
