"""What survives when the API is killed again and again under load.

trial(servers, url, clients, kills) -> Trial       the servers run over the one database `url`
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from knowledge.store import make_engine, transaction
from knowledge.store.soundness import examine
from yikan.bench.booking_hall import NOW, requests
from yikan.bench.booking_load import Load, crowd
from yikan.bench.booking_process import Server

BETWEEN_S = 1.0


@dataclass(frozen=True)
class Trial:
    """`lost`: acknowledged appointments that are not there. `twice`: requests that made two. `unsound`: findings.

    `restarts`: seconds until the API answered again, one per kill. `broken`: requests cut off and sent again.
    """

    acknowledged: int
    lost: int
    twice: int
    unsound: tuple[str, ...]
    restarts: tuple[float, ...]
    broken: int
    statuses: frozenset[int]


def trial(servers: Sequence[Server], url: str, clients: int, kills: int) -> Trial:
    """Every client sends on and on; what was cut off is sent again with the same key."""
    load, restarts = asyncio.run(_under_fire(servers, clients, kills))
    engine = make_engine(url)
    try:
        with transaction(engine, write=False) as session:
            ids = {row[0] for row in session.execute(text("SELECT id FROM appointment"))}
            persons = session.execute(text("SELECT count(DISTINCT person) FROM appointment")).scalar_one()
            wrong = [found.what for found in examine(session, None, now=NOW, progress=_quiet) if not found.ok]
    finally:
        engine.dispose()
    lost = len(set(load.acknowledged.values()) - ids)
    unsound = tuple(what for what in wrong if what != "key")  # the key is not what is tried here
    statuses = frozenset(load.statuses)
    return Trial(len(load.acknowledged), lost, len(ids) - persons, unsound, tuple(restarts), load.broken, statuses)


async def _under_fire(servers: Sequence[Server], clients: int, kills: int) -> tuple[Load, list[float]]:
    """Killed in turn, each at a moment when everybody has a request under way."""
    bookings, restarts = requests(await asyncio.to_thread(servers[0].times)), []
    end = asyncio.Event()
    firing = asyncio.create_task(
        crowd([server.url for server in servers], bookings, clients, None, patient=True, until=end)
    )
    for number in range(kills):
        await asyncio.sleep(BETWEEN_S)
        server = servers[number % len(servers)]
        await asyncio.to_thread(server.kill)
        restarts.append(await asyncio.to_thread(server.start))
    await asyncio.sleep(BETWEEN_S)
    end.set()
    return await firing, restarts


def _quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""
