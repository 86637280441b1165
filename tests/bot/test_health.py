"""Health tells the truth about a tracker store that Rasa has quietly replaced or lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.model import model
from tests.bot.servers import Actions, Bot, rasa_server


@pytest.fixture
def own_bot(action_host: Actions, tmp_path: Path) -> Bot:
    with rasa_server(model(), action_host.url, tmp_path) as running:
        yield running


def test_a_lost_tracker_file_is_degraded(own_bot: Bot) -> None:
    assert own_bot.http.get("/health").json()["status"] == "ok"
    own_bot.tracker.unlink()
    found = own_bot.http.get("/health").json()
    assert found["status"] == "degraded"
    assert "gone" in found["tracker"]
