"""Waiting for a place that frees: 约满了，有人退了告诉我, taking what is offered, and giving up waiting."""

from __future__ import annotations

import uuid
from typing import Any

from actions import cards, holding, times
from actions.client import Catalogue
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


def wants_to_wait(turn: Turn) -> bool:
    return turn.choice is None and any(phrase in turn.text for phrase in words("said.waiting"))


async def waiting_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text is about waiting for a place; None where it is not."""
    if turn.choice is not None:
        return None
    said = {kind: any(phrase in turn.text for phrase in words(f"said.{kind}")) for kind in KINDS}
    if said["stop_waiting"]:
        return await stop(turn, api)
    if said["take_offer"]:
        return await take_offer(turn, api)
    if said["my_waiting"] and not turn.linked and not turn.when:
        return await mine(turn, api)
    return await begin(turn, api) if said["waiting"] and _no_times_shown(turn) else None


KINDS = ("stop_waiting", "take_offer", "my_waiting", "waiting")


def _no_times_shown(turn: Turn) -> bool:
    """While times are being chosen, booking hears it first: it knows for when."""
    return (turn.pending or {}).get("kind") != "slot"


async def begin(turn: Turn, api: Catalogue) -> Reply:
    """For the matter named, else the one in hand."""
    if turn.linked and not turn.ambiguous:
        turn.take_up(turn.linked[0])
    if turn.service is None:
        return ask(turn, {"kind": "service", "do": "wait", "when": turn.when}, "utter_wait_for_what", cards.menu())
    return await wait(turn, api, [turn.service], turn.when)


async def wait(turn: Turn, api: Catalogue, services: list[Json], window: Json | None) -> Reply:
    """Stand in line. Where a place is free at once, it is offered at once."""
    body: Json = {"service_codes": [service["code"] for service in services]}
    draft = turn.draft or {}
    if place := draft.get("office") or turn.place:
        body["place"] = place
    if window:
        first, last = times.days_of(window)
        body.update({"from": first.isoformat(), "to": last.isoformat()})
        if window["start"][11:16] != times.MIDNIGHT:
            body.update({"after": window["start"][11:16], "before": window["end"][11:16]})
    item = await api.post("/appointments/waiting", turn.sender, body)
    turn.pending = None
    turn.draft = {key: draft[key] for key in ("name", "phone", "behalf", "ticket") if key in draft} or None
    if item["offer"]:
        return await _use(turn, api, item)
    stop_ = choice(word("do.stop_waiting"), do="stop_waiting")
    return Reply().say(
        "utter_waiting_done",
        choices=[stop_, *cards.menu()],
        name=cards.services_text(item),
        days=times.dates_text(item["from"], item["to"]),
        position=item["position"],
        minutes=item["minutes"],
    )


async def _live(turn: Turn, api: Catalogue) -> list[Json]:
    found = await api.get("/appointments/waiting", turn.sender)
    return [item for item in found["items"] if item["status"] in ("waiting", "offered")]


async def mine(turn: Turn, api: Catalogue) -> Reply:
    """What I wait for, and what is offered."""
    items = await _live(turn, api)
    if not items:
        return Reply().say("utter_waiting_none", choices=cards.menu())
    if offered := [item for item in items if item["offer"]]:
        return await _use(turn, api, offered[0])
    lines = [
        word(
            "waiting.waiting",
            services=cards.services_text(item),
            days=times.dates_text(item["from"], item["to"]),
            position=item["position"],
        )
        for item in items
    ]
    return Reply().tell("\n".join(lines), [choice(word("do.stop_waiting"), do="stop_waiting"), *cards.menu()])


async def take_offer(turn: Turn, api: Catalogue) -> Reply:
    """The place that is kept for me: name and phone, then the summary, as with every booking."""
    offered = [item for item in await _live(turn, api) if item["offer"]]
    if not offered:
        return await mine(turn, api)
    return await _use(turn, api, offered[0])


async def _use(turn: Turn, api: Catalogue, item: Json) -> Reply:
    draft, offer = turn.draft or {}, item["offer"]
    kept: Json = {key: draft[key] for key in ("name", "phone", "behalf", "ticket") if key in draft}
    first, *also = item["services"]
    turn.take_up(first)
    turn.draft = {
        **kept,
        "service": first,
        "also": also,
        "key": str(uuid.uuid4()),
        "slot": offer["slot"],
        "hold": {"hold_id": offer["hold_id"], "expires_at": offer["expires_at"]},
    }
    told = word(
        "waiting.offered",
        services=cards.services_text(item),
        time=cards.moment(offer["slot"]["start"]),
        office=cards.office_name(offer["slot"]["office"]),
        until=cards.clock(offer["expires_at"]),
    )
    return Reply(Reply().tell(told).specs + holding.next_step(turn).specs)


async def stop(turn: Turn, api: Catalogue) -> Reply:
    """Out of every line."""
    items = await _live(turn, api)
    for item in items:
        await api.post(f"/appointments/waiting/{item['id']}/cancel", turn.sender, {})
    return Reply().say("utter_waiting_stopped" if items else "utter_waiting_none", choices=cards.menu())
