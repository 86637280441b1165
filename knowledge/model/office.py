"""Places, offices with their hours and counters, and the calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from knowledge.model.value import Slug, Value


class Place(Value):
    slug: Slug
    name: str
    kind: Literal["province", "city", "county", "township", "village"]
    parent: Slug | None = None
    aliases: tuple[str, ...] = ()


class Period(Value):
    """An opening period: `days` 1 (Monday) … 7, times "08:30"; `from`/`until` month-day bounds a season ("06-01")."""

    days: tuple[int, ...]
    start: str
    end: str
    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class DatedException(Value):
    """Closed (no periods) or open at other times on one date; an opening overrides a holiday (调休)."""

    on: date
    periods: tuple[Period, ...] = ()
    reason: str


class Closure(Value):
    """Shut for a while, [start, end), whatever the hours say: a storm, a power cut, repairs. Aware datetimes."""

    start: datetime
    end: datetime
    reason: str


class Shift(Value):
    """How many work at a counter in one part of the week or on one date; outside its shifts the counter's own number.

    `days` 1 (Monday) … 7, times and season bounds as in `Period`; `on` makes it a single date, whatever the weekday.
    """

    staffed: int = Field(ge=0)
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    start: str = "00:00"
    end: str = "24:00"
    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    on: date | None = None
    note: str | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Counter(Value):
    """窗口: `staffed` counters share the work; empty `skills` (booking skills): everything the office offers.

    `shifts`: the first that covers a time says how many work there then.
    """

    name: str
    skills: tuple[str, ...] = ()
    staffed: int = 1
    shifts: tuple[Shift, ...] = ()
    note: str | None = None


class Office(Value):
    slug: Slug
    name: str
    kind: Literal["county", "township", "village", "police", "marriage", "disabled", "other"]
    place: Slug
    aliases: tuple[str, ...] = ()
    address: str | None = None
    directions: str | None = None
    phone: str | None = None
    complain_phone: str | None = None
    periods: tuple[Period, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    closures: tuple[Closure, ...] = ()
    market_days: tuple[int, ...] = ()  # lunar day of month modulo 10: (2, 7) is 逢二逢七
    market_periods: tuple[Period, ...] = ()  # extra opening on market days
    kiosk_hours: str | None = None
    slot_minutes: int = 30
    counters: tuple[Counter, ...] = ()
    facilities: tuple[str, ...] = ()
    sample: bool = True


class CalendarDay(Value):
    """One dated fact: a public holiday, a make-up working day, or a local closure; notices come first.

    `confirmed`: no notice is out yet, but an admin says that the days after the holiday beginning here may be booked.
    """

    on: date
    kind: Literal["holiday", "workday", "closure", "confirmed"]
    name: str
    source: str
    office: Slug | None = None


class Booked(Value):
    """A stretch of time [start, end) at an office; aware datetimes."""

    office: Slug
    start: datetime
    end: datetime
