"""Starting and stopping what the browser talks to, on free ports of the loopback."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from yikan.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
YIKAN = Path(sys.executable).with_name("yikan")
READY_WITHIN_S = 180


@dataclass(frozen=True)
class Served:
    url: str


@dataclass(frozen=True)
class System:
    """A running system. `now` is where its clock started (YIKAN_NOW)."""

    url: str
    data: Path
    env: dict[str, str]
    now: str

    def add_user(self, name: str, role: str) -> str:
        """Make a staff account; returns its one-time password."""
        said = run_yikan(self.env, "user", "add", name, "--role", role)
        found: list[str] = re.findall(r"[!-~]{8,}", said.replace(name, ""))
        assert found, f"no password in: {said}"
        return found[-1]


def free_port() -> int:
    return free_ports(1)[0]


@contextmanager
def serve(app: FastAPI) -> Iterator[Served]:
    """One app in a thread."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "the scripted server did not start"
        time.sleep(0.02)
    try:
        yield Served(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def start_system(
    data: Path, now: str = "2026-11-24T09:00:00+08:00", settings: Mapping[str, str] | None = None
) -> Iterator[System]:
    """`yikan seed`, then `yikan up` until /readyz says ready; ended with its whole process group."""
    port = free_port()
    env = {
        **os.environ,
        "YIKAN_DATA_DIR": str(data),
        "YIKAN_PORT": str(port),
        "YIKAN_NOW": now,
        "YIKAN_SESSION_RATE": "0",
        "YIKAN_MESSAGE_RATE": "0",
        **(settings or {}),
    }
    _seeded(env, data)
    log = (data / "up.log").open("wb")
    command = [str(YIKAN), "up", "--port", str(port), "--data-dir", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_ready(url, process, data / "up.log")
        yield System(url, data, env, now)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its own group: nothing it started stays behind
        log.close()


def _seeded(env: Mapping[str, str], data: Path) -> None:
    """Seeded only once in a run and copied: the sentence vectors take half a minute, and all systems have the same. The
    passwords are those of the first, the key of personal data is everybody's own."""
    if env.get("YIKAN_DATABASE_URL"):
        run_yikan(env, "seed")
        return
    base = data.parent.parent if os.environ.get("PYTEST_XDIST_WORKER") else data.parent
    made = base / "seeded"
    with (base / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two workers may come at once
        if not made.exists():
            run_yikan({**env, "YIKAN_DATA_DIR": str(base / "seeding")}, "seed")
            (base / "seeding").rename(made)
    shutil.copytree(made, data, dirs_exist_ok=True)


def run_yikan(env: Mapping[str, str], *arguments: str) -> str:
    command = [str(YIKAN), *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout


def _wait_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, f"yikan up ended: {log.read_text(errors='replace')[-3000:]}"
        try:
            if httpx.get(f"{url}/readyz", timeout=10).json().get("status") == "ready":
                return
        except (httpx.HTTPError, ValueError):
            pass  # not listening yet
        time.sleep(0.5)
    raise AssertionError(f"not ready within {READY_WITHIN_S} s: {log.read_text(errors='replace')[-3000:]}")
