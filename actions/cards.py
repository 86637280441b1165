"""Cards: pure functions from API replies to messages. Every card's `text` alone is a complete plain answer."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.reply import choice
from actions.words import word, words

Json = dict[str, Any]

ONE_LOOK = 300  # characters of an answer that is taken in at one look
NOTES = 60  # of them, kept for what a life event's guide adds
MOST_PAPERS = 12
NOON_OVER = "12:30"  # a hall that ends by then has no afternoon, so no lunch break either
MOST_ROWS = 4  # days and halls told of in the text of a card of times
MOST_CLOCKS = 8


def card(kind: str, title: str, text: str, data: Json, actions: list[Json] | None = None) -> Json:
    return {"type": "card", "kind": kind, "title": title, "text": text, "data": data, "actions": actions or []}


def moment(iso: str) -> str:
    """`2026-11-25T09:00:00+08:00` as 11月25日（周三）09:00."""
    at = datetime.fromisoformat(iso)
    return word("moment", month=at.month, day=at.day, weekday=words("weekdays")[at.weekday()], time=f"{at:%H:%M}")


def day(on: date) -> str:
    """11月25日（周三）."""
    return word("day", month=on.month, day=on.day, weekday=words("weekdays")[on.weekday()])


def clock(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%H:%M}"


def guide(answer: Json) -> Json:
    """The answer to what was asked, with the useful next steps."""
    service = answer["data"]["service"]
    return card("guide", answer["title"], answer["text"], answer["data"], next_steps(service, answer))


def next_steps(service: Json, answer: Json) -> list[Json]:
    code, name = service["code"], service["name"]
    steps = []
    if answer.get("assessable", True):
        steps.append(choice(word("do.check"), word("say.check", name=name), do="check", service=service))
    if answer.get("bookable", True):
        steps.append(choice(word("do.book"), word("say.book", name=name), do="book", service=service))
    return [*steps, {"label": word("do.full_guide"), "url": f"/guides/{code}"}]


def assessment(service: Json, result: Json, offices: dict[str, str]) -> Json:
    """The verdict, the visits and the personal bring-list; `offices` names the slugs of the plan."""
    text = "\n".join(line for line in _assessment_lines(service, result, offices) if line)
    data = {**result, "service": service, "offices": offices}
    data.setdefault("checked_on", None)
    data.setdefault("source", None)
    return card("assessment", word("assessment.title", name=service["name"]), text, data, _after(service, result))


def _after(service: Json, result: Json) -> list[Json]:
    actions = []
    if result["outcome"] != "ineligible":
        actions.append(choice(word("do.book"), word("say.book", name=service["name"]), do="book", service=service))
    actions.append(choice(word("do.recheck"), word("say.recheck", name=service["name"]), do="recheck", service=service))
    actions.append({"label": word("do.share"), "url": share_url(service, result.get("shareable") or {})})
    return [*actions, {"label": word("do.full_guide"), "url": f"/guides/{service['code']}"}]


def share_url(service: Json, facts: Json) -> str:
    """The chat page with this case. It stands in the fragment, which no browser sends to a server."""
    case = {"code": service["code"], "name": service["name"], "facts": facts}
    text = json.dumps(case, ensure_ascii=False, separators=(",", ":"))
    return "/#case=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _assessment_lines(service: Json, result: Json, offices: dict[str, str]) -> list[str]:
    if not result.get("registered", True):
        return [word("assessment.unregistered", name=service["name"])]
    if result["outcome"] == "ineligible":
        return [word("assessment.ineligible", name=service["name"]), *_failures(result)]
    verdict = "benefit" if result.get("benefit") else result["outcome"]
    return [
        word(f"assessment.{verdict}"),
        trips_line(result["trips"]),
        *_plan_lines(result["trips"], offices),
        _papers("assessment.bring", [e["name"] for e in result["evidences"] if e.get("bring")], empty="bring_nothing"),
        _papers("assessment.spared", [e["name"] for e in result["evidences"] if e.get("exempt")]),
        *[
            word("assessment.before" if item["outings"] else "assessment.at_home", **item)
            for item in result.get("prerequisites", [])
        ],
        *[
            word("assessment.better" if item["trips_after"] else "assessment.better_none", **item)
            for item in result.get("improvements", [])[:2]
        ],
    ]


def _failures(result: Json) -> list[str]:
    failed = [r for r in result["reasons"] if r["result"] is False]
    return [
        word("assessment.because", text=r.get("failed") or r.get("text") or r["requirement"], source=r["source"] or "")
        for r in failed[:2]
    ]


def trips_line(trips: Json) -> str:
    fewest, most = trips["min"], trips["max"]
    if fewest is None or most is None:
        return word("assessment.trips_unknown")
    if fewest != most:
        return word("assessment.trips_range", min=fewest, max=most)
    return word("assessment.trips_none") if most == 0 else word("assessment.trips", n=most)


def _plan_lines(trips: Json, offices: dict[str, str]) -> list[str]:
    return [
        word("assessment.visit", n=v["visit"], office=offices.get(v["office"], v["office"]), do="、".join(v["do"]))
        for v in trips.get("plan") or []
    ]


def _papers(key: str, names: list[str], empty: str | None = None) -> str:
    if not names:
        return word(f"assessment.{empty}") if empty else ""
    return word(key, names="、".join(names))


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


def office_name(office: Any) -> str:
    return str(office.get("name") or office["slug"]) if isinstance(office, dict) else str(office)


def appointment(item: Json) -> Json:
    """Code, time, place and what to bring: everything needed on the day."""
    text = word(
        f"appointment.{'cancelled' if item['status'] == 'cancelled' else 'text'}",
        code=item["code"],
        services=services_text(item),
        time=moment(item["start"]),
        office=office_name(item["office"]),
        bring=_bring(item.get("bring", [])),
        before=moment(item["cancel_before"]) if item.get("cancel_before") else "",
    )
    data = {**item}
    if item.get("services"):
        first = item["services"][0]
        data["service"] = first if isinstance(first, dict) else {"code": first, "name": first}
    actions = [] if item["status"] != "confirmed" else _appointment_actions(item)
    return card("appointment", word("appointment.title"), text, data, actions)


def _bring(papers: Sequence[Json]) -> str:
    """What is brought in any case, then what only some cases need, with the case."""
    always = word("list.and").join(paper["name"] for paper in papers if not paper.get("when"))
    some = [word("appointment.case", **paper) for paper in papers if paper.get("when")]
    text = always or word("appointment.nothing")
    return word("appointment.sometimes", bring=text, papers=word("list.and").join(some)) if some else text


def services_text(item: Json) -> str:
    return "、".join(str(s["name"] if isinstance(s, dict) else s) for s in item.get("services", []))


def _appointment_actions(item: Json) -> list[Json]:
    return [
        choice(word("do.move"), word("say.move", code=item["code"]), do="move", appointment=item["id"]),
        choice(word("do.cancel"), word("say.cancel", code=item["code"]), do="cancel", appointment=item["id"]),
    ]


@dataclass(frozen=True)
class Asked:
    """What of a hall was asked beside the facets: a topic (停车), a time, the lunch break."""

    topic: str | None = None
    when: Json | None = None
    lunch: bool = False


def office(item: Json, facets: tuple[str, ...], asked: Asked = Asked()) -> Json:
    """A hall: what was asked first (a facility, a day, a facet), then the rest in short."""
    wanted = [facet for facet in facets if facet in words("office.parts")]
    lines = [_topic_line(item, asked.topic)] if asked.topic else []
    if asked.topic:
        wanted = [facet for facet in wanted if facet == "phone"]
    if _about_a_day(item, asked) and (not wanted or "hours" in wanted) and not asked.topic:
        lines.append(_day_line(item, asked))
        wanted = [facet for facet in wanted if facet != "hours"]
    elif not lines:
        wanted = wanted or ["hours", "where", "phone"]
    lines += [_office_line(facet, item) for facet in dict.fromkeys(wanted)]
    actions = [choice(word("do.menu"), do="menu")]
    return card("office", item["name"], "\n".join(lines), {"office": item}, actions)


def _about_a_day(item: Json, asked: Asked) -> bool:
    """Of today it is told whether it is open now, unless some hours of it or the lunch break were asked about."""
    day = item.get("day")
    some_hours = asked.when is not None and _of_some_hours(asked.when)
    return day is not None and (not day.get("today") or asked.lunch or some_hours)


def _topic_line(item: Json, topic: str) -> str:
    """停车, 公交, 自助机 …: what is registered about it, or that nothing is."""
    about = words(f"hall.topics.{topic}")
    found = [line for line in item.get("facilities") or [] if any(part in line for part in about.get("find", []))]
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
        return word("hall.day_closed", **about, week=item.get("week") or word("unregistered"))
    if asked.lunch:
        return _lunch_line(day, about)
    if (window := asked.when) and _of_some_hours(window):
        from_, until = window["start"][11:16], window["end"][11:16]
        meets = any(span["start"] < until and from_ < span["end"] for span in day.get("spans") or [])
        return word("hall.open_then" if meets else "hall.closed_then", said=window["text"], **about)
    return word("hall.day", **about)


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


def goes_to(about: Json | None) -> str:
    """（交给：城管局）, or that nobody can tell and a person hands it out; empty where it is no report."""
    if not about:
        return ""
    return word("ticket.goes_to" if about["known"] else "ticket.by_hand", **about)


def report(ticket: Json) -> Json:
    due = moment(ticket["due"]) if ticket.get("due") else word("unregistered")
    text = word("ticket.text", number=ticket["number"], kind=word(f"ticket.kinds.{ticket['kind']}"), due=due)
    text += goes_to(ticket.get("about"))
    return card("report", word("ticket.title"), text, {"ticket": ticket})


def ticket_status(ticket: Json) -> Json:
    """How far a ticket is."""
    text = word(
        "ticket.status_text",
        number=ticket["number"],
        kind=word(f"ticket.kinds.{ticket['kind']}"),
        status=word(f"ticket.statuses.{ticket['status']}"),
        created=moment(ticket["created_at"]),
        due=moment(ticket["due"]) if ticket.get("due") else word("unregistered"),
        whose=goes_to(ticket.get("about")),
    )
    if ticket.get("answer"):
        text = word("ticket.answered", text=text, answer=ticket["answer"])
    return card("report", word("ticket.status_title"), text, {"ticket": ticket})


def boundary(office_item: Json | None, unregistered: bool = False) -> Json:
    """What we do not do, what we can, and whom to ask. `unregistered`: a matter of some office, not one of ours."""
    phone = (office_item or {}).get("phone") or word("unregistered")
    name = (office_item or {}).get("name") or word("boundary.hall")
    hours = (office_item or {}).get("hours") or word("unregistered")
    kind, title = ("unregistered_text", "unregistered") if unregistered else ("text", "title")
    text = word(f"boundary.{kind}", name=name, phone=phone, hours=hours)
    data = {"can": words("boundary.can"), "cannot": words("boundary.cannot"), "office": office_item}
    return card("boundary", word(f"boundary.{title}"), text, data, menu())


def bundle(item: Json, done: Sequence[str] = ()) -> Json:
    """A life event: what it takes in order, for whom each is, what is done already."""
    short = [_event_line(i, step, done, brief=True) for i, step in enumerate(item["plan"], 1)]
    long = [_event_line(i, step, done) for i, step in enumerate(item["plan"], 1)]
    text = _event_text(item, long, ONE_LOOK)
    if text is None:
        text = _event_text(item, short, None) or ""
    services = [{"code": s["code"], "name": s["name"]} for s in item["services"]]
    data = {
        "bundle": {"slug": item["slug"], "name": item["name"]},
        "services": services,
        "plan": item.get("plan", []),
        "done": list(done),
    }
    actions = [choice(s["name"], do="service", service=s, facets=["overview"]) for s in services[:6]]
    return card("bundle", item["name"], text, data, actions)


def _event_text(item: Json, lines: list[str], most: int | None) -> str | None:
    """The summary, the list, then as many notes as have room; None where not even the list has."""
    kind = "gentle" if item.get("gentle") else "text"
    text = word(f"bundle.{kind}", name=item["name"], services="\n".join(lines))
    if item.get("summary"):
        text = f"{item['summary']}\n{text}"
    if most is not None and len(text) + NOTES > most:
        return None
    for note in item.get("notes") or []:
        if len(text) + len(note) + 1 <= ONE_LOOK:
            text = f"{text}\n{note}"
    return text


def _event_line(number: int, step: Json, done: Sequence[str], brief: bool = False) -> str:
    """`2. 食品经营许可（卖热食的）`."""
    name = step["service"]["name"]
    line = word("bundle.done" if step["service"]["code"] in done else "bundle.line", n=number, name=name)
    whom = step.get("when_text")
    return line if brief or not whom else line + word("bundle.whom", whom=whom)


def together(name: str, found: Json, facets: Collection[str]) -> str:
    """Papers and trips of several services at once, each paper named once."""
    lines = []
    if "materials" in facets:
        names = list(dict.fromkeys(e["name"] for e in found["evidences"] if e.get("bring")))
        most = names[:MOST_PAPERS]
        key = "bundle.bring" if len(names) <= MOST_PAPERS else "bundle.bring_more"
        lines += [word(key, name=name, names="、".join(most), n=len(names))] if names else []
    if "trips" in facets:
        lines.append(trips_line(found["trips"]))
    return "\n".join(lines)


def event_answer(bundle: Json, lines: Sequence[str]) -> Json:
    """What was asked about a whole event, a line for each service."""
    services = [{"code": s["code"], "name": s["name"]} for s in bundle["services"]]
    data = {"bundle": {"slug": bundle["slug"], "name": bundle["name"]}, "services": services, "plan": []}
    return card("bundle", bundle["name"], fitting(lines), data)


def fitting(lines: Sequence[str]) -> str:
    """As many lines as are taken in at one look."""
    kept = list(lines)
    while len(kept) > 1 and len("\n".join(kept)) > ONE_LOOK:
        kept.pop()
    return "\n".join(kept)


def go_on(service: Json) -> list[Json]:
    """What usually comes next with the service in hand, as choices."""
    bare = {"code": service["code"], "name": service["name"]}
    return [
        choice(word("do.check"), word("say.check", name=service["name"]), do="check", service=bare),
        choice(word("do.book"), word("say.book", name=service["name"]), do="book", service=bare),
        choice(word("menu.human"), do="human"),
    ]


def own_copy(link: Json) -> Json:
    """A link to one's own records; it says until when it works."""
    text = word("copy.text", until=moment(link["expires_at"]))
    download = {"label": word("copy.open"), "url": link["url"]}
    data = {"expires_at": link["expires_at"], "kept": link["kept"]}
    return card("records", word("copy.title"), text, data, [download])


def menu() -> list[Json]:
    return [choice(label, do=do) for do, label in words("menu").items()]
