"""Tables of what happened to appointments, and of what people are still to be told about it.

Both are written in the transaction of the deed: nothing happens unnoticed, and no notice goes out for what did not
happen. Sending is the business of whoever reads the outbox.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base
from knowledge.store.tables.catalogue import one_of

OUTBOX_STATES = ("waiting", "sent", "dropped", "failed")


class AppointmentEventRow(Base):
    """One thing that happened to an appointment. `who`: resident, desk:NAME, admin:NAME or system."""

    __tablename__ = "appointment_event"
    __table_args__ = (Index("ix_appointment_event_appointment", "appointment_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(100))
    detail: Mapped[dict[str, Any]]


class OutboxRow(Base):
    """A message that is due. `key` makes putting it twice harmless. `data` holds no name and no number."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(one_of("state", OUTBOX_STATES), name="state"),
        Index("ix_outbox_due", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    due: Mapped[datetime]
    next_try_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
