"""The waiting list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
STATES = "'waiting', 'offered', 'taken', 'lapsed', 'over', 'cancelled'"


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("services", DOCUMENT, nullable=False),
        sa.Column("lengths", DOCUMENT, nullable=False),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("after", sa.String(length=5), nullable=False),
        sa.Column("before", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(length=40), nullable=True),
        sa.Column("slot_id", sa.String(length=160), nullable=True),
        sa.Column("offer_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"status IN ({STATES})", name=op.f("ck_waiting_status")),
        sa.CheckConstraint(
            "(status = 'offered') = (hold_id IS NOT NULL)", name=op.f("ck_waiting_offered_has_a_hold")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_waiting_hold_id")),
    )
    op.create_index(op.f("ix_waiting_session_id"), "waiting", ["session_id"], unique=False)
    op.create_index("ix_waiting_line", "waiting", ["status", "since"], unique=False)


def downgrade() -> None:
    op.drop_table("waiting")
