"""A time that was chosen: kept for a while, what is still missing asked, summed up, written – or let go."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from actions import cards, times
from actions.booking import ask_time, offer_times, start
from actions.client import Catalogue, Refusal
from actions.draft import LEFT, WISH, codes_of, draft_of, names_of, person_of, services_of, where_of
from actions.numbers import masked
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]


async def take_slot(turn: Turn, api: Catalogue, slot: Json) -> Reply:
    """A time was chosen: keep it for a while, say which, and ask for the person, or sum up when they are known."""
    if turn.draft is None or "service" not in turn.draft:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    await give_up(turn, api)
    draft = draft_of(turn)
    try:
        held = await api.post("/appointments/holds", turn.sender, {"slot_id": slot["slot_id"], **codes_of(draft)})
    except Refusal as refusal:
        if refusal.name != "blocked":  # two times are kept already: this one is had without keeping it
            return await _others(turn, api, refusal.detail, slot["start"])
        held = None
    turn.draft = {**draft, "slot": slot, "hold": held}
    asked = next_step(turn)
    if (turn.pending or {}).get("kind") == "confirm_booking":
        return asked
    chosen = word("booking.chosen", time=cards.moment(slot["start"]), office=cards.office_name(slot["office"]))
    return Reply(Reply().tell(chosen).specs + asked.specs)


async def give_up(turn: Turn, api: Catalogue) -> None:
    """The time kept before is free for others again; one that ran out is free already."""
    draft = draft_of(turn)
    if hold := draft.get("hold"):
        turn.draft = {**draft, "hold": None}
        try:
            await api.post(f"/appointments/holds/{hold['hold_id']}/release", turn.sender, {})
        except Refusal as refusal:
            if refusal.status != 404:
                raise


def next_step(turn: Turn) -> Reply:
    """The first thing still missing, or the summary."""
    draft = draft_of(turn)
    about = {"service": draft["service"]["code"]}
    if "slot" not in draft:
        return Reply().say("utter_choose_time_first")
    behalf = draft.get("behalf")
    if behalf and "name" not in behalf:
        return ask(turn, {"kind": "other_name", **about}, "utter_ask_name_of", relation=behalf["relation"])
    if behalf and "phone" not in draft:
        return ask(turn, {"kind": "phone", **about}, "utter_ask_phone" if "name" in draft else "utter_ask_booker")
    if behalf and "name" not in draft:  # who is booked for counts; the booker's own name is only asked for beside
        draft = turn.draft = {**draft, "name": word("behalf.unnamed")}
    if "name" not in draft:
        return ask(turn, {"kind": "name", **about}, "utter_ask_name")
    if "phone" not in draft:
        return ask(turn, {"kind": "phone", **about}, "utter_ask_phone")
    yes = choice(word("agree.label"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    other = choice(word("do.more_times"), do="more_times")
    return ask(
        turn,
        {"kind": "confirm_booking", **about},
        "utter_booking_summary_held" if draft.get("hold") else "utter_booking_summary",
        [yes, other, no],
        name=names_of(draft),
        time=cards.moment(draft["slot"]["start"]),
        office=cards.office_name(draft["slot"]["office"]),
        person=_who(draft),
        phone=masked(draft["phone"]),
        until=cards.clock(draft["hold"]["expires_at"]) if draft.get("hold") else "",
    )


def _who(draft: Json) -> str:
    behalf = draft.get("behalf")
    if not behalf:
        return str(draft["name"])
    return word("behalf.who", name=behalf["name"], relation=behalf["relation"], booker=draft["name"])


async def write(turn: Turn, api: Catalogue) -> Reply:
    """The one place of the talk that books. A lost race offers other times, nothing else is lost."""
    draft = draft_of(turn)
    body = {
        "slot_id": draft["slot"]["slot_id"],
        **codes_of(draft),
        "name": draft["name"],
        "phone": draft["phone"],
        "facts": turn.facts,
    }
    if behalf := draft.get("behalf"):
        body["on_behalf_of"] = {"name": behalf["name"], "relation": behalf["relation"]}
    if hold := draft.get("hold"):
        body["hold_id"] = hold["hold_id"]
    try:
        made = await api.post("/appointments", turn.sender, body, Idempotency_Key=draft["key"])
    except Refusal as refusal:
        return await _refused(turn, api, refusal)
    was = {"start": draft["slot"]["start"], "office": draft["slot"]["office"]["slug"]}
    turn.draft, turn.pending = {**(person_of(draft) or {}), "was": was}, None
    reply = Reply().card(cards.appointment(made))
    if not (then := draft.get("then")):
        return reply
    turn.draft = {**turn.draft, "window": times.whole_day(was["start"]), "behalf": draft.get("behalf")}
    return Reply(reply.specs + (await start(turn, api, then[0], then[1:])).specs)  # 一次约不了的，接着约


async def _refused(turn: Turn, api: Catalogue, refusal: Refusal) -> Reply:
    """Why not, and what else there is. Name and phone are never lost."""
    draft = draft_of(turn)
    if refusal.name == "invalid":
        turn.draft = {key: value for key, value in draft.items() if key != "phone"}
        return Reply(Reply().tell(refusal.detail).specs + next_step(turn).specs)
    if refusal.name == "hold-expired" and draft.get("hold"):  # perhaps nobody has taken it meanwhile
        turn.draft = {**draft, "hold": None}
        return await write(turn, api)
    if refusal.name == "blocked":
        turn.pending, turn.draft = None, person_of(draft)
        return Reply().tell(refusal.detail, cards.menu())
    return await _others(turn, api, refusal.detail, draft["slot"]["start"])


async def _others(turn: Turn, api: Catalogue, detail: str, start: str) -> Reply:
    """The reason, then the times nearest to the one that could not be had."""
    draft = {key: value for key, value in draft_of(turn).items() if key not in ("slot", "hold")}
    turn.draft = {**draft, "key": str(uuid.uuid4())}
    near = await times.nearest(turn, api, services_of(draft), start, **where_of(draft))
    near = [item for item in near if item["start"] != start]
    told = Reply().tell(detail)
    if not near:
        turn.pending, turn.draft = None, person_of(draft)
        return Reply(told.specs + Reply().say("utter_no_times", choices=cards.menu(), name=names_of(draft)).specs)
    window = {"start": start, "end": datetime.fromisoformat(start).replace(hour=23, minute=59).isoformat()}
    return Reply(told.specs + ask_time(turn, near, {**window, "text": ""}, "another").specs)


async def drop(turn: Turn, api: Catalogue) -> Reply:
    """Not now: nothing was written; name and phone stay for the next try in this talk."""
    await give_up(turn, api)
    leave_off(turn)
    return Reply().say("utter_booking_dropped", choices=cards.menu())


def leave_off(turn: Turn) -> None:
    """Nothing is open any more; what was wished is kept with the matter, so that 接着刚才的 finds it."""
    kept = {key: value for key, value in draft_of(turn).items() if key in WISH and value}
    if slot := draft_of(turn).get("slot"):
        kept |= {"left_at": slot["start"], "office": slot["office"]["slug"]}  # 还是约吧，就刚才那个时间
    if turn.service:
        turn.service = {**turn.service, LEFT: "book", "wish": kept}
    turn.pending, turn.draft = None, person_of(draft_of(turn))


async def step_back(turn: Turn, api: Catalogue) -> Reply:
    """上一步 inside a booking: undo the last thing given; before that is the choice of a time, as it stood."""
    kind = str((turn.pending or {}).get("kind"))
    if undone := {"confirm_booking": "phone", "phone": "name"}.get(kind):
        turn.draft = {key: value for key, value in draft_of(turn).items() if key != undone}
        return next_step(turn)
    await give_up(turn, api)
    turn.draft = {key: value for key, value in draft_of(turn).items() if key not in ("slot", "hold")}
    return await offer_times(turn, api)
