"""Waiting for a place that frees, and what people were told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.schemas.appointment import SlotOut, _Services
from api.schemas.base import Named, Out

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"


class WaitingBody(_Services):
    """Days `from` to `to`, inclusive (default: all that can be booked), at hours from `after` up to `before`."""

    place: str | None = Field(default=None, min_length=1, max_length=80)
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    after: str = Field(default="00:00", pattern=CLOCK)
    before: str = Field(default="24:00", pattern=CLOCK)


class OfferOut(Out):
    """A place kept for this person: book it with `hold_id` until `expires_at`."""

    hold_id: str
    slot: SlotOut
    expires_at: datetime


class WaitingOut(Out):
    """`status`: waiting, offered, taken, lapsed, over, cancelled. `position` 0: not in line.

    `minutes`: how long an offer is kept.
    """

    id: str
    services: list[Named]
    place: str | None
    from_: date = Field(serialization_alias="from")
    to: date
    after: str
    before: str
    status: str
    position: int
    minutes: int
    offer: OfferOut | None
    created_at: datetime


class WaitingList(Out):
    items: list[WaitingOut]


class InboxItem(Out):
    """`message` has the shape of a chat message. `id` grows: ask for those `after` the last one seen."""

    id: int
    kind: str
    appointment: str | None
    message: dict[str, Any]
    due: datetime


class Inbox(Out):
    items: list[InboxItem]
