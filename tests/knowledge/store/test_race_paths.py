"""Two hundred at once by every path there is, through two API processes over one database: exactly full, no error.

The crowd books, books at the desk, confirms holds and moves appointments into the same time. Then one request fifty
times, again after a restart of the process that answered it.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from knowledge.importers.sample import load_sample
from knowledge.store import make_engine, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.chat import ChatStore, hash_token
from knowledge.store.users import UserStore
from tests.browser.serving import ROOT, free_port
from tests.knowledge.store.conftest import NOW

OFFICE, SERVICE = "office-liuxi", "residence-permit-apply"
PLACES = {"0900": 1, "0930": 3, "1000": 7}
DAYS = {"0900": "20261125", "0930": "20261126", "1000": "20261127"}  # one a day for each person
CROWD, PASSWORD = 200, "Lasting-key-88"
BOOK = "/api/v1/appointments"
Json = dict[str, Any]


@dataclass
class Process:
    url: str
    env: dict[str, str]
    running: subprocess.Popen[bytes]


@dataclass
class Crowd:
    """How many requests were under way at once at most, and what everybody was told."""

    urls: list[str]
    under_way: int = 0
    most: int = 0
    told: list[tuple[str, int, str]] = field(default_factory=list)

    async def send(self, http: httpx.AsyncClient, path: str, number: int, what: str, **sent: Any) -> httpx.Response:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            reply = await http.post(self.urls[number % len(self.urls)] + path, **sent)
        finally:
            self.under_way -= 1
        name = reply.json()["type"].rpartition("/")[2] if "problem" in reply.headers["content-type"] else ""
        self.told.append((what, reply.status_code, name))
        return reply


@contextmanager
def api_process(data: Path, url: str) -> Iterator[Process]:
    port = free_port()
    env = {
        **os.environ,
        "YIKAN_DATABASE_URL": url,
        "YIKAN_DATA_DIR": str(data),
        "YIKAN_NOW": NOW.isoformat(),
        "YIKAN_SESSION_RATE": "0",
        "YIKAN_MESSAGE_RATE": "0",
        "YIKAN_MEANING": "false",
    }
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    log = (data / f"{port}.log").open("wb")
    # as `yikan up` starts it: a client that waits long must not meet a line that is just being closed
    options = ["--log-level", "warning", "--timeout-keep-alive", "30"]
    running = subprocess.Popen([*command, *options], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        process = Process(f"http://127.0.0.1:{port}", env, running)
        _wait(process)
        yield process
    finally:
        running.terminate()
        running.wait(30)
        log.close()


def _wait(process: Process) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.running.poll() is None, "the process ended"
        try:
            if httpx.get(f"{process.url}/api/v1/services/{SERVICE}/slots", timeout=30).status_code == 200:
                return
        except httpx.HTTPError:
            pass  # not listening yet
        time.sleep(0.3)
    raise AssertionError("not up in time")


@pytest.fixture
def filled(url: str, tmp_path: Path) -> Path:
    """The sample county with one small hall: 1, 3 and 7 places at three times; everybody has a session already."""
    engine = make_engine(url)
    with transaction(engine, write=True) as session:
        store = CatalogueStore(session)
        store.seed(load_sample(), now=NOW)
        office = store.snapshot(NOW.date()).offices[OFFICE]
        shifts = [
            {"staffed": places, "start": f"{clock[:2]}:{clock[2:]}", "end": _later(clock)}
            for clock, places in PLACES.items()
        ]
        counter = {"name": "综合窗口", "staffed": 9, "shifts": shifts}
        document = {**office.model_dump(mode="json", by_alias=True), "counters": [counter], "slot_minutes": 30}
        document["periods"] = [{"days": [1, 2, 3, 4, 5], "start": "08:00", "end": "17:00"}]
        document["market_days"] = []
        store.put("office", [type(office).model_validate(document)], "test", now=NOW)
        sample = store.snapshot(NOW.date())
        store.replace_rules(sample.rules.model_copy(update={"reopen_delay_s": 0}), "test", now=NOW)
        UserStore(session).add("lin", "desk", PASSWORD, now=NOW, must_change=False)
        for number in range(CROWD):
            idle = timedelta(days=9)
            ChatStore(session).open(hash_token(f"t{number}"), None, now=NOW, idle=idle, session_id=f"p{number}")
    engine.dispose()
    return Settings(data_dir=tmp_path).data_dir


def _later(clock: str) -> str:
    minutes = int(clock[:2]) * 60 + int(clock[2:]) + 30
    return f"{minutes // 60:02}:{minutes % 60:02}"


def slot(clock: str, day: str = "") -> str:
    return f"{OFFICE}~{day or DAYS[clock]}{clock}"


def body(at: str, number: int, **fields: Any) -> Json:
    who = {"name": f"居民{number}", "phone": f"138{number:08}"}
    return {"slot_id": at, "service_code": SERVICE, **who, **fields}


def headers(number: int, key: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer t{number}", "Idempotency-Key": key or str(uuid.uuid4())}


async def one(crowd: Crowd, http: httpx.AsyncClient, desk: httpx.AsyncClient, csrf: str, at: str, number: int) -> None:
    """Everybody wants the same time, each in their own way."""
    way = number % 4
    if way == 0:
        await crowd.send(http, BOOK, number, "book", json=body(at, number), headers=headers(number))
    elif way == 1:
        asked = {"slot_id": at, "service_code": SERVICE}
        held = await crowd.send(http, f"{BOOK}/holds", number, "hold", json=asked, headers=headers(number))
        if held.status_code == 201:
            sent = body(at, number, hold_id=held.json()["hold_id"])
            await crowd.send(http, BOOK, number, "confirm", json=sent, headers=headers(number))
    elif way == 2:
        mine = http.post(crowd.urls[0] + BOOK, json=body(at[:-4] + "1400", number), headers=headers(number))
        made = await mine
        if made.status_code == 201:
            path = f"{BOOK}/{made.json()['id']}/reschedule"
            await crowd.send(http, path, number, "move", json={"slot_id": at}, headers=headers(number))
    else:
        form = {"csrf": csrf, "key": f"k{number}-{at}", "service": SERVICE, "slot": at, "channel": "desk"}
        who = {"name": f"居民{number}", "phone": f"138{number:08}"}
        await crowd.send(desk, "/desk/book", 0, "desk", data={**form, **who})


async def rush(urls: list[str], at: str) -> Crowd:
    crowd = Crowd(urls)
    limits = httpx.Limits(max_connections=CROWD)
    async with (
        httpx.AsyncClient(timeout=120, limits=limits) as http,
        httpx.AsyncClient(timeout=120, limits=limits, headers={"Accept": "text/html"}) as desk,
    ):
        page = await desk.get(f"{urls[0]}/desk/login")
        form = {"name": "lin", "password": PASSWORD, "csrf": _csrf(page.text)}
        await desk.post(f"{urls[0]}/desk/login", data=form)
        csrf = _csrf((await desk.get(f"{urls[0]}/desk/book?service={SERVICE}&office={OFFICE}")).text)
        await asyncio.gather(*(one(crowd, http, desk, csrf, at, number) for number in range(CROWD)))
    return crowd


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page[:500]
    return found.group(1)


async def same_request(urls: list[str], key: str, sent: Json) -> list[httpx.Response]:
    async with httpx.AsyncClient(timeout=120) as http:
        asked = (http.post(urls[n % len(urls)] + BOOK, json=sent, headers=headers(0, key)) for n in range(50))
        return list(await asyncio.gather(*asked))


def test_every_path_at_once_fills_each_time_exactly(url: str, filled: Path) -> None:
    with api_process(filled, url) as first, api_process(filled, url) as second:
        for clock, places in PLACES.items():
            crowd = asyncio.run(rush([first.url, second.url], slot(clock)))
            assert {status for _, status, _ in crowd.told} <= {200, 201, 409}, crowd.told
            won = [what for what, status, _ in crowd.told if status in (200, 201) and what != "hold"]
            assert len(won) == places, crowd.told
            assert crowd.most >= 2
            assert _in_force(url, clock) == places
            refused = {name for _, status, name in crowd.told if status == 409}
            assert refused <= {"", "slot-full", "already-booked"}, refused
        sent = body(slot("1530", "20261130"), 0)
        replies = asyncio.run(same_request([first.url, second.url], "one-key", sent))
        assert {reply.status_code for reply in replies} == {201}
        assert len({reply.text for reply in replies}) == 1
        id_ = replies[0].json()["id"]
    with api_process(filled, url) as again, httpx.Client(base_url=again.url, timeout=60) as http:
        assert http.post(BOOK, json=sent, headers=headers(0, "one-key")).text == replies[0].text
        other = http.post(BOOK, json={**sent, "name": "别人"}, headers=headers(0, "one-key"))
        assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-conflict")
        assert http.get(f"{BOOK}/{id_}", headers=headers(1)).status_code == 404
        stranger = http.post(BOOK, json=body(slot("1530", "20261130"), 1), headers=headers(1, "one-key"))
        assert stranger.status_code == 201 and stranger.json()["id"] != id_


def _in_force(url: str, clock: str) -> int:
    from sqlalchemy import text

    engine = make_engine(url)
    with transaction(engine, write=False) as session:
        query = "SELECT count(*) FROM appointment WHERE slot_id = :slot AND active"
        number = session.execute(text(query), {"slot": slot(clock)}).scalar_one()
        wrong = "SELECT count(*) FROM slot s WHERE used <> (SELECT count(*) FROM slot_claim c WHERE c.slot_id = s.id)"
        assert session.execute(text(wrong)).scalar_one() == 0
    engine.dispose()
    return int(number)
