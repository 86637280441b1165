"""Tables of the appointment book. The constraints here are what makes overselling impossible."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base, Document
from knowledge.store.tables.catalogue import one_of

STEPS = ("confirmed", "checked_in", "serving", "finished", "missed", "cancelled")
_LIVE = text("active")


class SlotRow(Base):
    """The places of one counter in one stretch of time; made when first taken. `id` is `knowledge.slots.Cell.id`.

    `desk` and `phone` are those of the `used` ones that were taken there: each has a share of its own.
    """

    __tablename__ = "slot"
    __table_args__ = (CheckConstraint("used >= 0 AND used <= capacity", name="never_oversold"),)

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    start: Mapped[datetime] = mapped_column(index=True)
    capacity: Mapped[int]
    used: Mapped[int]
    desk: Mapped[int] = mapped_column(server_default="0")
    phone: Mapped[int] = mapped_column(server_default="0")


class ClaimRow(Base):
    """One place taken in a slot, by a hold or an appointment. After `until` it no longer counts (hold, reopening)."""

    __tablename__ = "slot_claim"
    __table_args__ = (Index("ix_slot_claim_until", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"), index=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)  # id of the hold or appointment
    until: Mapped[datetime | None]
    channel: Mapped[str] = mapped_column(String(12), server_default="public")


class HoldRow(Base):
    __tablename__ = "hold"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), index=True)
    slot_id: Mapped[str] = mapped_column(String(160))
    services: Mapped[list[str]]
    lengths: Mapped[list[int] | None] = mapped_column(Document)  # slots in a row, per service
    expires_at: Mapped[datetime]


class AppointmentRow(Base):
    """`name`, `phone`, `on_behalf_of` are sealed; `person` and `tail` are keyed hashes, good for comparing only."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(one_of("status", STEPS), name="status"),
        CheckConstraint("active = (status NOT IN ('missed', 'cancelled'))", name="active_follows_status"),
        Index(
            "uq_appointment_person_start",
            "person",
            "start",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_appointment_office_start", "office", "start"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    session_id: Mapped[str] = mapped_column(String(40))
    office: Mapped[str] = mapped_column(String(80))
    slot_id: Mapped[str] = mapped_column(String(160))
    start: Mapped[datetime]
    end: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(12))
    active: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    phone: Mapped[str]
    on_behalf_of: Mapped[str | None]
    person: Mapped[str] = mapped_column(String(64), index=True)
    tail: Mapped[str] = mapped_column(String(64))
    bring: Mapped[list[Any]] = mapped_column(Document)
    consent: Mapped[str | None] = mapped_column(String(20))  # who said that the person agrees: proxy, desk
    appeal: Mapped[str | None] = mapped_column(String(20))  # number of the ticket against a missed visit
    excused_at: Mapped[datetime | None]  # a missed visit that no longer counts
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class AppointmentServiceRow(Base):
    """The quota: one person has one live appointment per service and day."""

    __tablename__ = "appointment_service"
    __table_args__ = (
        Index(
            "uq_appointment_service_person",
            "person",
            "service",
            "day",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    service: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int]
    slots: Mapped[int] = mapped_column(server_default="1")  # in a row
    name: Mapped[str]
    person: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    active: Mapped[bool]


class AppointmentAccessRow(Base):
    """Which sessions may see and change an appointment: the one that made it, and those attached by lookup."""

    __tablename__ = "appointment_access"

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    since: Mapped[datetime]


class IdempotencyRow(Base):
    __tablename__ = "idempotency"

    session_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    appointment_id: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(index=True)
