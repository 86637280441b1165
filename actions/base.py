"""The one action all others are made from: it catches what goes wrong and says so. No turn ends in silence."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Catalogue, Outage, Refusal
from actions.config import Config
from actions.reply import Reply
from actions.turn import Turn

log = logging.getLogger(__name__)


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
        try:
            reply = await self._reply(turn, Connection.get())
        except Refusal as refusal:
            log.info("refused: %s", refusal)
            reply = Reply().tell(refusal.detail) if refusal.detail else Reply().say("utter_outage")
        except Outage as outage:
            log.warning("outage: %s", outage)
            reply = Reply().say("utter_outage")
        except Exception:
            log.exception("the action failed")
            reply = Reply().say("utter_outage")
        if not reply.specs:
            log.error("%s had nothing to say", self.name())
            reply.say("utter_outage")
        reply.send(dispatcher)
        if turn.intent != "repeat":
            turn.last = reply.specs
        return [SlotSet(name, value) for name, value in turn.changes().items()]

    async def _reply(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.listeners import ALWAYS, UNLESS_AN_ACT, first_reply

        listeners = () if turn.intent == "crisis" else ALWAYS
        if self.listens_to_pending:
            listeners += UNLESS_AN_ACT
        return await first_reply(turn, api, listeners) or await self.answer(turn, api)
