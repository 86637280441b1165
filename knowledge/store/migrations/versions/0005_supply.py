"""Shares of slots, the counter queue, second trips, events and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("slot", sa.Column("desk", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("slot", sa.Column("phone", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("slot_claim", sa.Column("channel", sa.String(length=12), nullable=False, server_default="public"))
    op.add_column("hold", sa.Column("lengths", DOCUMENT, nullable=True))
    op.add_column("appointment_service", sa.Column("slots", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("appointment", sa.Column("consent", sa.String(length=20), nullable=True))
    op.add_column("appointment", sa.Column("appeal", sa.String(length=20), nullable=True))
    op.add_column("appointment", sa.Column("excused_at", MOMENT, nullable=True))
    op.create_table(
        "queue_day",
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("series", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "day", "series", name=op.f("pk_queue_day")),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("appointment_id", sa.String(length=40), nullable=True),
        sa.Column("services", DOCUMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("counter", sa.String(length=80), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("served_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'called', 'serving', 'finished', 'missed')", name=op.f("ck_queue_ticket_status")
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_queue_ticket_appointment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_ticket")),
        sa.UniqueConstraint("office", "day", "number", name=op.f("uq_queue_ticket_office_day_number")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_queue_ticket_appointment_id")),
    )
    op.create_index("ix_queue_ticket_line", "queue_ticket", ["office", "day", "status", "due"], unique=False)
    op.create_table(
        "second_trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", sa.String(length=40), nullable=True),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["queue_ticket.id"], name=op.f("fk_second_trip_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_trip")),
    )
    op.create_index("ix_second_trip_day", "second_trip", ["day", "office"], unique=False)
    op.create_table(
        "appointment_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("detail", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_event_appointment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_event")),
    )
    op.create_index("ix_appointment_event_appointment", "appointment_event", ["appointment_id", "at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("appointment_id", sa.String(length=40), nullable=True),
        sa.Column("session_id", sa.String(length=40), nullable=True),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dropped', 'failed')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_outbox_appointment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_try_at"], unique=False)
    op.create_index(op.f("ix_outbox_appointment_id"), "outbox", ["appointment_id"], unique=False)


def downgrade() -> None:
    for table in ("outbox", "appointment_event", "second_trip", "queue_ticket", "queue_day"):
        op.drop_table(table)
    for table, column in (
        ("appointment", "excused_at"),
        ("appointment", "appeal"),
        ("appointment", "consent"),
        ("appointment_service", "slots"),
        ("hold", "lengths"),
        ("slot_claim", "channel"),
        ("slot", "phone"),
        ("slot", "desk"),
    ):
        op.drop_column(table, column)
