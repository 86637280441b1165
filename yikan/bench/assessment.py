"""`yikan bench assessment`: one answer in process beside trying every case one by one, several services at once, and
over HTTP at 10 clients beside an echo endpoint of the same server in the same run.

Asked are the states that random answers lead to (fixed seed), on all services of the sample county.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.settings import Settings
from knowledge.assessment import Assessor, possible_cells
from knowledge.calendar import ZONE
from knowledge.catalogue import Snapshot
from knowledge.conditions import decide
from knowledge.importers.sample import load_sample
from knowledge.joint import JointAssessor
from knowledge.model import Test
from knowledge.offering import chain, distance, offices_of
from knowledge.partition import test_key
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from yikan.bench import Say
from yikan.bench.figures import Figure, percentile, times

ON, PLACE, SEED = date(2026, 11, 21), "liuxi", 4
PATHS, CLIENTS, EACH = 5, 10, 60
JOINT, TOGETHER = 20, 4
TRIED_AT_MOST = 2_000  # partitions tried one by one
PATIENCE_S = 180.0

Facts = dict[str, Any]
State = tuple[str, Facts]


def measure(say: Say) -> list[Figure]:
    say("准备全部事项")
    snapshot = load_sample()
    start = perf_counter()
    assessors = {code: _assessor(snapshot, code) for code in snapshot.published}
    prepared = (perf_counter() - start) * 1000 / len(assessors)
    first = times(lambda code: assessors[code].assess({}), list(assessors))
    states = list(_states(assessors))
    say(f"预检 {len(states):,} 次")
    return [
        Figure("prepare_ms", "准备一个事项", prepared),
        Figure("first_p95_ms", "头一次问 p95(排问题顺序)", percentile(first, 95)),
        *_in_process(assessors, states),
        *_joint(snapshot, assessors, say),
        *_over_http(states, say),
    ]


def _assessor(snapshot: Snapshot, code: str) -> Assessor:
    service = snapshot.published[code].service
    offices = offices_of(service, snapshot.places, snapshot.offices, PLACE, ON)
    return Assessor(service, snapshot.facts, ON, offices)


def _states(assessors: dict[str, Assessor]) -> Iterator[State]:
    """What is known after each answer of some random talks, for every service."""
    draw = random.Random(SEED)
    for (code, assessor), _ in itertools.product(assessors.items(), range(PATHS)):
        told: Facts = {}
        yield code, dict(told)
        while (question := assessor.assess(told).next_question) is not None:
            axis = next(axis for axis in assessor.grid.axes if axis.key == question.key)
            told[question.key] = _plain(draw.choice(axis.cells).sample)
            yield code, dict(told)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# --- in process -------------------------------------------------------------------------------------------------


def _in_process(assessors: dict[str, Assessor], states: Sequence[State]) -> list[Figure]:
    def ask(state: State) -> None:
        assessors[state[0]].assess(state[1])

    took = times(ask, states)
    largest = max(assessors, key=lambda code: assessors[code].grid.result.size)
    biggest = [ms for ms, (code, _) in zip(took, states, strict=True) if code == largest]
    small = [state for state in states if assessors[state[0]].grid.result.size <= TRIED_AT_MOST]
    tried = percentile(
        times(lambda state: _exhaustive(assessors[state[0]], state[1]), small[:: max(1, len(small) // 100)]), 95
    )
    cases = assessors[largest].grid.result.size
    return [
        Figure("p50_ms", "一次预检 p50", percentile(took, 50)),
        Figure("p95_ms", "一次预检 p95", percentile(took, 95), target=2, rivals={"逐个试": tried}),
        Figure("largest_ms", f"最大的事项({cases:,} 种情况)最慢一次", max(biggest), target=20),
    ]


def _exhaustive(assessor: Assessor, told: Facts) -> int:
    """The slow way: every case that fits, requirement by requirement. Only the outcome, without plan and questions."""
    masks, _ = possible_cells(assessor.grid.axes, told, assessor.on)
    axes = assessor.grid.axes
    cells = [[c for c in range(len(axis.cells)) if mask >> c & 1] for axis, mask in zip(axes, masks, strict=True)]
    place = {axis.key: i for i, axis in enumerate(axes)}
    able = 0
    for case in itertools.product(*cells):

        def truth(test: Test, case: tuple[int, ...] = case) -> bool:
            return axes[place[test.fact]].truth[test_key(test)][case[place[test.fact]]]

        able += all(decide(r.when, truth)[0] for r in assessor.service.requirements if r.when is not None)
    return able


def _joint(snapshot: Snapshot, assessors: dict[str, Assessor], say: Say) -> list[Figure]:
    """Random sets of services, each asked the first time and once more."""
    say(f"{TOGETHER} 件一起预检")
    draw = random.Random(SEED)
    near = chain(PLACE, snapshot.places)
    nearest = sorted(snapshot.offices, key=lambda slug: distance(near, snapshot.offices[slug].place, snapshot.places))
    sets = [draw.sample(sorted(assessors), TOGETHER) for _ in range(JOINT)]

    def prepare_and_ask(codes: Sequence[str]) -> None:
        JointAssessor([assessors[code] for code in codes], nearest).assess({})

    ready = [JointAssessor([assessors[code] for code in codes], nearest) for codes in sets]
    for engine in ready:
        engine.assess({})
    return [
        Figure(
            "joint_first_p95_ms",
            f"{TOGETHER} 件一起，头一次 p95",
            percentile(times(prepare_and_ask, sets), 95),
            target=200,
        ),
        Figure("joint_p95_ms", f"{TOGETHER} 件一起，再问 p95", percentile(times(lambda e: e.assess({}), ready), 95)),
    ]


# --- over HTTP --------------------------------------------------------------------------------------------------


def _over_http(states: Sequence[State], say: Say) -> list[Figure]:
    draw = random.Random(SEED)
    chosen = [draw.choice(list(states)) for _ in range(CLIENTS * EACH)]
    asked = [(f"/api/v1/services/{code}/assessment", {"facts": told, "place": PLACE}) for code, told in chosen]
    echoed = [("/echo", body) for _, body in asked]
    with _server(say) as url:
        say(f"HTTP，{CLIENTS} 个客户端")
        _at_once(url, asked)
        echo, answers = _at_once(url, echoed), _at_once(url, asked)
        echo += _at_once(url, echoed)
        answers += _at_once(url, asked)
    share = percentile(answers, 95) / percentile(echo, 95)
    return [
        Figure("http_p50_ms", "HTTP p50", percentile(answers, 50), rivals={"回声": percentile(echo, 50)}),
        Figure("http_p95_ms", "HTTP p95", percentile(answers, 95), rivals={"回声": percentile(echo, 95)}),
        Figure("http_times_echo", "HTTP p95 是回声的几倍", share, "×", 3),
    ]


def _at_once(url: str, requests: Sequence[tuple[str, Any]]) -> list[float]:
    """Milliseconds of every request, made by CLIENTS threads side by side."""
    took: list[float] = []

    def client(own: Sequence[tuple[str, Any]]) -> None:
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
            took.extend(times(lambda item: http.post(item[0], json=item[1]).raise_for_status(), own))

    threads = [threading.Thread(target=client, args=(requests[n::CLIENTS],)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


@contextmanager
def _server(say: Say) -> Iterator[str]:
    """The API with an echo endpoint, in a process of its own over a database of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        listening.close()
        say("起一个服务")
        process = multiprocessing.get_context("spawn").Process(target=_serve, args=(Path(folder), port), daemon=True)
        process.start()
        try:
            yield _awake(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.join()


def _awake(url: str) -> str:
    until = monotonic() + PATIENCE_S
    while monotonic() < until:
        try:
            httpx.post(f"{url}/api/v1/services/elder-card/assessment", json={}, trust_env=False).raise_for_status()
            return url
        except httpx.HTTPError:
            sleep(0.2)
    raise TimeoutError(url)


def _serve(folder: Path, port: int) -> None:
    settings = Settings(data_dir=folder, meaning=False, session_rate=0, message_rate=0)
    migrate(settings.database)
    engine = make_engine(settings.database)
    with transaction(engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=datetime.combine(ON, time(9), ZONE))
    app = create_app(settings)
    app.post("/echo")(_echo)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def _echo(body: dict[str, Any]) -> dict[str, Any]:
    """What any answer costs at least: one request read, one reply written."""
    return body
