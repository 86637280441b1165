"""Places, offices and life events as others see them."""

from __future__ import annotations

from datetime import date, datetime

from api.schemas.base import Named, Out


class PlaceOut(Out):
    slug: str
    name: str
    kind: str
    parent: str | None
    aliases: list[str]


class PlaceList(Out):
    items: list[PlaceOut]


class CounterOut(Out):
    name: str
    note: str | None = None


class OfficeBrief(Out):
    """`hours` is the whole week in words; for an imported place without an office record `slug` is null."""

    slug: str | None
    name: str
    address: str | None
    phone: str | None
    hours: str | None


class OpenSpan(Out):
    """[start, end) as `08:30`."""

    start: str
    end: str


class OfficeDay(Out):
    """The hours of one day in words; `open` null: unregistered. `note`: why it is not as usual (放假, 赶集日)."""

    date: date
    text: str
    hours: str | None
    open: bool | None
    spans: list[OpenSpan] = []
    note: str | None = None
    today: bool = False


class OfficeOut(OfficeBrief):
    """`hours` are those of today in words, `week` of all the week; `open_now` null: unregistered.

    `day` is there when one was asked about (`?on=`).
    """

    kind: str
    place: str
    week: str | None
    open_now: bool | None
    next_opening: datetime | None
    counters: list[CounterOut]
    facilities: list[str]
    directions: str | None
    complain_phone: str | None
    day: OfficeDay | None = None
    market_days: list[date] = []  # the next ones (赶集); empty where none are registered


class Step(Out):
    """One service of a life event and what must come first; members of one group are alternatives."""

    service: Named
    after: list[str]
    group: str | None
    when_text: str | None


class BundleOut(Out):
    slug: str
    name: str
    aliases: list[str]
    summary: str | None
    services: list[Named]
    plan: list[Step]
    shared_evidences: list[str]
    notes: list[str]
    gentle: bool
    source: str


class BundleList(Out):
    items: list[BundleOut]
