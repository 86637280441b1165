"""Who ended a version and why, beside who let it pass; and no part of a published version's history changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.store.migrations.triggers import forbid, permit

revision = "0006"
down_revision = "0005"

PUBLISHED = "OLD.status IN ('published', 'superseded', 'withdrawn')"
FIXED = ("code", "version", "document", "digest")
HISTORY = ("source", "author", "why", "reviewer", "review_note", "created_at", "published_at", "effective_from")
WHY = "a published version never changes"


def upgrade() -> None:
    op.add_column("service_version", sa.Column("ended_by", sa.String(), nullable=True))
    op.add_column("service_version", sa.Column("ended_why", sa.String(), nullable=True))
    permit("service_version", "UPDATE")
    back = "NEW.status IN ('draft', 'in_review')"
    forbid("service_version", "UPDATE", when=f"{PUBLISHED} AND ({_changed(*FIXED, *HISTORY)} OR {back})", why=WHY)


def downgrade() -> None:
    permit("service_version", "UPDATE")
    op.drop_column("service_version", "ended_why")
    op.drop_column("service_version", "ended_by")
    forbid("service_version", "UPDATE", when=f"{PUBLISHED} AND ({_changed(*FIXED)})", why=WHY)


def _changed(*columns: str) -> str:
    """True also where one of the two is NULL; SQLite before 3.39 has another word for it."""
    differs = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
