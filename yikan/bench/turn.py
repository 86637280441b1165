"""`yikan bench turn`: how long a turn takes and how many a second, beside a bare Rasa with the same model.

The whole way (gateway, Rasa, actions, catalogue, database and back) against a Rasa whose action does nothing. Both run
at the same time and are asked in turns, so that whatever else the machine does falls on both alike.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Protocol

import httpx

from api.words import word
from yikan.bench import Say
from yikan.bench.figures import Figure, percentile
from yikan.bench.servers import bare, whole

TALKS = (
    ("办居住证需要准备些啥", "那要交多少钱", "在什么地方弄", "礼拜六有人上班没", "谢谢啦", "结婚登记带哪些东西"),
    ("我想给娃儿上户口", "几天弄得好", "我能办不", "不晓得", "上一步", "不办了"),
    ("城东镇大厅的电话给我一个", "现在开着门没", "低保咋个申请", "要跑几趟", "算了", "高龄津贴多少钱一个月"),
    ("帮我约个时间办身份证", "第一个", "周正国", "先不约", "你会干些什么", "再说一遍"),
)
SINGLE_TALKS, AT_ONCE, THROUGHPUT_TALKS = 32, 8, 48
CROWD, PAUSE_S = 60, 3.0
WARM_UP = 8

Turn = Callable[[str], Awaitable[None]]


class Target(Protocol):
    """Something one can talk to; `open` begins a talk and gives the way to say one thing in it."""

    async def open(self, http: httpx.AsyncClient) -> Turn: ...


@dataclass
class Whole:
    """The public contract. `degraded` counts answers without the bot, `sent` the turns by session token."""

    url: str
    degraded: int = 0
    sent: dict[str, int] = field(default_factory=dict)

    async def open(self, http: httpx.AsyncClient) -> Turn:
        opened = await http.post(f"{self.url}/api/v1/chat/sessions", json={})
        opened.raise_for_status()
        token = opened.json()["token"]
        self.sent[token] = 0

        async def say(text: str) -> None:
            reply = await http.post(f"{self.url}/api/v1/chat/messages", json=_message(text), headers=_bearer(token))
            reply.raise_for_status()
            self.sent[token] += 1
            self.degraded += any(_limited(message) for message in reply.json()["messages"])

        return say

    async def lost(self, http: httpx.AsyncClient) -> int:
        """Turns that were answered and do not stand in the history, or stand there twice."""
        missing = 0
        for token, sent in self.sent.items():
            history = (await http.get(f"{self.url}/api/v1/chat/messages", headers=_bearer(token))).json()["messages"]
            missing += abs(sent - sum(item["from"] == "resident" for item in history))
        return missing


@dataclass
class Bare:
    url: str

    async def open(self, http: httpx.AsyncClient) -> Turn:
        sender = uuid.uuid4().hex

        async def say(text: str) -> None:
            body = {"sender": sender, "message": text}
            (await http.post(f"{self.url}/webhooks/rest/webhook", json=body)).raise_for_status()

        return say


def _message(text: str) -> dict[str, str]:
    return {"text": text, "message_id": str(uuid.uuid4())}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _limited(message: dict[str, Any]) -> bool:
    return message["text"] in (word("degraded.note"), word("degraded.nothing"), word("degraded.which"))


@dataclass
class Run:
    """Milliseconds of every turn, how many failed, and how long all took."""

    took: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        return len(self.took) / self.seconds


def measure(say: Say) -> list[Figure]:
    with TemporaryDirectory(prefix="yikan-bench-") as folder:
        ours, theirs = Path(folder) / "whole", Path(folder) / "bare"
        ours.mkdir()
        theirs.mkdir()
        say("启动整个系统和一个空的 Rasa(约一分钟)")
        with whole(ours) as url, bare(theirs) as rasa:
            return asyncio.run(_measure(Whole(url), Bare(rasa), say))


async def _measure(ours: Whole, theirs: Bare, say: Say) -> list[Figure]:
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_keepalive_connections=CROWD)) as http:
        await _several(ours, http, WARM_UP, 2)
        await _several(theirs, http, WARM_UP, 2)
        say("一个人慢慢问，两边轮流")
        single, floor = Run(), Run()
        for number in range(SINGLE_TALKS):
            await _talk(ours, http, number, single)
            await _talk(theirs, http, number, floor)
        say("八个人不停地问，两边轮流")
        busy, busy_floor = await _alternately(ours, theirs, http)
        say(f"{CROWD} 个人同时，每句隔 {PAUSE_S:.0f} 秒")
        crowd = await _several(ours, http, CROWD, CROWD, PAUSE_S)
        degraded = ours.degraded
        say(f"{CROWD} 个人同时，不停顿")
        rush = await _several(ours, http, CROWD, CROWD)
        lost = await ours.lost(http)
    return [
        *_latency(single, floor),
        *_throughput(busy, busy_floor),
        *_crowd(crowd, degraded),
        *_rush(rush, lost, ours.degraded - degraded),
    ]


async def _alternately(ours: Whole, theirs: Bare, http: httpx.AsyncClient) -> tuple[Run, Run]:
    runs = Run(), Run()
    pairs: tuple[tuple[Target, Run], ...] = ((ours, runs[0]), (theirs, runs[1]))
    for _ in range(3):
        for target, total in pairs:
            part = await _several(target, http, THROUGHPUT_TALKS // 3, AT_ONCE)
            total.took += part.took
            total.errors += part.errors
            total.seconds += part.seconds
    return runs


async def _several(target: Target, http: httpx.AsyncClient, talks: int, at_once: int, pause: float = 0.0) -> Run:
    """`talks` talks, `at_once` of them at any time."""
    run, room = Run(), asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with room:
            await asyncio.sleep(random.Random(number).uniform(0, pause))  # people do not all start in one instant
            await _talk(target, http, number, run, pause)

    begun = perf_counter()
    await asyncio.gather(*(one(number) for number in range(talks)))
    run.seconds = perf_counter() - begun
    return run


async def _talk(target: Target, http: httpx.AsyncClient, number: int, run: Run, pause: float = 0.0) -> None:
    turn = await target.open(http)
    for text in TALKS[number % len(TALKS)]:
        begun = perf_counter()
        try:
            await turn(text)
            run.took.append((perf_counter() - begun) * 1000)
        except httpx.HTTPError:
            run.errors += 1
        if pause:
            await asyncio.sleep(pause)


def _latency(ours: Run, floor: Run) -> list[Figure]:
    figures = []
    for share, most in ((50, 2.0), (95, 3.0)):
        mine, bare_ms = percentile(ours.took, share), percentile(floor.took, share)
        figures += [
            Figure(f"turn_p{share}_ms", f"一轮 p{share}", mine, rivals={"空 Rasa": bare_ms}),
            Figure(f"turn_p{share}_times", f"一轮 p{share} 是空 Rasa 的几倍", mine / bare_ms, "×", most),
        ]
    return figures


def _throughput(ours: Run, floor: Run) -> list[Figure]:
    share = ours.a_second / floor.a_second
    return [
        Figure("turns_a_second", f"每秒几轮({AT_ONCE} 人)", ours.a_second, "/s", rivals={"空 Rasa": floor.a_second}),
        Figure("turns_a_second_share", "每秒几轮，与空 Rasa 之比", share, "×", 0.7, True),
    ]


def _crowd(run: Run, degraded: int) -> list[Figure]:
    who = f"{CROWD} 人每句隔 {PAUSE_S:.0f} 秒"
    return [
        Figure("crowd_p95_ms", f"{who}，p95", percentile(run.took, 95), target=1000),
        Figure("crowd_errors", f"{who}，出错", run.errors, "", 0),
        Figure("crowd_degraded", f"{who}，没有机器人的回答", degraded, "", 0),
    ]


def _rush(run: Run, lost: int, degraded: int) -> list[Figure]:
    who = f"{CROWD} 人不停顿"
    return [
        Figure("rush_errors", f"{who}，出错", run.errors, "", 0),
        Figure("rush_lost", f"{who}，丢掉的轮次", lost, "", 0),
        Figure("rush_degraded", f"{who}，没有机器人的回答", degraded, ""),
        Figure("rush_p95_ms", f"{who}，p95", percentile(run.took, 95)),
        Figure("rush_a_second", f"{who}，每秒几轮", run.a_second, "/s"),
    ]
