"""One real Rasa server for all tests of the bot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.model import model
from tests.bot.servers import Actions, Bot, action_server, rasa_server, says


@pytest.fixture(scope="session")
def action_host() -> Iterator[Actions]:
    with action_server() as actions:
        yield actions


@pytest.fixture
def actions(action_host: Actions) -> Actions:
    """The action server as new: says nothing, has heard nothing."""
    action_host.act = says()
    action_host.calls.clear()
    return action_host


@pytest.fixture(scope="session")
def bot(action_host: Actions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with rasa_server(model(), action_host.url, tmp_path_factory.mktemp("bot")) as running:
        yield running
