"""A turn that goes wrong is admitted in time and changes nothing; one that comes too late has no effect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import WAY_BACK_S, Connection, TurnAction
from actions.client import Catalogue, Outage
from actions.config import Config
from actions.reply import Reply
from actions.turn import Turn


class Trying(TurnAction):
    """Changes what is remembered, then does what the test wants."""

    listens_to_pending = False

    def __init__(self, takes_s: float = 0.0, fault: Exception | None = None) -> None:
        self.takes_s, self.fault, self.ran = takes_s, fault, False

    def name(self) -> str:
        return "action_trying"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        self.ran = True
        turn.draft = None
        await asyncio.sleep(self.takes_s)
        if self.fault:
            raise self.fault
        return Reply().say("utter_thanks")


@pytest.fixture(autouse=True)
def _connected() -> Iterator[None]:
    Connection.catalogue = Catalogue(Config("http://127.0.0.1:9", "secret"))
    yield
    Connection.catalogue = None


def _run(action: Trying, left: float) -> tuple[list[Any], list[str | None]]:
    """The events and the sentences of a turn that is waited for `left` seconds more."""
    message = {"text": "嗯", "intent": {"name": "crisis"}, "metadata": {"until": time.time() + left}}
    tracker = Tracker("s", {"draft": {"key": "k"}}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    return events, [said["response"] for said in dispatcher.messages]


def _changed(events: list[Any]) -> set[str]:
    return {event["name"] for event in events}


def test_a_turn_that_works_changes_what_is_remembered() -> None:
    events, said = _run(Trying(), 4)
    assert said == ["utter_thanks"] and "draft" in _changed(events)


@pytest.mark.parametrize("fault", [Outage("500"), RuntimeError("a mistake of ours")])
def test_a_turn_that_fails_is_admitted_and_leaves_everything_as_it_was(fault: Exception) -> None:
    events, said = _run(Trying(fault=fault), 4)
    assert said == ["utter_outage"] and "draft" not in _changed(events)


def test_a_slow_turn_is_given_up_while_somebody_still_waits() -> None:
    events, said = _run(Trying(takes_s=30), WAY_BACK_S + 0.05)
    assert said == ["utter_outage"] and "draft" not in _changed(events)


def test_a_turn_nobody_waits_for_any_more_is_not_begun() -> None:
    late = Trying()
    assert _run(late, -6) == ([], []) and not late.ran
