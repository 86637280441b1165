"""A real Rasa server and a small action server beside it, both on free loopback ports."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from yikan.bot_environment import QUIET
from yikan.paths import BOT, BOT_PYTHON

Json = dict[str, Any]
Act = Callable[[Json], Json]
START_S = 60


def says(*responses: Json) -> Act:
    """An action that says `responses` and changes nothing."""
    return lambda call: {"events": [], "responses": list(responses)}


@dataclass
class Actions:
    """A ten-line action server: `act` decides the reply, `calls` keeps what Rasa asked."""

    url: str = ""
    act: Act = field(default_factory=says)
    calls: list[Json] = field(default_factory=list)

    def answer(self, call: Json) -> tuple[int, Json]:
        self.calls.append(call)
        try:
            return 200, self.act(call)
        except RuntimeError as error:
            return 500, {"error": str(error)}


@contextmanager
def action_server() -> Iterator[Actions]:
    actions = Actions()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, reply = actions.answer(body)
            payload = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    actions.url = f"http://127.0.0.1:{server.server_address[1]}/webhook"
    try:
        yield actions
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Bot:
    """A running Rasa; `http` carries the secret."""

    http: httpx.Client
    tracker: Path
    started_in_s: float

    def turn(self, text: str, sender: str = "", **metadata: Any) -> list[Json]:
        body = {"sender": sender or secrets.token_hex(8), "text": text, "metadata": metadata}
        reply = self.http.post("/turn", json=body)
        assert reply.status_code == 200, reply.text
        messages: list[Json] = reply.json()["messages"]
        return messages

    def understand(self, text: str, **metadata: Any) -> Json:
        reply = self.http.post("/understand", json={"text": text, "metadata": metadata})
        assert reply.status_code == 200, reply.text
        found: Json = reply.json()
        return found


@contextmanager
def rasa_server(model: Path, actions_url: str, folder: Path) -> Iterator[Bot]:
    port, secret, tracker = _free_port(), secrets.token_urlsafe(16), folder / "tracker.db"
    environment = {"YIKAN_BOT_SECRET": secret, "YIKAN_ACTIONS_URL": actions_url, "YIKAN_TRACKER_DB": str(tracker)}
    files = ["--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    command = [str(BOT_PYTHON), "-m", "rasa", "run", *files, "--interface", "127.0.0.1", "--port", str(port)]
    began = time.monotonic()
    with (folder / "rasa.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=BOT, env={**os.environ, **QUIET, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/webhooks/gateway", headers=headers, timeout=30) as http:
            try:
                _await_health(http, process, folder / "rasa.log")
                yield Bot(http, tracker, time.monotonic() - began)
            finally:
                process.terminate()
                process.wait(timeout=20)


def _await_health(http: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, f"Rasa ended:\n{log.read_text()[-3000:]}"
        try:
            if http.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"Rasa did not start in {START_S} s:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
