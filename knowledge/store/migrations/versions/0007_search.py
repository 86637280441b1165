"""Sentence vectors kept with a version; counts of what was chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "service_vectors",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(length=40), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", "model", name=op.f("pk_service_vectors")),
    )
    op.create_table(
        "service_choice",
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_service_choice_counted")),
        sa.PrimaryKeyConstraint("place", "day", "code", name=op.f("pk_service_choice")),
    )


def downgrade() -> None:
    op.drop_table("service_choice")
    op.drop_table("service_vectors")
