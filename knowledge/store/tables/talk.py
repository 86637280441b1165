"""Tables of conversations and of what residents leave with us: tickets, ratings, sentences not understood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base, Document
from knowledge.store.tables.catalogue import one_of

TICKET_KINDS = ("report", "help", "unresolved", "complaint", "callback", "human")
TICKET_STATUSES = ("received", "assigned", "in_progress", "replied", "closed")
RATED = ("answer", "appointment", "ticket")


class ChatSessionRow(Base):
    """`id` is the opaque sender given to the bot; the resident's token is kept as a hash only."""

    __tablename__ = "chat_session"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]


class ChatMessageRow(Base):
    """One turn: what was said (None for the welcome) and the reply; `reply` None while it is being made."""

    __tablename__ = "chat_message"
    __table_args__ = (UniqueConstraint("session_id", "message_id"), UniqueConstraint("session_id", "seq"))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_session.id"))
    seq: Mapped[int]
    message_id: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str | None]
    text_hash: Mapped[str | None] = mapped_column(String(64))
    reply: Mapped[list[Any] | None] = mapped_column(Document)
    created_at: Mapped[datetime]


class TicketRow(Base):
    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint(one_of("kind", TICKET_KINDS), name="kind"),
        CheckConstraint(one_of("status", TICKET_STATUSES), name="status"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(12), index=True)
    text: Mapped[str]  # sealed
    place: Mapped[str | None] = mapped_column(String(80))
    contact: Mapped[str | None]  # sealed
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    due: Mapped[datetime]
    topic: Mapped[str | None] = mapped_column(String(40))  # a kind of knowledge/data/report-kinds.yml
    department: Mapped[str | None] = mapped_column(String(80))
    standard: Mapped[bool | None]
    answer: Mapped[str | None]  # sealed


class RatingRow(Base):
    """One rating per subject and session (one visit, one rating)."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("session_id", "subject_kind", "subject_id"),
        CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),
        CheckConstraint("grade > 2 OR reason IS NOT NULL", name="bad_needs_reason"),
        CheckConstraint(one_of("subject_kind", RATED), name="subject_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[str] = mapped_column(String(80))
    grade: Mapped[int]
    reason: Mapped[str | None]
    text: Mapped[str | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(40))


class UnresolvedRow(Base):
    """A sentence the bot did not understand: a task for the admin. The same sentence counts up."""

    __tablename__ = "unresolved_sentence"
    __table_args__ = (Index("ix_unresolved_sentence_open", "done_at", "times"),)

    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]
    times: Mapped[int]
    guess: Mapped[dict[str, Any]]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]


class OpenQuestionRow(Base):
    """Where talks stopped: a question of ours nobody answered, counted. No session and nothing that was said."""

    __tablename__ = "open_question"

    service: Mapped[str] = mapped_column(String(80), primary_key=True)  # "" where it was about no service
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(40))


class TrainingSentenceRow(Base):
    """A sentence the bot shall learn, masked, with what it means; `yikan train` adds it to its data."""

    __tablename__ = "training_sentence"

    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]
    intent: Mapped[str] = mapped_column(String(20))
    facets: Mapped[list[Any]] = mapped_column(Document)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(40))
