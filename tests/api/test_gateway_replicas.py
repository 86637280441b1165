"""Several Rasas behind the gateway: a talk stays on one; another stands in only where that one does not listen."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.bot import Bot
from knowledge.errors import Unavailable

Json = dict[str, Any]
URLS = ("http://one", "http://two")
SENDERS = [f"sender-{number}" for number in range(40)]


class Replicas(httpx.AsyncBaseTransport):
    """Two Rasas; `fails` says by host what goes wrong instead of an answer."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Json]] = []
        self.fails: dict[str, Callable[[], Exception]] = {}
        self.takes_s = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if host in self.fails:
            raise self.fails[host]()
        self.heard.append((host, json.loads(request.content)))
        await asyncio.sleep(self.takes_s)
        return httpx.Response(200, json={"messages": [{"type": "text", "text": host}]})


def _turns(replicas: Replicas, senders: list[str], patience: float = 4.0) -> list[str]:
    async def all_of_them() -> list[str]:
        bot = Bot(URLS, "secret", patience, replicas)
        return [(await bot.turn(sender, "你好", {}))[0]["text"] for sender in senders]

    return asyncio.run(all_of_them())


def test_every_talk_stays_on_one_replica_and_both_have_some() -> None:
    replicas = Replicas()
    assert _turns(replicas, SENDERS) == _turns(replicas, SENDERS)
    assert set(_turns(replicas, SENDERS)) == {"one", "two"}


def test_a_replica_that_does_not_listen_is_stood_in_for_and_has_its_talks_back_later() -> None:
    replicas = Replicas()
    before = _turns(replicas, SENDERS)
    replicas.fails["one"] = lambda: httpx.ConnectError("refused")
    assert set(_turns(replicas, SENDERS)) == {"two"}
    replicas.fails.clear()
    assert _turns(replicas, SENDERS) == before


@pytest.mark.parametrize("fault", [httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut off")])
def test_a_turn_that_may_have_begun_is_never_given_to_another_replica(fault: Exception) -> None:
    replicas = Replicas()
    replicas.fails["one"] = lambda: fault
    mine = next(sender for sender, home in zip(SENDERS, _turns(Replicas(), SENDERS), strict=True) if home == "one")
    with pytest.raises(Unavailable):
        _turns(replicas, [mine])
    assert not replicas.heard


def test_the_bot_is_told_until_when_somebody_waits_and_is_not_waited_for_longer() -> None:
    replicas = Replicas()
    replicas.takes_s = 30
    with pytest.raises(Unavailable):
        _turns(replicas, ["sender"], patience=0.3)
    until = replicas.heard[0][1]["metadata"]["until"]
    assert until <= time.time()


def test_with_no_time_left_the_bot_is_not_troubled() -> None:
    replicas = Replicas()

    async def late() -> None:
        await Bot(URLS, "secret", 4.0, replicas).turn("sender", "你好", {}, 0.05)

    with pytest.raises(Unavailable):
        asyncio.run(late())
    assert not replicas.heard
