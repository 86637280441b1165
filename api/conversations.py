"""The gateway's memory in the database: short transactions, for none may be open while the bot works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from api.gateway import Begun
from knowledge.errors import Unauthorised
from knowledge.store.chat import ChatStore
from knowledge.store.choices import ChoiceStore
from knowledge.store.engine import transaction

Json = dict[str, Any]


@dataclass(frozen=True)
class StoredConversations:
    """See `api.gateway.Conversations`. `gone` is the sentence for a session that expired between two turns."""

    engine: Engine
    gone: str

    def begin(self, session: str, message_id: str, text: str, now: datetime) -> Begun:
        with transaction(self.engine, write=True) as database:
            store = ChatStore(database)
            found = store.get(session, now=now)
            if found is None:
                raise Unauthorised(self.gone)
            turn = store.begin(session, message_id, text, now=now)
            return Begun(turn.id, found.place, found.state, turn.reply, turn.same_text)

    def finish(self, turn: int, session: str, reply: list[Json], state: Json, now: datetime) -> None:
        with transaction(self.engine, write=True) as database:
            store = ChatStore(database)
            if settled := state.pop("settled", None):
                talk = store.get(session, now=now)
                ChoiceStore(database).count(talk.place if talk else None, settled, on=now.date())
            store.finish(turn, reply, now=now)
            store.save_state(session, state)

    def erase(self, session: str, but: int | None = None) -> None:
        """`but`: the turn being answered, which is finished afterwards."""
        with transaction(self.engine, write=True) as database:
            ChatStore(database).erase(session, but)
