"""Free times and appointments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from actions.cards.base import Json, card, clock, day, moment, office_name
from actions.reply import choice
from actions.words import word

MOST_ROWS = 4  # days and halls told of in the text of a card of times
MOST_CLOCKS = 8


def slots(service: Json, items: list[Json], intro: str) -> Json:
    """Free times by day and hall under what was said; each is a choice of its own beside this card."""
    rows: dict[tuple[str, str], list[str]] = {}
    for item in items:
        at = (day(datetime.fromisoformat(item["start"]).date()), office_name(item["office"]))
        rows.setdefault(at, []).append(clock(item["start"]))
    lines = [
        word("slots.row", day=on, office=hall, times=word("list.and").join(clocks[:MOST_CLOCKS]))
        for (on, hall), clocks in list(rows.items())[:MOST_ROWS]
    ]
    about = {"code": service["code"], "name": service["name"]}
    data = {"items": items, "service": about, "checked_on": None, "source": None}
    return card("slots", word("slots.title", name=service["name"]), "\n".join([intro, *lines]), data)


def slot_label(item: Json) -> str:
    return word("slots.label", time=moment(item["start"]), office=office_name(item["office"]), free=item["free"])


def slot_label_hall(item: Json) -> str:
    """A hall, with its first free time."""
    return word("slots.hall", office=office_name(item["office"]), time=moment(item["start"]))


def appointment(item: Json) -> Json:
    """Code, time, place and what to bring: everything needed on the day."""
    text = word(
        f"appointment.{'cancelled' if item['status'] == 'cancelled' else 'text'}",
        code=item["code"],
        services=services_text(item),
        time=moment(item["start"]),
        office=office_name(item["office"]),
        visitor=_visitor(item),
        bring=_bring(item.get("bring", [])),
        before=moment(item["cancel_before"]) if item.get("cancel_before") else "",
    )
    data = {**item}
    if item.get("services"):
        first = item["services"][0]
        data["service"] = first if isinstance(first, dict) else {"code": first, "name": first}
    actions = [] if item["status"] != "confirmed" else _appointment_actions(item)
    return card("appointment", word("appointment.title"), text, data, actions)


def _visitor(item: Json) -> str:
    """Whose matter it is, where somebody else booked it."""
    return word("appointment.visitor", whose=word("lookup.theirs", **item)) if item.get("relation") else ""


def _bring(papers: Sequence[Json]) -> str:
    """What is brought in any case, then what only some cases need, with the case."""
    always = word("list.and").join(paper["name"] for paper in papers if not paper.get("when"))
    some = [word("appointment.case", **paper) for paper in papers if paper.get("when")]
    if not some:
        return always or word("appointment.nothing")
    how = "sometimes" if always else "only_sometimes"  # where each case has its own, it is not that nothing is needed
    return word(f"appointment.{how}", bring=always, papers=word("list.and").join(some))


def services_text(item: Json) -> str:
    return "、".join(str(s["name"] if isinstance(s, dict) else s) for s in item.get("services", []))


def _appointment_actions(item: Json) -> list[Json]:
    return [
        choice(word("do.move"), word("say.move", code=item["code"]), do="move", appointment=item["id"]),
        choice(word("do.cancel"), word("say.cancel", code=item["code"]), do="cancel", appointment=item["id"]),
    ]
