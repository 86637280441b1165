"""Free times of a visit: which ones fit what was said, why none does, and how they are offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actions import cards
from actions.client import Catalogue, Refusal
from actions.reply import choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

MOST_TIMES = 12
NEAREST = 5  # beside them stands the offer to be told when something frees
MOST_DAYS = 30
MIDNIGHT = "00:00"
MORNING = ("08:00", "12:00")  # 上午 begins when the hall opens, be it at half past seven
SLOT = timedelta(minutes=10)


@dataclass(frozen=True)
class Times:
    """`reason`: why there are none, in words fit to show."""

    items: list[Json]
    reason: str | None = None


async def find(
    turn: Turn,
    api: Catalogue,
    services: list[Json],
    *,
    window: Json | None = None,
    at: str | None = None,
    anywhere: bool = False,
    most: int | None = MOST_TIMES,
) -> Times:
    """In order of time, each time once: a list of one hour at eight halls helps nobody. `most` None: all of them."""
    items, reason = await _asked(turn, api, services, window=window, at=at, anywhere=anywhere)
    fit = [item for item in items if _fits(item, window)]
    if window and items and not fit:
        reason = word("times.not_at_that_hour")
    return Times(_one_hall_each(fit)[:most], reason)


async def closed_then(turn: Turn, api: Catalogue, office: str, window: Json) -> str | None:
    """Why nothing is free at that hour where the hall is open on that day, but not then; None where it is open."""
    first, last = days_of(window)
    if first != last or window["start"][11:16] == MIDNIGHT:
        return None
    item = await api.get(f"/offices/{office}", turn.sender, on=first.isoformat())
    day = item.get("day") or {}
    starts, ends = window["start"][11:16], window["end"][11:16]
    spans = day.get("spans") or []
    if not spans or any(starts < span["end"] and span["start"] < ends for span in spans):
        return None
    return word("times.closed_then", office=item["name"], hours=day["hours"])


async def nearest(
    turn: Turn, api: Catalogue, services: list[Json], to: str, *, at: str | None = None, anywhere: bool = False
) -> list[Json]:
    """The free times closest to an instant, in order of time."""
    items, _ = await _asked(turn, api, services, at=at, anywhere=anywhere)
    wanted = datetime.fromisoformat(to)
    close = sorted(_one_hall_each(items), key=lambda item: abs(datetime.fromisoformat(item["start"]) - wanted))
    return sorted(close[:NEAREST], key=lambda item: str(item["start"]))


async def at_each_hall(turn: Turn, api: Catalogue, services: list[Json]) -> list[Json]:
    """The first free time at every hall that takes the matter, nearest hall first."""
    items, _ = await _asked(turn, api, services, anywhere=True)
    first: dict[str, Json] = {}
    for item in items:
        first.setdefault(item["office"]["slug"], item)
    return list(first.values())


async def _asked(
    turn: Turn,
    api: Catalogue,
    services: list[Json],
    *,
    window: Json | None = None,
    at: str | None = None,
    anywhere: bool = False,
) -> tuple[list[Json], str | None]:
    query: dict[str, Any] = {"place": at or turn.place, "anywhere": "true" if anywhere else None}
    query["also"] = [service["code"] for service in services[1:]] or None
    if window:
        first, last = days_of(window)
        query.update({"from": first.isoformat(), "to": min(last, first + timedelta(days=MOST_DAYS)).isoformat()})
    try:
        reply = await api.get(f"/services/{services[0]['code']}/slots", turn.sender, **query)
    except Refusal as refusal:
        if refusal.status in (409, 422):  # a day that cannot be asked for: the nearest times are offered instead
            return [], refusal.detail
        raise
    return [item for item in reply["items"] if item["free"] > 0], reply.get("reason")


def days_of(window: Json) -> tuple[date, date]:
    """First and last day of a half-open stretch."""
    start, end = (datetime.fromisoformat(window[key]) for key in ("start", "end"))
    return start.date(), (end - timedelta(minutes=1)).date()


def days_text(window: Json) -> str:
    """11月25日（周三）, or from when until when."""
    first, last = days_of(window)
    if first == last:
        return cards.day(first)
    return word("times.days", first=cards.day(first), last=cards.day(last))


def in_words(window: Json) -> Json:
    """{"said","days"} of a stretch as it was said; {"days"} alone where only hours, or the very day, were said."""
    days, text = days_text(window), window["text"]
    if text.startswith(days):
        return {"days": text}
    return {"said": text, "days": days} if says_a_day(text) else {"days": days + text}


def dates_text(first: str, last: str) -> str:
    """The same of two ISO dates, both inclusive."""
    if first == last:
        return cards.day(date.fromisoformat(first))
    days = {"first": cards.day(date.fromisoformat(first)), "last": cards.day(date.fromisoformat(last))}
    return word("times.days", **days)


def _fits(item: Json, window: Json | None) -> bool:
    """Within the stretch; of several mornings every one counts, the afternoons between do not."""
    if window is None:
        return True
    opens, closes, at = window["start"][11:16], window["end"][11:16], item["start"][11:16]
    if closes == MIDNIGHT:
        closes = "24:00"
    if (opens, closes) == MORNING:
        opens = MIDNIGHT
    within = window["start"][:10] + opens <= item["start"][:10] + at and item["start"] < window["end"]
    return within and bool(opens <= at < closes or opens >= closes)


def _one_hall_each(items: list[Json]) -> list[Json]:
    seen: dict[str, Json] = {}
    for item in items:
        seen.setdefault(item["start"], item)
    return list(seen.values())


def options(items: list[Json], do: str) -> list[Json]:
    return [choice(cards.slot_label(item), do=do, slot=item) for item in items]


def of_the_clock(window: Json) -> bool:
    """下午三点 is a time of the clock, 下午 is not."""
    start, end = (datetime.fromisoformat(window[key]) for key in ("start", "end"))
    return end - start <= timedelta(hours=1)


def on_the_day(turn: Turn, base: Json | None) -> Json | None:
    """The time that was said; hours without a day (下午三点的) are those of the day that was spoken of."""
    when = turn.when
    if when is None or base is None or not base.get("text", "x") or says_a_day(when["text"]):
        return when
    first, last = days_of(base)
    start, end = (datetime.fromisoformat(when[key]) for key in ("start", "end"))
    return {
        "start": datetime.combine(first, start.timetz()).isoformat(),
        "end": datetime.combine(last, end.timetz()).isoformat(),
        "text": when["text"],
    }


def says_a_day(text: str) -> bool:
    for part in words("said.part_signs"):
        text = text.replace(part, "")
    return any(sign in text for sign in words("said.day_signs"))


def whole_day(iso: str) -> Json:
    start = datetime.fromisoformat(iso).replace(hour=0, minute=0)
    return {"start": start.isoformat(), "end": (start + timedelta(days=1)).isoformat(), "text": cards.day(start.date())}


async def beside(
    turn: Turn,
    api: Catalogue,
    services: list[Json],
    edge: str,
    sooner: bool,
    *,
    at: str | None = None,
    anywhere: bool = False,
) -> list[Json]:
    """The free times just before (or after) an instant."""
    items, _ = await _asked(turn, api, services, at=at, anywhere=anywhere)
    if sooner:
        return [item for item in _one_hall_each(items) if item["start"] < edge][-NEAREST:]
    return [item for item in _one_hall_each(items) if item["start"] > edge][:NEAREST]
