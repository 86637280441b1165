"""Tables of the counter queue of a day, and of the visits that had to be made twice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base
from knowledge.store.tables.catalogue import one_of

QUEUE_STEPS = ("waiting", "called", "serving", "finished", "missed")


class QueueDayRow(Base):
    """The last number given at one office on one day, by series (A: with an appointment, B: without)."""

    __tablename__ = "queue_day"

    office: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(1), primary_key=True)
    last: Mapped[int]


class QueueTicketRow(Base):
    """Somebody waiting in a hall. `due`: the instant by which the order goes (knowledge.queueing); no personal data."""

    __tablename__ = "queue_ticket"
    __table_args__ = (
        UniqueConstraint("office", "day", "number"),
        UniqueConstraint("appointment_id"),
        CheckConstraint(one_of("status", QUEUE_STEPS), name="status"),
        Index("ix_queue_ticket_line", "office", "day", "status", "due"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(8))
    appointment_id: Mapped[str | None] = mapped_column(ForeignKey("appointment.id"))
    services: Mapped[list[str]]
    due: Mapped[datetime]
    joined_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(12))
    counter: Mapped[str | None] = mapped_column(String(80))
    calls: Mapped[int]
    called_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SecondTripRow(Base):
    """A visit that has to be made again: for which service, which paper was missing, and why."""

    __tablename__ = "second_trip"
    __table_args__ = (Index("ix_second_trip_day", "day", "office"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    day: Mapped[date]
    service: Mapped[str] = mapped_column(String(80))
    paper: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("queue_ticket.id"))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
