"""The appointment book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "slot",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("start", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= capacity", name=op.f("ck_slot_never_oversold")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index(op.f("ix_slot_start"), "slot", ["start"], unique=False)
    op.create_table(
        "slot_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.String(length=160), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_slot_claim_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_claim")),
    )
    op.create_index(op.f("ix_slot_claim_owner"), "slot_claim", ["owner"], unique=False)
    op.create_index(op.f("ix_slot_claim_slot_id"), "slot_claim", ["slot_id"], unique=False)
    op.create_index("ix_slot_claim_until", "slot_claim", ["until"], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("slot_id", sa.String(length=160), nullable=False),
        sa.Column("services", DOCUMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_session_id"), "hold", ["session_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("slot_id", sa.String(length=160), nullable=False),
        sa.Column("start", MOMENT, nullable=False),
        sa.Column("end", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("tail", sa.String(length=64), nullable=False),
        sa.Column("bring", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "active = (status NOT IN ('missed', 'cancelled'))", name=op.f("ck_appointment_active_follows_status")
        ),
        sa.CheckConstraint(
            "status IN ('confirmed', 'checked_in', 'serving', 'finished', 'missed', 'cancelled')",
            name=op.f("ck_appointment_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("code", name=op.f("uq_appointment_code")),
    )
    op.create_index("ix_appointment_office_start", "appointment", ["office", "start"], unique=False)
    op.create_index(op.f("ix_appointment_person"), "appointment", ["person"], unique=False)
    op.create_index(
        "uq_appointment_person_start",
        "appointment",
        ["person", "start"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "appointment_service",
        sa.Column("appointment_id", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_service_appointment_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", "service", name=op.f("pk_appointment_service")),
    )
    op.create_index(
        "uq_appointment_service_person",
        "appointment_service",
        ["person", "service", "day"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "appointment_access",
        sa.Column("appointment_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_access_appointment_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", "session_id", name=op.f("pk_appointment_access")),
    )
    op.create_index(op.f("ix_appointment_access_session_id"), "appointment_access", ["session_id"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("appointment_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_created_at"), "idempotency", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_table("idempotency")
    op.drop_table("appointment_access")
    op.drop_table("appointment_service")
    op.drop_table("appointment")
    op.drop_table("hold")
    op.drop_table("slot_claim")
    op.drop_table("slot")
