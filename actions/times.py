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
) -> Times:
    """In order of time, each time once: a list of one hour at eight halls helps nobody."""
    items, reason = await _asked(turn, api, services, window=window, at=at, anywhere=anywhere)
    fit = [item for item in items if _fits(item, window)]
    if window and items and not fit:
        reason = word("times.not_at_that_hour")
    return Times(_one_hall_each(fit)[:MOST_TIMES], reason)


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
    return bool(window["start"] <= item["start"] < window["end"]) and bool(opens <= at < closes or opens >= closes)


def _one_hall_each(items: list[Json]) -> list[Json]:
    seen: dict[str, Json] = {}
    for item in items:
        seen.setdefault(item["start"], item)
    return list(seen.values())


def options(items: list[Json], do: str) -> list[Json]:
    return [choice(cards.slot_label(item), do=do, slot=item) for item in items]


def picked(turn: Turn) -> Json | None:
    """One of the offered times told by words: 最后一个, 9点半的, 下午三点那个; None when it is none of them."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if not offered or turn.choice is not None:
        return None
    if any(phrase in turn.text for phrase in words("said.last_one")) and not turn.when:
        return offered[-1]
    if any(phrase in turn.text for phrase in words("said.first_one")) and not turn.when:
        return offered[0]
    window = on_the_day(turn, (turn.pending or {}).get("window") or whole_day(offered[0]["start"]))
    if window is None or not of_the_clock(window):
        return None
    exact = [item for item in offered if item["start"] == window["start"]]
    return exact[0] if exact and not turn.linked else None


def of_the_clock(window: Json) -> bool:
    """下午三点 is a time of the clock, 下午 is not."""
    start, end = (datetime.fromisoformat(window[key]) for key in ("start", "end"))
    return end - start <= timedelta(hours=1)


def on_the_day(turn: Turn, base: Json | None) -> Json | None:
    """The time that was said; hours without a day (下午三点的) are those of the day that was spoken of."""
    when = turn.when
    if when is None or base is None or not base.get("text", "x") or _says_a_day(when["text"]):
        return when
    first, last = days_of(base)
    start, end = (datetime.fromisoformat(when[key]) for key in ("start", "end"))
    return {
        "start": datetime.combine(first, start.timetz()).isoformat(),
        "end": datetime.combine(last, end.timetz()).isoformat(),
        "text": when["text"],
    }


def _says_a_day(text: str) -> bool:
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
