"""What goes wrong behind a talk: one effect, an honest answer in time, and later turns as if nothing had been.

Between the action server and the catalogue stands a small proxy that can be slow, refuse, or talk nonsense.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.serving import READY_WITHIN_S, System, start_system
from tests.conversations.talk import Message, Talk

LIMIT_S = 4.5
FAULTS = ("slow", "error", "garbage", "refused")


@dataclass
class Proxy:
    """`fault` None: everything goes through. `passed` are the writes that reached the catalogue."""

    target: str = ""
    url: str = ""
    fault: str | None = None
    passed: list[str] = field(default_factory=list)

    def through(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        if method == "POST":
            self.passed.append(path)
        return httpx.request(method, self.target + path, headers=headers, content=body, timeout=30)


@contextmanager
def proxy() -> Iterator[Proxy]:
    state = Proxy()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if state.fault == "refused":
                self.close_connection = True
                return
            if state.fault == "slow":
                time.sleep(8)
            if state.fault in ("error", "garbage"):
                self._answer(500 if state.fault == "error" else 200, b"<html>{")
                return
            kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            reply = state.through(self.command, self.path, kept, body)
            self._answer(reply.status_code, reply.content)

        do_GET = do_POST = do_PUT = do_DELETE = _any

        def _answer(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                self.close_connection = True  # nobody waits any more: that is the case being tested

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def between() -> Iterator[Proxy]:
    with proxy() as found:
        yield found


@pytest.fixture(scope="module")
def behind(between: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of its own, with two Rasas and the proxy before its catalogue."""
    settings = {"YIKAN_RASA_COUNT": "2", "YIKAN_CATALOGUE_URL": between.url}
    with start_system(tmp_path_factory.mktemp("robust"), settings=settings) as running:
        between.target = running.url
        yield running


@pytest.fixture
def talk(behind: System, between: Proxy) -> Iterator[Talk]:
    between.fault = None
    with Talk(behind.url) as found:
        yield found
    between.fault = None


def _until_the_summary(talk: Talk, person: str) -> None:
    talk.say("我想约个时间办不动产查询")
    talk.say("第一个")
    talk.say(f"{person}，13987654321")
    assert not talk.appointments()


def _send(talk: Talk, text: str, number: str) -> list[Message]:
    body = {"text": text, "message_id": number}
    reply = httpx.post(
        f"{talk.http.base_url}chat/messages", json=body, headers={"Authorization": f"Bearer {talk.token}"}, timeout=30
    )
    assert reply.status_code == 200, reply.text
    messages: list[Message] = reply.json()["messages"]
    return messages


def _said(talk: Talk) -> list[str]:
    """What the resident said, as the history has it; every question is followed by an answer."""
    items = talk.http.get("/chat/messages").json()["messages"]
    for item, following in zip(items, [*items[1:], None], strict=True):
        assert item["from"] == "assistant" or (following is not None and following["from"] == "assistant")
    return [item["message"]["text"] for item in items if item["from"] == "resident"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_catalogue_that_fails_at_the_yes_books_once_in_the_end(talk: Talk, between: Proxy, fault: str) -> None:
    _until_the_summary(talk, {"slow": "冯小满", "error": "冯大暑", "garbage": "冯立秋", "refused": "冯白露"}[fault])
    between.fault = fault
    begun = time.monotonic()
    talk.say("确认")
    assert time.monotonic() - begun < LIMIT_S
    assert not talk.has_card("appointment") and talk.text
    between.fault = None
    talk.say("确认")
    talk.card("appointment")
    if fault == "slow":
        time.sleep(5)  # what was given up reaches the catalogue late
    assert len(talk.appointments()) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_catalogue_that_fails_is_admitted_in_time_and_the_next_question_is_answered(
    talk: Talk, between: Proxy, fault: str
) -> None:
    between.fault = fault
    begun = time.monotonic()
    talk.say("残疾人证换证要拿哪些东西")
    assert time.monotonic() - begun < LIMIT_S
    assert not talk.has_card("guide")
    between.fault = None
    talk.say("残疾人证换证要拿哪些东西")
    talk.card("guide")


def test_two_messages_at_once_are_both_answered_and_stand_in_order(talk: Talk) -> None:
    texts = ("老年证在什么地方办", "老年证办一个收费不")
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda text: _send(talk, text, str(uuid.uuid4())), texts))
    assert all(any(message.get("kind") == "guide" for message in reply) for reply in replies)
    assert sorted(_said(talk)) == sorted(texts)


def test_the_yes_sent_many_times_at_once_is_one_appointment_and_one_reply(talk: Talk) -> None:
    _until_the_summary(talk, "冯谷雨")
    number = str(uuid.uuid4())
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: _send(talk, "确认", number), range(4)))
    assert all(reply == replies[0] for reply in replies)
    assert len(talk.appointments()) == 1


def test_who_loses_the_connection_and_sends_again_gets_the_reply_of_the_first_time(talk: Talk) -> None:
    _until_the_summary(talk, "冯惊蛰")
    number = str(uuid.uuid4())
    with pytest.raises(httpx.ReadTimeout):
        body = {"text": "确认", "message_id": number}
        talk.http.post("/chat/messages", json=body, timeout=httpx.Timeout(30, read=0.01))
    again = _send(talk, "确认", number)
    assert any(message.get("kind") == "appointment" for message in again)
    assert len(talk.appointments()) == 1


def test_a_bot_that_hangs_is_answered_for_in_time_and_what_it_does_later_has_no_effect(
    talk: Talk, behind: System
) -> None:
    _until_the_summary(talk, "冯霜降")
    bots = _rasas(behind)
    for bot in bots:
        os.kill(bot, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        talk.say("确认")
        assert time.monotonic() - begun < LIMIT_S
    finally:
        for bot in bots:
            os.kill(bot, signal.SIGCONT)
    time.sleep(2)
    assert not talk.appointments()
    talk.say("确认")
    assert len(talk.appointments()) == 1


def test_a_bot_that_is_killed_is_stood_in_for_and_comes_back(behind: System, between: Proxy) -> None:
    between.fault = None
    with ExitStack() as open_talks:
        _outlive_a_bot([open_talks.enter_context(Talk(behind.url)) for _ in range(6)], behind)


def _outlive_a_bot(talks: list[Talk], behind: System) -> None:
    for talk in talks:
        talk.say("办临时身份证要带啥东西")
    os.kill(_rasas(behind)[0], signal.SIGKILL)
    for talk in talks:
        talk.say("那收不收钱")
        if not talk.has_card("guide"):  # its call was on the way to the one that died: said honestly, not done twice
            talk.say("那收不收钱")
        assert talk.card("guide")["data"]["service"]["code"] == "id-card-temporary"
    _await_ready(behind)
    for talk in talks:
        talk.say("那好久弄得好")
        assert talk.card("guide")["data"]["service"]["code"] == "id-card-temporary"


def _rasas(system: System) -> list[int]:
    """Process ids of this system's bots: those whose environment names its tracker."""
    mark = f"YIKAN_TRACKER_DB={system.data / 'tracker.db'}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _is(entry, b"rasa") and mark in _read(entry / "environ"):
            found.append(int(entry.name))
    assert len(found) == 2, found
    return sorted(found)


def _is(process: Path, word: bytes) -> bool:
    command = _read(process / "cmdline").split(b"\0")
    return word in command and b"run" in command


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""  # it ended meanwhile, or belongs to somebody else


def _await_ready(system: System) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while httpx.get(f"{system.url}/readyz", timeout=10).json()["status"] != "ready":
        assert time.monotonic() < deadline, "the bot did not come back"
        time.sleep(0.5)
