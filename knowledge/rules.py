"""The rules of the appointment book: data (knowledge/data/rules.yml), with the defaults halls publish."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from knowledge.model import Value


class Missed(Value):
    """`count` missed visits within `within_days` close booking for `block_days` (only at the counter)."""

    count: int = 2
    within_days: int = 30
    block_days: int = 30
    appeal: bool = True


class Quota(Value):
    """Shares of a slot kept back from residents, rounded down; given free `release_hours` before the start."""

    desk: float = Field(default=0.0, ge=0, le=1)
    phone: float = Field(default=0.0, ge=0, le=1)
    release_hours: int = 24


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
    check_in: CheckIn = CheckIn()
    texts: dict[str, str] = {}
    source: str | None = None

    @property
    def reopen_delay(self) -> timedelta:
        return timedelta(seconds=self.reopen_delay_s)

    @property
    def cancel_before(self) -> timedelta:
        return timedelta(hours=self.cancel_hours)
