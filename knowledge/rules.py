"""The rules of the appointment book: data (knowledge/data/rules.yml), with the defaults halls publish."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from knowledge.model import Value


class Missed(Value):
    """`count` missed visits within `within_days` close booking for `block_days` (only at the counter)."""

    count: int = 2
    within_days: int = 30
    block_days: int = 30
    appeal: bool = True


class Quota(Value):
    """Shares of a slot kept for the desk and for the phone, rounded down; given free `release_hours` before the start.

    What one of them has taken counts against its own share first; residents take the rest.
    """

    desk: float = Field(default=0.0, ge=0, le=1)
    phone: float = Field(default=0.0, ge=0, le=1)
    release_hours: int = 24


class Release(Value):
    """`at`: the hour of the day at which the next bookable day opens ("08:00")."""

    at: str = Field(default="00:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class Queue(Value):
    """The order in a hall. Everybody has an hour by which they stand in line: without an appointment that of coming,
    with one the beginning of the appointment less `booked_ahead_minutes` (later than `CheckIn.late_minutes`: that of
    coming). Old, disabled and pregnant people and those with a baby stand `care_ahead_minutes` further ahead.

    `calls`: nobody came after so many calls: missed. An estimate of waiting needs `estimate_least` recent services;
    at most `estimate_from` are looked at.
    """

    booked_ahead_minutes: int = Field(default=15, ge=0)
    care_ahead_minutes: int = Field(default=10, ge=0)
    calls: int = Field(default=3, ge=1)
    estimate_from: int = Field(default=20, ge=1)
    estimate_least: int = Field(default=3, ge=1)


class Closing(Value):
    """What becomes of appointments that an office can no longer keep: moved to the nearest time, or cancelled.

    At most `within_workdays` later and `notice_hours` from now; `alternatives` other times are offered either way.
    """

    then: Literal["move", "cancel"] = "move"
    within_workdays: int = Field(default=10, ge=1)
    notice_hours: float = Field(default=2, ge=0)
    alternatives: int = Field(default=3, ge=1)


class Waiting(Value):
    """A place that frees is kept `offer_minutes` for the first in line; who lets `offers` run out leaves the line.

    `grace_s`: how long the places of an offer that ran out stay shut, for the next in line.
    """

    offer_minutes: int = Field(default=20, ge=1)
    offers: int = Field(default=3, ge=1)
    per_session: int = Field(default=3, ge=1)
    grace_s: int = Field(default=120, ge=0)


class Reminders(Value):
    """On the day before at `day_before_at`, and `hours_before` the start; asked for a rating `rating_minutes` after.

    A message is tried `tries` times, at `retry_s` seconds, then twice that, and so on.
    """

    day_before_at: str = Field(default="18:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    hours_before: float = Field(default=2, gt=0)
    rating_minutes: int = Field(default=30, ge=0)
    tries: int = Field(default=5, ge=1)
    retry_s: int = Field(default=60, ge=1)


class CheckIn(Value):
    early_minutes: int = 30
    late_minutes: int = 15
    identity: bool = True


class Rules(Value):
    """`texts` are the same rules as residents read them, by field name."""

    lead_days: int = Field(default=1, ge=0)
    horizon_workdays: int = Field(default=10, ge=1)
    one_per_person_day_service: bool = True
    cancel_hours: float = Field(default=2, ge=0)
    missed: Missed = Missed()
    hold_ttl_s: int = Field(default=300, ge=1)
    holds_per_session: int = Field(default=2, ge=1)
    reopen_delay_s: int = Field(default=60, ge=0)
    quota: Quota = Quota()
    quota_by_office: dict[str, Quota] = {}
    release: Release = Release()
    queue: Queue = Queue()
    closing: Closing = Closing()
    waiting: Waiting = Waiting()
    reminders: Reminders = Reminders()
    check_in: CheckIn = CheckIn()
    texts: dict[str, str] = {}
    source: str | None = None

    def quota_of(self, office: str) -> Quota:
        return self.quota_by_office.get(office, self.quota)

    @property
    def reopen_delay(self) -> timedelta:
        return timedelta(seconds=self.reopen_delay_s)

    @property
    def cancel_before(self) -> timedelta:
        return timedelta(hours=self.cancel_hours)
