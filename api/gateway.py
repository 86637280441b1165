"""One turn of a conversation: the straight line from what a resident sends to what they read.

normalise → same message again? → choice taken? → link to the catalogue → bot → page the choices → remember.
The bot's actions call this very API, so no transaction may be open while the bot works: the turn is claimed in one
short transaction and closed in another. Turns of one conversation run one after the other. When the bot cannot answer,
the catalogue does, and says what is limited.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

import structlog

from api.bot import CHOOSE, Bot
from api.choices import chosen, named_by_ordinal, next_page, settles, show, wants_more
from knowledge.errors import IdempotencyConflict, Unavailable
from knowledge.sayings import besides_handed_on

log = structlog.get_logger(__name__)

Json = dict[str, Any]

MOST_MESSAGES = 3
FORGET: Json = {"type": "forget"}  # the bot's way to say that the resident wants this talk forgotten; never shown

OPEN = "open"  # type of the bot's note which question waits for an answer; never shown, counted if the talk ends here


class Conversations(Protocol):
    """What the gateway keeps of a talk; every method is one short transaction."""

    def begin(self, session: str, message_id: str, text: str, now: datetime) -> Begun: ...

    def finish(self, turn: int, session: str, reply: list[Json], state: Json, now: datetime) -> None: ...

    def erase(self, session: str, but: int | None = None) -> None: ...


@dataclass(frozen=True)
class Begun:
    """`reply` is there when this very message was answered before; `same_text` False when it had another text."""

    turn: int
    place: str | None
    state: Json
    reply: list[Json] | None = None
    same_text: bool = True


class Reader(Protocol):
    """Links a text to the catalogue (see api/understanding.py)."""

    def read(self, text: str, place: str | None) -> Json: ...

    def plain_answer(self, linked: Json, text: str, place: str | None) -> list[Json]: ...


@dataclass
class Gateway:
    conversations: Conversations
    reader: Reader
    bot: Bot
    now: Callable[[], datetime]
    conflict: str  # words: the same message id with another text
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def say(
        self, session: str, text: str, message_id: str, typed: str | None = None, style: str | None = None
    ) -> list[Json]:
        """The reply to one message. The same `message_id` again gives the same reply and has no second effect.

        `text` is normalised; `typed` is what the history shows; `style` counts from here on.
        Raises IdempotencyConflict when the id was used for another text.
        """
        patience = time.monotonic() + self.bot.patience  # who waits for an earlier turn has less time for their own
        lock = self._turns.setdefault(session, asyncio.Lock())
        async with lock:
            begun = await asyncio.to_thread(self.conversations.begin, session, message_id, typed or text, self.now())
            if not begun.same_text:
                raise IdempotencyConflict(self.conflict)
            if begun.reply is not None:
                return begun.reply
            state = {**begun.state, "style": style} if style else dict(begun.state)
            reply = await self._reply(session, text, begun.place, state, patience)
            if FORGET in reply:
                reply.remove(FORGET)
                await self._forget(session, begun.turn)
                state = {}
            await asyncio.to_thread(self.conversations.finish, begun.turn, session, reply, state, self.now())
            return reply

    async def erase(self, session: str) -> None:
        """Forget a talk from outside it; a turn on its way is waited for."""
        async with self._turns.setdefault(session, asyncio.Lock()):
            await self._forget(session)

    async def _forget(self, session: str, but: int | None = None) -> None:
        """The bot first: if it cannot be reached, nothing is called forgotten."""
        await self.bot.forget(session)
        await asyncio.to_thread(self.conversations.erase, session, but)

    async def _reply(self, session: str, text: str, place: str | None, state: Json, until: float) -> list[Json]:
        if wants_more(text, state):
            return [next_page(state)]
        taken = chosen(text, state)
        state["settled"] = settles(taken, state) if taken else None
        state["spoken"] = taken is None
        at = state.get("at") or place
        said = besides_handed_on(text)
        linked = {} if taken else await asyncio.to_thread(self.reader.read, said, at)
        state["at"] = linked.get("at") or at
        metadata = {
            "text": text,
            "session_place": place,
            "choice": taken["payload"] if taken else None,
            **linked,
        }
        if state.get("style") == "elder":
            metadata["elder"] = True
        if taken is None and (nth := named_by_ordinal(text, state)):
            metadata["nth"] = nth
        if state.get("missed"):
            metadata["missed"] = state["missed"]
        try:
            remaining = until - time.monotonic()
            messages = await self.bot.turn(session, CHOOSE if taken else _harmless(said), metadata, remaining)
            state["missed"] = None
        except Unavailable as gone:
            log.warning("bot_unavailable", reason=gone.detail)
            linked = linked or await asyncio.to_thread(self.reader.read, text, place)
            state["missed"] = next(iter(linked.get("services") or []), None) or state.get("missed")
            messages = await asyncio.to_thread(self.reader.plain_answer, linked, text, place)
        notes = [message for message in messages if message.get("type") == OPEN]
        state["open"] = {"service": notes[-1]["service"], "question": notes[-1]["question"]} if notes else None
        forget = [message for message in messages if message == FORGET]
        shown = [message for message in messages if message != FORGET and message not in notes]
        return [*show(shown[:MOST_MESSAGES], state), *forget]


def _harmless(text: str) -> str:
    """Rasa takes a leading slash for a command; only our own /choose may be one."""
    return "／" + text.lstrip()[1:] if text.lstrip().startswith("/") else text
