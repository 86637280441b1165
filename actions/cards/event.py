"""Life events: what one takes, and what its services have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from actions.cards.assessment import trips_line
from actions.cards.base import ONE_LOOK, Json, card, fitting
from actions.reply import choice
from actions.words import word

MOST_PAPERS = 12
NOTES = 60  # of the characters taken in at one look, kept for what a life event's guide adds


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
