"""My appointments: see, cancel, move. Each change is summed up and confirmed first."""

from __future__ import annotations

import re
from typing import Any

from actions import beside, cards, picking, standing, times
from actions.asking import asks
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.kin import relation_in
from actions.office import hall
from actions.pending import ask, resume, says_no, says_yes
from actions.reply import Reply, choice
from actions.ticket_reading import agrees, clauses_of
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]


MOST_LISTED = 3


class ActionManage(TurnAction):
    def name(self) -> str:
        return "action_manage"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if "cancel_booking" in turn.facets and asks_how(turn):
            return await how_to_cancel(turn, api)
        if "cancel_booking" in turn.facets:
            return await which_one(turn, api, "cancel")
        if "reschedule" in turn.facets:
            return await which_one(turn, api, "move")
        return await _of_the_matter(turn, api) or await list_mine(turn, api)


async def _of_the_matter(turn: Turn, api: Catalogue) -> Reply | None:
    """号码是多少, 我还要再来一道不, with nothing booked and a matter in hand, is asked of that."""
    from actions.service import about_service

    asked = tuple(facet for facet in turn.perhaps if facet not in beside.OF_THE_TALK)
    if not turn.service or not asked or says(turn.text, words("lookup.of_appointments")) or await mine(turn, api):
        return None
    return await about_service(turn, api, asked)


async def mine(turn: Turn, api: Catalogue) -> list[Json]:
    """Appointments that can still be changed, soonest first."""
    reply = await api.get("/appointments", turn.sender)
    return sorted((a for a in reply["items"] if a["status"] == "confirmed"), key=lambda a: str(a["start"]))


async def list_mine(turn: Turn, api: Catalogue) -> Reply:
    items = await mine(turn, api)
    if not items:
        return await none_here(turn, api)
    reply = Reply()
    for item in items[:3]:
        reply.card(cards.appointment(item))
    return reply


async def which_one(turn: Turn, api: Catalogue, act: str) -> Reply:
    """The only one, the one the text names, or a choice."""
    from actions.holding import drop
    from actions.ticket_filed import offer_withdrawal

    items = await mine(turn, api)
    if not items and act == "cancel" and beside.in_booking(turn):
        return await drop(turn, api)  # 取消 while one is only being chosen
    if not items:
        meant = await offer_withdrawal(turn, api) if act == "cancel" else None
        return meant or await none_here(turn, api)
    if (relation := relation_in(turn.text)) and not (of_them := _of(items, relation)):
        return (await list_mine(turn, api)).first("utter_none_of_theirs", relation=relation)
    if relation:
        items = of_them
    named = _named(turn, items, by_day=act == "cancel")
    if len(named) == 1:
        return await with_appointment(turn, api, act, named[0]["id"])
    options = [choice(_label(item), do=act, appointment=item["id"]) for item in named]
    return ask(turn, {"kind": "appointment", "act": act}, f"utter_which_to_{act}", options)


def _of(items: list[Json], relation: str) -> list[Json]:
    return [item for item in items if item.get("relation") == relation]


async def none_here(turn: Turn, api: Catalogue) -> Reply:
    """No appointment in this talk: how an earlier one is found; asked again, whom to call and where to go."""
    if not any(spec.get("response", "").startswith("utter_no_appointments") for spec in turn.last):
        return Reply().say("utter_no_appointments", choices=cards.menu())
    return Reply().say("utter_no_appointments_again", choices=cards.menu(), **await desk(turn, api))


async def desk(turn: Turn, api: Catalogue) -> Json:
    """Name, phone and hours of the hall that can look it up."""
    item = await hall(turn, api) or {}
    return {key: item.get(key) or word("unregistered") for key in ("name", "phone", "hours")}


def asks_how(turn: Turn) -> bool:
    """怎么取消, 什么时候之前退都行 ask; 取消预约 does it."""
    return says(turn.text, [*words("lookup.how_to_cancel"), *words("lookup.until_when")])


async def how_to_cancel(turn: Turn, api: Catalogue) -> Reply:
    """In what words, and until when for one's own appointments."""
    items = await mine(turn, api)
    until = "".join(word("lookup.until", **_of_appointment(item)) for item in items[:MOST_LISTED])
    return resume(turn, Reply().say("utter_how_to_cancel", until=until))


def _of_appointment(item: Json) -> Json:
    before = cards.moment(item["cancel_before"]) if item.get("cancel_before") else word("unregistered")
    return {"services": cards.services_text(item), "time": cards.moment(item["start"]), "before": before}


def whose(item: Json) -> str:
    """蔡**（您的儿子）: whose matter the appointment is."""
    if item.get("relation"):
        return word("lookup.theirs", **item)
    return str(item.get("visitor") or word("unregistered"))


def _named(turn: Turn, items: list[Json], by_day: bool = True) -> list[Json]:
    """Those the text names by code, matter or (when it is about dropping one) day; all when it names none."""
    by_code = [a for a in items if a["code"] in turn.text.upper()]
    codes = {service["code"] for service in turn.linked}
    by_matter = [a for a in items if codes & {service["code"] for service in a["services"]}]
    said = turn.when or {}
    of_day = [a for a in items if by_day and said and said["start"] <= a["start"] < said["end"]]
    return by_code or by_matter or of_day or items


def _label(item: Json) -> str:
    return f"{cards.moment(item['start'])} {cards.services_text(item)}"


async def take_which(turn: Turn, api: Catalogue) -> Reply | None:
    """Which of several, told by its code; other texts are not for us."""
    all_mine = await mine(turn, api)
    items = _named(turn, all_mine)
    if len(items) == 1 and len(all_mine) > 1:
        return await with_appointment(turn, api, str((turn.pending or {})["act"]), items[0]["id"])
    if says_no(turn):
        turn.pending = (turn.pending or {}).get("before")
        return resume(turn, Reply().say("utter_kept"))
    return None


async def with_appointment(turn: Turn, api: Catalogue, act: str, appointment: str) -> Reply:
    item = await api.get(f"/appointments/{appointment}", turn.sender)
    if act == "show" or item["status"] != "confirmed":
        return Reply().card(cards.appointment(item))
    if act == "cancel":
        return _ask_cancel(turn, item)
    return await _offer_moves(turn, api, item)


def _ask_cancel(turn: Turn, item: Json) -> Reply:
    yes = choice(word("do.cancel"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    # Where one of several was to be chosen first, the booking that was open before that choice stays behind it.
    before = (turn.pending or {}).get("before")
    pending = {"kind": "confirm_cancel", "appointment": item["id"], "before": before}
    return ask(
        turn,
        pending,
        "utter_confirm_cancel",
        [yes, no],
        person=whose(item),
        services=cards.services_text(item),
        time=cards.moment(item["start"]),
        office=cards.office_name(item["office"]),
    )


async def take_cancel(turn: Turn, api: Catalogue) -> Reply | None:
    pending = turn.pending or {}
    if asks_how(turn):
        return await how_to_cancel(turn, api)
    if keeps(turn) or (says_no(turn) and turn.facets != ("cancel_booking",)):
        turn.pending = pending.get("before")
        return resume(turn, Reply().say("utter_not_cancelled"))
    if not (says_yes(turn) or agrees_to_cancel(turn)) and "cancel_booking" not in turn.facets:
        return None
    turn.pending = pending.get("before")  # a booking for somebody else, that goes on
    item = await api.post(f"/appointments/{pending['appointment']}/cancel", turn.sender, {})
    return resume(turn, Reply().card(cards.appointment(item)))


def agrees_to_cancel(turn: Turn) -> bool:
    """嗯，退: a yes that names what is done, and nothing else."""
    return re.match(word("said.go_ahead_cancel"), turn.text) is not None


def keeps(turn: Turn) -> bool:
    """先不取消, 留着吧, 还是原来的: nothing is to change, though the word for it was said."""
    return any(phrase in turn.text for phrase in words("said.keep_it"))


def agrees_to_move(turn: Turn) -> bool:
    """确认改, 改吧: a yes that names what is done."""
    told = standing.says(turn, "go_ahead_move") and not asks(turn.text) and not standing.wished(turn)
    parts = [] if asks(turn.text) or standing.wished(turn) or beside.of_a_ticket(turn.text) else clauses_of(turn.text)
    only = bool(parts) and all(agrees(each) or re.fullmatch(word("said.moves_it"), each) for each in parts)
    return beside.agrees(turn) or told or only  # 好嘞 改


async def _offer_moves(turn: Turn, api: Catalogue, item: Json, anyhow: bool = False) -> Reply:
    """The times of the hall it is at (or the one now named), nearest to what was said."""
    services, name = item["services"], cards.services_text(item)
    at = turn.office or turn.place_said or item["office"]["slug"]
    was = {"start": item["start"], "office": item["office"]["slug"]}
    spoken_of: Json = turn.pending or {"kind": "move_slot"}
    turn.pending = {**spoken_of, "appointment": item["id"], "was": was}
    window = None if anyhow else standing.window(turn)
    pending = {"kind": "move_slot", "appointment": item["id"], "window": window, "was": was}
    if window and times.of_the_clock(window) and (same := await _very_time(turn, api, services, window, at)):
        turn.pending = pending
        return await take_move_slot(turn, api, same)
    found = await times.find(turn, api, services, window=window, at=at)
    intro = word("slots.moving", time=cards.moment(item["start"]))
    if found.items:
        return _ask_move(turn, pending, services[0], found.items, intro)
    near = await times.nearest(turn, api, services, window["start"], at=at) if window else []
    if window and near:
        reason = found.reason or word("times.none")
        said = {"said": window["text"], "days": times.days_text(window), "reason": reason, "name": name}
        return _ask_move(turn, pending, services[0], near, word("slots.because", **said))
    turn.pending = None
    return Reply().say("utter_no_times", choices=cards.menu(), name=name)


async def _very_time(turn: Turn, api: Catalogue, services: list[Json], window: Json, at: str) -> Json | None:
    """同一时间, 三点的: the time that was said, where it is free; nothing is left to choose."""
    return await picking.starting(turn, api, services, window["start"], {"at": at, "anywhere": False})


def _ask_move(turn: Turn, pending: Json, service: Json, items: list[Json], intro: str) -> Reply:
    shown = Reply().card(cards.slots(service, items, intro))
    options = times.options(items, "move_slot")
    return ask(turn, {**pending, "offered": items}, "utter_choose_new_time", options, shown)


async def take_move_text(turn: Turn, api: Catalogue) -> Reply | None:
    """Another day instead of one of the times offered."""
    if says_no(turn) or keeps(turn):
        turn.pending = None
        return Reply().say("utter_kept")
    if picked := picking.of_those_shown(turn) or await _of_the_day(turn, api):
        return await take_move_slot(turn, api, picked)
    if not standing.wished(turn):
        offered: list[Json] = (turn.pending or {}).get("offered") or []
        again = {key: value for key, value in (turn.pending or {}).items() if key != "resumed"}
        yes = bool(offered) and beside.agrees(turn)  # to several times: which of them
        return ask(turn, again, "utter_choose_one_of_these", times.options(offered, "move_slot")) if yes else None
    item = await api.get(f"/appointments/{(turn.pending or {})['appointment']}", turn.sender)
    return await _offer_moves(turn, api, item)


async def _of_the_day(turn: Turn, api: Catalogue) -> Json | None:
    """下午最早那个吧: of all the free times of the day, and at the hall, that is meant."""
    if picking.edge(turn) is None or standing.says(turn, "any_hall", "other_hall"):
        return None
    item = await api.get(f"/appointments/{(turn.pending or {})['appointment']}", turn.sender)
    at = turn.office or turn.place_said or item["office"]["slug"]
    return await picking.of_the_day(turn, api, item["services"], {"at": at, "anywhere": False})


async def take_move_slot(turn: Turn, api: Catalogue, slot: Json) -> Reply:
    if not turn.pending or turn.pending["kind"] not in ("move_slot", "confirm_move"):
        return Reply().say("utter_choice_gone", choices=cards.menu())
    pending = {"kind": "confirm_move", "appointment": turn.pending["appointment"], "slot": slot}
    pending["was"] = turn.pending.get("was")
    yes = choice(word("agree.label"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    office = cards.office_name(slot["office"])
    return ask(turn, pending, "utter_confirm_move", [yes, no], time=cards.moment(slot["start"]), office=office)


async def take_move_confirmation(turn: Turn, api: Catalogue) -> Reply | None:
    pending = turn.pending or {}
    if says_no(turn) or keeps(turn):
        turn.pending = None
        return Reply().say("utter_kept")
    if not (says_yes(turn) or agrees_to_move(turn)):
        return await take_move_text(turn, api)
    path = f"/appointments/{pending['appointment']}/reschedule"
    turn.pending = None
    try:
        item = await api.post(path, turn.sender, {"slot_id": pending["slot"]["slot_id"]})
    except Refusal as refusal:
        told = Reply().tell(refusal.detail)
        if refusal.name not in ("slot-full", "slot-taken-by-you", "already-booked", "slot-past", "closed-day"):
            return told.say("utter_kept")
        item = await api.get(f"/appointments/{pending['appointment']}", turn.sender)
        return Reply(told.specs + (await _offer_moves(turn, api, item, anyhow=True)).specs)
    return Reply().card(cards.appointment(item))
