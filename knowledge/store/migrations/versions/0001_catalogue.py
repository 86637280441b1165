"""The catalogue: versions, documents, stamp."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from knowledge.store.migrations.triggers import forbid, permit

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "service_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("review_note", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_service_version_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_service_version_code_version")),
    )
    op.create_index("ix_service_version_status", "service_version", ["status", "code"], unique=False)
    op.create_table(
        "catalogue_document",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('place', 'office', 'bundle', 'fact', 'calendar', 'rules')",
            name=op.f("ck_catalogue_document_kind"),
        ),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_catalogue_document")),
    )
    op.create_table(
        "catalogue_stamp",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_stamp_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_stamp")),
    )
    op.execute("INSERT INTO catalogue_stamp (id, value) VALUES (1, 0)")
    published = "OLD.status IN ('published', 'superseded', 'withdrawn')"
    changed = "(NEW.document <> OLD.document OR NEW.digest <> OLD.digest OR NEW.code <> OLD.code OR NEW.version <> OLD.version)"
    forbid("service_version", "UPDATE", when=f"{published} AND {changed}", why="a published version never changes")
    forbid("service_version", "DELETE", when=published, why="a published version stays")


def downgrade() -> None:
    permit("service_version", "UPDATE")
    permit("service_version", "DELETE")
    op.drop_table("catalogue_stamp")
    op.drop_table("catalogue_document")
    op.drop_table("service_version")
