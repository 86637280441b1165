"""A real server process of its own, started and killed as the kernel does it."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.errors import Unavailable
from yikan.bench.booking_hall import NOW, SLOTS
from yikan.paths import PYTHON, ROOT
from yikan.ports import LOOPBACK, free_ports

API, FLOOR = "api.app:create_app", "yikan.bench.booking_floor:create_app"
READY_WITHIN_S = 90.0
KEPT = ("--timeout-keep-alive", "30")  # as `yikan up` starts it


class Server:
    """`uvicorn` over one database. Killed and started again it keeps its port."""

    def __init__(self, database: str, data: Path, app: str = API, port: int | None = None) -> None:
        self.port = port or free_ports(1)[0]
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._app, self._log = app, data / f"{self.port}.log"
        self._env = {
            **os.environ,
            "YIKAN_DATABASE_URL": database,
            "YIKAN_DATA_DIR": str(data),
            "YIKAN_NOW": NOW.isoformat(),
            "YIKAN_SESSION_RATE": "0",
            "YIKAN_MESSAGE_RATE": "0",
            "YIKAN_MEANING": "false",
            "YIKAN_LOG_LEVEL": "WARNING",
        }
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until it answers."""
        command = [str(PYTHON), "-m", "uvicorn", self._app, "--factory", "--port", str(self.port), "--no-access-log"]
        begin = time.monotonic()
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [*command, "--log-level", "warning", *KEPT], cwd=ROOT, env=self._env, stdout=log, stderr=log
            )
        while not self._answers():
            if self._child.poll() is not None or time.monotonic() - begin > READY_WITHIN_S:
                raise Unavailable(f"服务没有起来：{self._log.read_text(errors='replace')[-500:]}")
            time.sleep(0.05)
        return time.monotonic() - begin

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def times(self) -> list[str]:
        """Ids of all times that can be booked."""
        with urllib.request.urlopen(self.url + SLOTS, timeout=30) as reply:
            return [item["slot_id"] for item in json.load(reply)["items"] if item["free"]]

    def _answers(self) -> bool:
        path = SLOTS if self._app == API else "/docs"
        with suppress(OSError), urllib.request.urlopen(self.url + path, timeout=10) as reply:
            return bool(reply.status == 200)
        return False


@contextmanager
def served(database: str, data: Path, app: str = API) -> Iterator[Server]:
    server = Server(database, data, app)
    try:
        server.start()
        yield server
    finally:
        server.kill()
