"""Slots, holds and appointments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field, model_validator

from api.schemas.base import Body, Named, Out
from api.schemas.place import OfficeBrief


class SlotOut(Out):
    """For a service of several slots `slot_id` is the first, and `free` counts whole runs."""

    slot_id: str
    office: OfficeBrief
    start: datetime
    end: datetime
    free: int


class SlotList(Out):
    """`release`: when the next day that cannot be booked yet opens, in words; None where nothing is to come.

    `reason`: why none of the days asked for has a free time.
    """

    items: list[SlotOut]
    release: str | None = None
    reason: str | None = None


class RulesOut(Out):
    """The booking rules as residents read them, by name; `until`: the last day that can be booked now."""

    texts: dict[str, str]
    until: date


class _Services(Body):
    """One service, or several in one visit: exactly one of the two fields.

    `scenario`: which case (情形) it is, where that makes the visit longer or shorter; facts may say so too.
    """

    service_code: str | None = Field(default=None, min_length=1, max_length=80)
    service_codes: list[str] | None = Field(default=None, min_length=1, max_length=5)
    scenario: str | None = Field(default=None, min_length=1, max_length=80)

    @model_validator(mode="after")
    def _one_way(self) -> _Services:
        if (self.service_code is None) == (self.service_codes is None):
            raise ValueError("service_code_or_codes")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.service_code,) if self.service_code else tuple(self.service_codes or ())


class HoldBody(_Services):
    slot_id: str = Field(min_length=1, max_length=160)


class HoldOut(Out):
    hold_id: str
    expires_at: datetime


class OnBehalfOf(Body):
    name: str = Field(min_length=1, max_length=40)
    relation: str = Field(min_length=1, max_length=20)


class AppointmentBody(_Services):
    """`phone`: a mainland mobile or a landline with area code; judged by the booking rules."""

    slot_id: str = Field(min_length=1, max_length=160)
    name: str = Field(min_length=1, max_length=40)
    phone: str = Field(min_length=1, max_length=30)
    on_behalf_of: OnBehalfOf | None = None
    facts: dict[str, Any] | None = Field(default=None, max_length=300)
    hold_id: str | None = Field(default=None, min_length=1, max_length=40)


class RescheduleBody(Body):
    slot_id: str = Field(min_length=1, max_length=160)


class AppealBody(Body):
    """Why a visit was missed."""

    text: str = Field(min_length=1, max_length=1000)


class LookupBody(Body):
    """`code`: 8 characters without look-alikes; `phone_tail`: the last four digits."""

    code: str = Field(min_length=1, max_length=20)
    phone_tail: str = Field(min_length=1, max_length=10)


class Bring(Out):
    """`when`: the case in which alone it is needed, where it is not known whether that is this one."""

    id: str
    name: str
    form: str | None = None
    copies: int | None = None
    note: str | None = None
    when: str | None = None


class AppointmentOut(Out):
    """`status`: confirmed, checked_in, serving, finished, missed, cancelled.

    `visitor`: whose matter it is, masked; `relation`: what they are to the one who booked for them.
    """

    id: str
    code: str
    services: list[Named]
    office: OfficeBrief
    start: datetime
    end: datetime
    status: str
    bring: list[Bring]
    cancel_before: datetime | None
    visitor: str | None = None
    relation: str | None = None


class AppointmentList(Out):
    items: list[AppointmentOut]
