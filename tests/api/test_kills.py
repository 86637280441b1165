"""SIGKILL of the API under load: what was acknowledged is there. Two kills here; ten in `yikan bench booking`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from yikan.bench.booking_hall import prepare
from yikan.bench.booking_kills import trial
from yikan.bench.booking_process import served

CLIENTS, KILLS = 30, 2


def test_every_acknowledged_appointment_survives_kills(url: str, tmp_path: Path) -> None:
    prepare(url)
    processes = 1 if url.startswith("sqlite") else 2
    with ExitStack() as stack:
        servers = [stack.enter_context(served(url, tmp_path)) for _ in range(processes)]
        tried = trial(servers, url, CLIENTS, KILLS)
    assert (tried.lost, tried.twice, tried.unsound) == (0, 0, ())
    assert tried.statuses == {201}
    assert tried.broken > 0 and tried.acknowledged > CLIENTS
    assert len(tried.restarts) == KILLS
