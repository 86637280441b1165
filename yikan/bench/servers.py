"""What `yikan bench turn` measures: the whole system, and a bare Rasa with the same model, both on free ports.

whole(folder) -> url of the API          seeded sample county, all processes as `yikan up` starts them
bare(folder)  -> url of the Rasa server  its REST channel, an empty custom action, conversations in memory
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from knowledge.errors import Unavailable
from yikan.bot_environment import QUIET
from yikan.model import verified
from yikan.paths import BOT, BOT_PYTHON, PYTHON, ROOT
from yikan.ports import LOOPBACK, free_ports

READY_WITHIN_S = 120.0
NOW = "2026-11-24T09:00:00+08:00"  # a Tuesday morning: halls are open and times are free
YIKAN = Path(sys.executable).with_name("yikan")


@contextmanager
def whole(folder: Path, **settings: str) -> Iterator[str]:
    """`settings` are further variables of the environment. Raises Unavailable when it does not get ready."""
    port = free_ports(1)[0]
    env = {
        **os.environ,
        "YIKAN_DATA_DIR": str(folder),
        "YIKAN_PORT": str(port),
        "YIKAN_NOW": NOW,
        "YIKAN_SESSION_RATE": "0",
        "YIKAN_MESSAGE_RATE": "0",
        **settings,
    }
    subprocess.run([str(YIKAN), "seed"], cwd=ROOT, env=env, check=True, capture_output=True)
    url = f"http://{LOOPBACK}:{port}"
    with _running([str(YIKAN), "up"], ROOT, env, folder / "up.log"):
        _wait(lambda: httpx.get(f"{url}/readyz", timeout=10).json().get("status") == "ready")
        yield url


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """Rasa as its documentation starts it. Raises Unavailable when it does not get ready."""
    actions, port = free_ports(2)
    endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://{LOOPBACK}:{actions}/webhook\n")
    credentials.write_text("rest:\n")
    files = ["--endpoints", str(endpoints), "--credentials", str(credentials)]
    place = ["--interface", LOOPBACK, "--port", str(port)]
    rasa = [str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(verified()), *files, *place]
    empty = [str(PYTHON), "-m", "yikan.bench.empty_actions", str(actions)]
    url = f"http://{LOOPBACK}:{port}"
    with (
        _running(empty, ROOT, dict(os.environ), folder / "actions.log"),
        _running(rasa, BOT, {**os.environ, **QUIET}, folder / "rasa.log"),
    ):
        _wait(lambda: httpx.get(f"http://{LOOPBACK}:{actions}/health", timeout=10).status_code == 200)
        _wait(lambda: httpx.get(f"{url}/webhooks/rest/", timeout=10).status_code == 200)
        yield url


@contextmanager
def _running(command: Sequence[str], cwd: Path, env: Mapping[str, str], log: Path) -> Iterator[None]:
    """A child in a group of its own, ended with all it started."""
    with log.open("wb") as out:
        child = subprocess.Popen(command, cwd=cwd, env=dict(env), stdout=out, stderr=out, start_new_session=True)
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _wait(ready: object) -> None:
    assert callable(ready)
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except (httpx.HTTPError, ValueError):
            pass  # not listening yet
        time.sleep(0.3)
    raise Unavailable(f"{READY_WITHIN_S:.0f} 秒内没有就绪，测不了。")
