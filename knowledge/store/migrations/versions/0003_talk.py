"""Conversations, tickets, ratings, sentences not understood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "chat_session",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("state", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_chat_session_token_hash")),
    )
    op.create_table(
        "chat_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("reply", DOCUMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["chat_session.id"], name=op.f("fk_chat_message_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_message")),
        sa.UniqueConstraint("session_id", "message_id", name=op.f("uq_chat_message_session_id_message_id")),
        sa.UniqueConstraint("session_id", "seq", name=op.f("uq_chat_message_session_id_seq")),
    )
    op.create_table(
        "ticket",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('report', 'help', 'unresolved', 'complaint', 'callback', 'human')", name=op.f("ck_ticket_kind")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'assigned', 'in_progress', 'replied', 'closed')", name=op.f("ck_ticket_status")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_session_id"), "ticket", ["session_id"], unique=False)
    op.create_index(op.f("ix_ticket_status"), "ticket", ["status"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("subject_kind IN ('answer', 'appointment', 'ticket')", name=op.f("ck_rating_subject_kind")),
        sa.CheckConstraint("grade > 2 OR reason IS NOT NULL", name=op.f("ck_rating_bad_needs_reason")),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_rating_grade")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "session_id", "subject_kind", "subject_id", name=op.f("uq_rating_session_id_subject_kind_subject_id")
        ),
    )
    op.create_table(
        "unresolved_sentence",
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("guess", DOCUMENT, nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("text_hash", name=op.f("pk_unresolved_sentence")),
    )
    op.create_index("ix_unresolved_sentence_open", "unresolved_sentence", ["done_at", "times"], unique=False)


def downgrade() -> None:
    op.drop_table("unresolved_sentence")
    op.drop_table("rating")
    op.drop_table("ticket")
    op.drop_table("chat_message")
    op.drop_table("chat_session")
