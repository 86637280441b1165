"""Who a ticket goes to and what was answered; questions talks stopped at; sentences to train on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("topic", sa.String(length=40), nullable=True))
    op.add_column("ticket", sa.Column("department", sa.String(length=80), nullable=True))
    op.add_column("ticket", sa.Column("standard", sa.Boolean(), nullable=True))
    op.add_column("ticket", sa.Column("answer", sa.String(), nullable=True))
    op.add_column("rating", sa.Column("done_at", MOMENT, nullable=True))
    op.add_column("rating", sa.Column("done_by", sa.String(length=40), nullable=True))
    op.create_table(
        "open_question",
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("service", "question", name=op.f("pk_open_question")),
    )
    op.create_table(
        "training_sentence",
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("intent", sa.String(length=20), nullable=False),
        sa.Column("facets", DOCUMENT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", name=op.f("pk_training_sentence")),
    )


def downgrade() -> None:
    op.drop_table("training_sentence")
    op.drop_table("open_question")
    for table, columns in {
        "rating": ("done_by", "done_at"),
        "ticket": ("answer", "standard", "department", "topic"),
    }.items():
        for column in columns:
            op.drop_column(table, column)
