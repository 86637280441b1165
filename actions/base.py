"""The one action all others are made from: it catches what goes wrong and says so. No turn ends in silence.

A turn has until the gateway gives up on it; a little earlier the action says itself that the catalogue does not answer.
What comes later than that (Rasa hung) has no effect: the resident has long read that it did not work. A turn that
failed leaves everything as it was, so that the same words can be said again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asked import hear_facets
from actions.client import Catalogue, Outage, Refusal
from actions.config import Config
from actions.each_clause import hear_each_clause
from actions.guesses import note_guesses, read_back
from actions.left_open import left_open
from actions.meant import settle
from actions.reply import MOST_MESSAGES, Reply
from actions.ticket_waits import bring_back
from actions.turn import Turn

log = logging.getLogger(__name__)

WAY_BACK_S = 0.5  # from here through Rasa to the gateway, on a busy machine
MAY_TELL = ("service", "inform", "unclear", "help", "oos", "smalltalk")  # what a sentence that tells may be taken for
TELLING, LONGEST_TOLD, MOST_SAID = 6, 300, 4  # characters of such a sentence; how many of them are kept
LONGEST_S = 3.5  # where nobody said how long they wait


class Connection:
    """The process's one client, made at the first turn (no work at import)."""

    catalogue: ClassVar[Catalogue | None] = None

    @classmethod
    def get(cls) -> Catalogue:
        if cls.catalogue is None:
            cls.catalogue = Catalogue(Config.from_environment())
        return cls.catalogue


class TurnAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk ships no types
    """Answers one turn. Subclasses say what to do in `answer`; an open question is always offered the text first."""

    listens_to_pending = True

    @abstractmethod
    def name(self) -> str:
        """As the rules of the bot call it."""

    @abstractmethod
    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        """The reply to this turn; slots are changed on `turn`."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn.of(tracker)
        left = _left(tracker)
        if left <= 0:
            log.warning("%s came too late: nobody waits for it", self.name())
            return []
        try:
            async with asyncio.timeout(left):
                reply = await self._reply(turn, Connection.get().for_one_turn())
        except Refusal as refusal:
            log.info("refused: %s", refusal)
            reply = Reply().tell(refusal.detail) if refusal.detail else Reply().say("utter_outage")
        except (Outage, TimeoutError) as outage:
            log.warning("outage: %s", outage or "no time left")
            turn, reply = Turn.of(tracker), Reply().say("utter_outage")
        except Exception:
            log.exception("the action failed")
            turn, reply = Turn.of(tracker), Reply().say("utter_outage")
        if not reply.specs:
            log.error("%s had nothing to say", self.name())
            reply.say("utter_outage")
        bring_back(turn, reply)
        question = (turn.pending or {}).get("prompt")
        reply.specs = _with_room([*read_back(turn), *turn.preface, *reply.specs], question)
        reply.send(dispatcher)
        if waiting := left_open(turn.pending):
            dispatcher.utter_message(json_message=waiting)
        if _tells_something(turn):
            _hold_on_to_it(turn)
        note_guesses(turn)
        if turn.intent != "repeat":
            turn.last = reply.specs
            turn.hall = hall_shown(reply.specs) or turn.hall
        return [SlotSet(name, value) for name, value in turn.changes().items()]

    async def _reply(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.privacy import set_identity_aside

        set_identity_aside(turn)
        from actions.danger import danger_now
        from actions.listeners import ALWAYS, AN_ACT, UNLESS_AN_ACT, first_reply

        await settle(turn, api)
        hear_facets(turn)
        await hear_each_clause(turn, api)
        listeners = (danger_now,) if turn.intent == "crisis" else ALWAYS
        listeners += UNLESS_AN_ACT if self.listens_to_pending else AN_ACT
        return await first_reply(turn, api, listeners) or await self.answer(turn, api)


def _with_room(specs: list[dict[str, Any]], question: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Three messages at most: what only leads over (记下了, 最多问…个问题) makes way first, the open question never."""
    leads = [spec for spec in specs if spec.get("idle") or ("response" in spec and not spec["choices"])]
    idle = [spec for spec in leads if spec != question]
    over = max(len(specs) - MOST_MESSAGES, 0)
    gone = idle[::-1][:over]  # how many questions there are goes before what was noted
    return [spec for spec in specs if not any(spec is each for each in gone)]


def _hold_on_to_it(turn: Turn) -> None:
    """Whatever a sentence was taken for, the check of its matter hears it; an answer to its question was heard."""
    from actions.service import remember

    if turn.service is None:
        turn.hold_on_to(MOST_SAID)
    elif not turn.answered:
        remember(turn)


def _tells_something(turn: Turn) -> bool:
    return turn.choice is None and turn.intent in MAY_TELL and TELLING <= len(turn.text) <= LONGEST_TOLD


def hall_shown(specs: list[dict[str, Any]]) -> str | None:
    """The hall a resident has just read of: its own card, or the nearest one where a guide names it."""
    for shown in (spec["card"] for spec in reversed(specs) if "card" in spec):
        kind, data = shown.get("kind"), shown.get("data") or {}
        if kind == "office":
            return str(data["office"]["slug"])
        near = data.get("nearest") if kind == "guide" else None
        if isinstance(near, dict) and near.get("name") and near["name"] in shown["text"]:
            return str(near["slug"])
    return None


def _left(tracker: Tracker) -> float:
    """Seconds this action may take; the gateway says in the metadata until when it waits (seconds since 1970)."""
    until = ((tracker.latest_message or {}).get("metadata") or {}).get("until")
    return LONGEST_S if until is None else min(float(until) - time.time() - WAY_BACK_S, LONGEST_S)
