"""Halls: what was asked of one first, then the rest in short."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from actions.cards.base import Json, card, moment
from actions.reply import choice
from actions.words import word, words

NOON_OVER = "12:30"  # a hall that ends by then has no afternoon, so no lunch break either


@dataclass(frozen=True)
class Asked:
    """What of a hall was asked beside the facets: a topic (停车), a time, the lunch break; `said`: facets in words;
    `more`: other topics asked in clauses of their own."""

    topic: str | None = None
    when: Json | None = None
    lunch: bool = False
    said: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def office(item: Json, facets: tuple[str, ...], asked: Asked = Asked()) -> Json:
    """A hall: what was asked first (a facility, a day, a facet), then the rest in short."""
    wanted = [facet for facet in facets if facet in words("office.parts")]
    lines = [_topic_line(item, topic) for topic in (asked.topic, *asked.more) if topic]
    if asked.topic:
        wanted = [facet for facet in wanted if facet == "phone" or facet in asked.said]
    if _about_a_day(item, asked) and (not wanted or "hours" in wanted or asked.lunch) and not asked.topic:
        lines.append(_day_line(item, asked))
        wanted = [facet for facet in wanted if facet != "hours" or _of_today_too(asked)]
    elif not lines:
        wanted = wanted or ["hours", "where", "phone"]
    lines += [_office_line(facet, item) for facet in dict.fromkeys(wanted)]
    actions = [choice(word("do.menu"), do="menu")]
    return card("office", item["name"], "\n".join(lines), {"office": item}, actions)


def _of_today_too(asked: Asked) -> bool:
    """几点下班 周六开不开 asks for the usual hours as well as for the day."""
    return "hours" in asked.said and "where" in asked.said


def _about_a_day(item: Json, asked: Asked) -> bool:
    """Of today it is told whether it is open now, unless some hours of it or the lunch break were asked about."""
    day = item.get("day")
    some_hours = asked.when is not None and _of_some_hours(asked.when)
    return day is not None and (not day.get("today") or asked.lunch or some_hours)


def facilities(item: Json, parts: list[str]) -> list[str]:
    """The facilities of a hall whose words hold one of these."""
    return [line for line in item.get("facilities") or [] if any(part in line for part in parts)]


def _topic_line(item: Json, topic: str) -> str:
    """停车, 公交, 自助机 …: what is registered about it, or that nothing is."""
    about = words(f"hall.topics.{topic}")
    found = facilities(item, about.get("find", []))
    if about.get("directions") and item.get("directions") and (topic == "bus" or not found):
        found.append(item["directions"])
    if about.get("address"):
        found.insert(0, item.get("address") or word("unregistered"))
    if about.get("phone"):
        found.append(item.get("phone") or word("unregistered"))
    if about.get("complain"):
        found.append(item.get("complain_phone") or word("unregistered"))
    if about.get("counters"):
        found += [counter["name"] for counter in item.get("counters") or []]
    said = word("hall.lists").join(found) or word("unregistered")
    return word("hall.answer", office=item["name"], name=about["name"], found=said)


def _day_line(item: Json, asked: Asked) -> str:
    """Whether it is open on that day, at that hour, over lunch: first what was asked, then the hours."""
    day = item["day"]
    if day["open"] is None:
        return word("office.no_hours")
    note = word("hall.note", note=day["note"]) if day.get("note") else ""
    about: Json = {"day": day["text"], "hours": day["hours"], "note": note, "office": item["name"]}
    if not day["open"]:
        closed = word("hall.day_closed", **about, week=item.get("week") or word("unregistered"))
        return closed + _still_open(item)
    if asked.lunch:
        return _lunch_line(day, about) + (_usually(item) if not day.get("today") else "")
    if (window := asked.when) and _of_some_hours(window):
        from_, until = window["start"][11:16], window["end"][11:16]
        meets = any(span["start"] < until and from_ < span["end"] for span in day.get("spans") or [])
        said = word("hall.open_then" if meets else "hall.closed_then", said=window["text"], **about)
        return said if meets else said + _still_open(item)
    return word("hall.day", **about)


def _usually(item: Json) -> str:
    """中午休不休息，星期六开门吗: the noon of the other days, beside that day."""
    return word("hall.usually", week=item["week"]) if item.get("week") else ""


def _still_open(item: Json) -> str:
    """What of a closed hall is open round the clock; empty where nothing is."""
    found = facilities(item, [word("hall.always_open")])
    return word("hall.still_open", found=word("hall.lists").join(found)) if found else ""


def _of_some_hours(window: Json) -> bool:
    return bool(window["start"][11:16] != window["end"][11:16])


def _lunch_line(day: Json, about: Json) -> str:
    """12:00–14:00休息; a hall that stays open over noon says so."""
    spans = day.get("spans") or []
    gaps = [(a["end"], b["start"]) for a, b in itertools.pairwise(spans) if a["end"] < b["start"]]
    if gaps:
        return word("hall.lunch_break", start=gaps[0][0], end=gaps[0][1], **about)
    return word("hall.day" if len(spans) == 1 and spans[0]["end"] <= NOON_OVER else "hall.no_lunch_break", **about)


def _office_line(facet: str, item: Json) -> str:
    missing = word("unregistered")
    if facet == "hours" and not item.get("hours"):
        return word("office.no_hours")
    state = "open" if item.get("open_now") else "closed"
    following = item.get("next_opening")
    return word(
        f"office.parts.{facet}",
        name=item["name"],
        address=item.get("address") or missing,
        phone=item.get("phone") or missing,
        hours=item.get("hours") or missing,
        state=word(f"office.{state}", next=moment(following) if following else missing),
        facilities="、".join(item.get("facilities") or []) or missing,
    )
