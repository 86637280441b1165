"""Conversations as kept: sessions, turns and their state.

ChatStore(session)
  .open(token_hash, place, *, now, idle: timedelta, session_id=None) -> ChatSession
  .by_token(token_hash, *, now, idle) -> ChatSession | None      a hit moves `expires_at` forward: a write
  .fresh(token_hash, *, now, idle) -> Seen | None                where it was moved a moment ago: only a look
  .seen(session_id, *, now) -> Seen | None                       the same by its id
  .get(session_id, *, now) -> ChatSession | None                 without moving it; None when expired
  .set_place(session_id, place) / .save_state(session_id, state)
  .begin(session_id, message_id, text, *, now) -> Turn           claims the turn; `fresh` False: it was begun before
  .finish(turn_id, reply: list[dict], *, now) -> None
  .welcome(session_id, reply, *, now) -> None                    a turn without question
  .history(session_id, limit=200) -> list[Turn]                  oldest first; unfinished turns have reply None
  .messages_since(session_id, since) -> int                      for the rate limit
  .erase(session_id, but=None) -> None                           forgets the talk, keeps the session
  .forget(session_id) -> None
  .expired(now, limit) -> list[str]            sessions that are over

moved_since(now, idle) -> datetime   sessions seen later are fresh
hash_token(token: str) -> str        sha256, what is stored instead of the token
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.store.inserting import table_of
from knowledge.store.tables.talk import ChatMessageRow, ChatSessionRow, RatingRow, TicketRow

Json = dict[str, Any]

_TALK = table_of(ChatSessionRow).c
_SEEN = select(_TALK.id, _TALK.last_seen, _TALK.expires_at)
MOVED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class ChatSession:
    """`id` is the sender the bot sees; it says nothing about the token."""

    id: str
    place: str | None
    state: Json
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Seen:
    """That a session is there, and until when."""

    id: str
    last_seen: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Turn:
    """`same_text` False: the message id was used before for another text."""

    id: int
    seq: int
    message_id: str | None
    text: str | None
    reply: list[Json] | None
    created_at: datetime
    fresh: bool = False
    same_text: bool = True


def moved_since(now: datetime, idle: timedelta) -> datetime:
    """A session seen after that need not be moved yet."""
    return now - min(MOVED_EVERY, idle / 20)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class ChatStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def open(
        self, token_hash: str, place: str | None, *, now: datetime, idle: timedelta, session_id: str | None = None
    ) -> ChatSession:
        row = ChatSessionRow(
            id=session_id or secrets.token_hex(16),
            token_hash=token_hash,
            place=place,
            state={},
            created_at=now,
            last_seen=now,
            expires_at=now + idle,
        )
        self.session.add(row)
        self.session.flush()
        return _session(row)

    def by_token(self, token_hash: str, *, now: datetime, idle: timedelta) -> ChatSession | None:
        row = self.session.scalar(select(ChatSessionRow).filter_by(token_hash=token_hash))
        if row is None or row.expires_at <= now:
            return None
        row.last_seen, row.expires_at = now, now + idle
        self.session.flush()
        return _session(row)

    def fresh(self, token_hash: str, *, now: datetime, idle: timedelta) -> Seen | None:
        """Moving the end of a session at every request would make each of them wait for the disk once more."""
        seen = self.session.execute(_SEEN.where(_TALK.token_hash == token_hash)).first()
        return Seen(*seen) if seen and seen.last_seen > moved_since(now, idle) and seen.expires_at > now else None

    def seen(self, session_id: str, *, now: datetime) -> Seen | None:
        """By its id, without moving it; None when expired."""
        seen = self.session.execute(_SEEN.where(_TALK.id == session_id)).first()
        return Seen(*seen) if seen and seen.expires_at > now else None

    def get(self, session_id: str, *, now: datetime) -> ChatSession | None:
        row = self.session.get(ChatSessionRow, session_id)
        return _session(row) if row and row.expires_at > now else None

    def set_place(self, session_id: str, place: str | None) -> None:
        self._update(session_id, place=place)

    def save_state(self, session_id: str, state: Json) -> None:
        self._update(session_id, state=state)

    def begin(self, session_id: str, message_id: str, text: str, *, now: datetime) -> Turn:
        """The insert itself decides who is first, so the same message arriving twice at once is one turn."""
        made = self._insert(session_id, message_id, text, None, now)
        row = self.session.scalar(select(ChatMessageRow).filter_by(session_id=session_id, message_id=message_id))
        if row is None:
            raise LookupError(f"turn {message_id} vanished")
        return _turn(row, fresh=made, same_text=row.text_hash == hash_token(text))

    def finish(self, turn_id: int, reply: list[Json], *, now: datetime) -> None:
        self.session.execute(update(ChatMessageRow).where(ChatMessageRow.id == turn_id).values(reply=reply))

    def welcome(self, session_id: str, reply: list[Json], *, now: datetime) -> None:
        self._insert(session_id, None, None, reply, now)

    def history(self, session_id: str, limit: int = 200) -> list[Turn]:
        newest = select(ChatMessageRow).filter_by(session_id=session_id).order_by(ChatMessageRow.seq.desc())
        return [_turn(row) for row in reversed(self.session.scalars(newest.limit(limit)).all())]

    def messages_since(self, session_id: str, since: datetime) -> int:
        sent = select(func.count()).where(ChatMessageRow.session_id == session_id, ChatMessageRow.created_at > since)
        return self.session.scalar(sent.where(ChatMessageRow.message_id.is_not(None))) or 0

    def erase(self, session_id: str, but: int | None = None) -> None:
        """What was said and what is remembered, ratings and closed tickets; the session itself goes on.

        Appointments and open tickets stay: the hall works with them.
        """
        said = delete(ChatMessageRow).where(ChatMessageRow.session_id == session_id)
        self.session.execute(said if but is None else said.where(ChatMessageRow.id != but))
        self.session.execute(delete(RatingRow).where(RatingRow.session_id == session_id))
        closed = delete(TicketRow).where(TicketRow.session_id == session_id, TicketRow.status == "closed")
        self.session.execute(closed)
        self.save_state(session_id, {})

    def expired(self, now: datetime, limit: int) -> list[str]:
        """Sessions that are over, longest ago first."""
        over = select(ChatSessionRow.id).where(ChatSessionRow.expires_at <= now).order_by(ChatSessionRow.expires_at)
        return list(self.session.scalars(over.limit(limit)))

    def left_open(self, session_id: str) -> Json | None:
        """The question a talk ended with, {"service", "question"}; whether the session is over does not matter."""
        row = self.session.get(ChatSessionRow, session_id)
        return (row.state or {}).get("open") if row else None

    def forget(self, session_id: str) -> None:
        """Remove the talk and its session; appointments and tickets are separate records and stay."""
        self.session.execute(delete(ChatMessageRow).where(ChatMessageRow.session_id == session_id))
        self.session.execute(delete(ChatSessionRow).where(ChatSessionRow.id == session_id))

    def _update(self, session_id: str, **values: Any) -> None:
        self.session.execute(update(ChatSessionRow).where(ChatSessionRow.id == session_id).values(**values))

    def _insert(
        self, session_id: str, message_id: str | None, text: str | None, reply: list[Json] | None, now: datetime
    ) -> bool:
        # one writer per conversation at a time, so that `seq` has no gaps and no clashes
        self.session.execute(select(ChatSessionRow.id).filter_by(id=session_id).with_for_update())
        dialect = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        last = select(func.coalesce(func.max(ChatMessageRow.seq), 0)).where(ChatMessageRow.session_id == session_id)
        insert = dialect.insert(ChatMessageRow).values(
            session_id=session_id,
            seq=(self.session.scalar(last) or 0) + 1,
            message_id=message_id,
            text=text,
            text_hash=None if text is None else hash_token(text),
            reply=reply,
            created_at=now,
        )
        done = self.session.execute(insert.on_conflict_do_nothing().returning(ChatMessageRow.id))
        return done.first() is not None


def _session(row: ChatSessionRow) -> ChatSession:
    return ChatSession(row.id, row.place, dict(row.state), row.created_at, row.expires_at)


def _turn(row: ChatMessageRow, *, fresh: bool = False, same_text: bool = True) -> Turn:
    return Turn(row.id, row.seq, row.message_id, row.text, row.reply, row.created_at, fresh, same_text)
