"""Who waits for a place that frees, in what order, and what is offered to whom until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base, Document
from knowledge.store.tables.catalogue import one_of

WAITING_STATES = ("waiting", "offered", "taken", "lapsed", "over", "cancelled")


class WaitingRow(Base):
    """Days `first` to `last`, from `after` to `before` on the clock. `since` decides the order. No name, no number.

    `offered` has a hold, its slot and until when; `offers` counts those that ran out.
    """

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint(one_of("status", WAITING_STATES), name="status"),
        CheckConstraint("(status = 'offered') = (hold_id IS NOT NULL)", name="offered_has_a_hold"),
        Index("ix_waiting_line", "status", "since"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), index=True)
    services: Mapped[list[str]] = mapped_column(Document)
    lengths: Mapped[list[int]] = mapped_column(Document)
    place: Mapped[str | None] = mapped_column(String(80))
    first: Mapped[date]
    last: Mapped[date]
    after: Mapped[str] = mapped_column(String(5))
    before: Mapped[str] = mapped_column(String(5))
    status: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime]
    offers: Mapped[int]
    hold_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    slot_id: Mapped[str | None] = mapped_column(String(160))
    offer_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
