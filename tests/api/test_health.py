"""Alive, ready, measured; and what is written down is masked."""

from __future__ import annotations

import json
import logging
import re
import shutil
from pathlib import Path

import httpx
import pytest
import structlog

from api.clock import Clock
from api.limits import Limits
from api.logging import configure, mask, masked
from api.settings import Settings
from knowledge.errors import TooMany
from tests.api.conftest import open_api
from tests.builders import NOW


def test_without_the_bot_we_are_degraded_and_say_so(api: httpx.Client) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    api.get("/api/v1/places")
    reply = api.get("/readyz")
    assert (reply.status_code, reply.json()["status"]) == (200, "degraded")
    checks = {name: check["status"] for name, check in reply.json()["checks"].items()}
    assert checks == {"database": "ok", "catalogue": "ok", "bot": "down", "actions": "down"}


def test_without_the_database_we_are_down(tmp_path: Path) -> None:
    with open_api(tmp_path) as empty:
        reply = empty.get("/readyz")
        assert (reply.status_code, reply.json()["status"]) == (503, "down")


def test_measurements_are_for_loopback_or_a_token(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "data")
    with open_api(tmp_path / "data", metrics_token="for-prometheus") as api:
        api.get("/api/v1/services/legal-aid")
        text = api.get("/metrics").text
        assert 'route="/api/v1/services/{code}"' in text
        assert "legal-aid" not in text
        assert re.search(r"^yikan_services [1-9]", text, re.MULTILINE)
        proxied = {"X-Forwarded-For": "203.0.113.9"}
        assert api.get("/metrics", headers=proxied).status_code == 403
        assert api.get("/metrics", headers={**proxied, "Authorization": "Bearer wrong"}).status_code == 403
        assert api.get("/metrics", headers={**proxied, "Authorization": "Bearer for-prometheus"}).status_code == 200


def test_every_reply_forbids_framing_and_guessing(api: httpx.Client) -> None:
    for path in ("/api/v1/places", "/guides/legal-aid", "/healthz", "/nothing"):
        headers = api.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("身份证110101199003071234", "身份证110101********1234"),
        ("打13812345678", "打138****5678"),
        ("座机0571-55501234", "座机0571****1234"),
        ("预约号 20261124", "预约号 20261124"),
    ],
)
def test_numbers_of_people_are_masked(written: str, hidden: str) -> None:
    assert masked(written) == hidden


def test_names_and_secrets_are_masked_at_any_depth() -> None:
    event = {"body": [{"name": "欧阳小明", "phone": "13812345678", "token": "abc", "grade": 5}]}
    assert mask(event) == {"body": [{"name": "欧***", "phone": "***", "token": "***", "grade": 5}]}


def test_a_log_line_is_json_with_its_request_and_no_person(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure("INFO")
        structlog.contextvars.bind_contextvars(request_id="r-1")
        structlog.get_logger("fresh").info("booked", name="张三", said="13812345678", note="找13812345678")
        logging.getLogger("other").warning("call 13812345678")
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    finally:
        structlog.contextvars.clear_contextvars()
        root.handlers[:] = before
        root.setLevel(level)
    assert lines[0] | {"timestamp": ""} == {
        "event": "booked",
        "name": "张*",
        "said": "***",
        "note": "找138****5678",
        "request_id": "r-1",
        "level": "info",
        "timestamp": "",
    }
    assert lines[1]["event"] == "call 138****5678"


def test_the_clock_starts_where_it_is_told_and_runs_on() -> None:
    clock = Clock(NOW.replace(tzinfo=None))
    first = clock.now()
    assert NOW <= first <= clock.now()
    assert first.utcoffset() == NOW.utcoffset()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIKAN_RASA_URLS", "http://127.0.0.1:1, http://127.0.0.1:2")
    monkeypatch.setenv("YIKAN_NOW", "2026-11-24T09:00:00+08:00")
    settings = Settings()
    assert settings.rasa_urls == ("http://127.0.0.1:1", "http://127.0.0.1:2")
    assert settings.now == NOW
    assert settings.database.startswith("sqlite:///")


def test_too_many_are_told_how_long_to_wait() -> None:
    limits = Limits(Settings(session_rate=2, message_rate=0))
    for _ in range(2):
        limits.new_session("203.0.113.1")
    limits.new_session("203.0.113.2")
    with pytest.raises(TooMany) as refused:
        limits.new_session("203.0.113.1")
    assert 1 <= refused.value.retry_after <= 60
    for _ in range(100):
        limits.message("unlimited")
