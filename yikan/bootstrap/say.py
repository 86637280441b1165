"""What the bootstrap shows: a line when a step begins, one when it ends, a heartbeat meanwhile, and the times."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import Iterator

STARTED = time.monotonic()
HEARTBEAT_SECONDS = 10

_lock = threading.Lock()
_running: dict[str, float] = {}
_finished: list[tuple[str, float]] = []


class Stop(Exception):
    """The bootstrap cannot go on: `problem` says what is missing, `remedy` what to do, both Chinese then English."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def line(text: str) -> None:
    with _lock:
        print(f"[{time.monotonic() - STARTED:6.1f}s] {text}", flush=True)


@contextmanager
def step(name: str, doing: str) -> Iterator[None]:
    """Announce a step, keep it among the running ones for the heartbeat, and time it."""
    line(f"▶ {name}: {doing}")
    begun = time.monotonic()
    _running[name] = begun
    try:
        yield
    except BaseException:
        line(f"✗ {name} ({time.monotonic() - begun:.1f}s)")
        raise
    else:
        line(f"✓ {name} ({time.monotonic() - begun:.1f}s)")
    finally:
        _finished.append((name, time.monotonic() - _running.pop(name)))


def heartbeat() -> None:
    """Start a daemon thread that names what is still running, so that a slow download never looks like a hang."""
    threading.Thread(target=_beat, name="heartbeat", daemon=True).start()


def _beat() -> None:
    while True:
        time.sleep(HEARTBEAT_SECONDS)
        now = time.monotonic()
        slow = [
            f"{name} {now - begun:.0f}s" for name, begun in list(_running.items()) if now - begun > HEARTBEAT_SECONDS
        ]
        if slow:
            line("… 仍在进行 still at it: " + ", ".join(slow))


def summary() -> None:
    """The time of each step, then the total (steps overlap, so they add up to more)."""
    for name, seconds in _finished:
        line(f"  {seconds:6.1f}s  {name}")
    line(f"合计 total {time.monotonic() - STARTED:.1f}s")


def complain(stop: Stop) -> None:
    print(f"\n✗ {stop.problem}\n  → {stop.remedy}\n", file=sys.stderr, flush=True)
