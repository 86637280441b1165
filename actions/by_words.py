"""Appointments told by words: 改到后天下午 right after booking, 不去了, an earlier one by code and tail."""

from __future__ import annotations

import re
from typing import Any

from actions import cards, manage
from actions.beside import OPEN
from actions.client import Catalogue, Refusal
from actions.kin import relation_in
from actions.numbers import phone_in
from actions.pending import ask, resume, says_no
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

_CODE = re.compile(r"(?<![A-Z0-9])(?=[0-9]*[A-Z])([34679ACDEFGHJKMNPQRTWXY]{8})(?![A-Z0-9])")
_LOOSE_CODE = re.compile(r"预约[码号]\s*[是:：]?\s*([A-Z0-9]{5,12})(?![A-Z0-9])")
CODE_LENGTH = 8
PLAIN = 14  # characters of a sentence that only says somebody cannot come
_TAIL = re.compile(r"(?<!\d)(\d{4})(?!\d)")
OTHERS = ("crisis", "report", "human", "help", "rate")


async def appointment_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text is about an appointment that exists; None where it is not."""
    if turn.choice is not None or turn.intent in OTHERS:
        return None
    if (turn.pending or {}).get("kind") == "confirm_cancel" and manage.agrees_to_cancel(turn):
        return await manage.take_cancel(turn, api)
    code = code_in(turn.text)
    if code is None and (reply := await _without_code(turn, api)):
        return reply
    if code and (reply := await _by_code(turn, api, code)):
        return reply
    if code is None and turn.pending is None and (loose := _LOOSE_CODE.search(turn.text.upper())):
        return await _by_loose_code(turn, api, loose[1])
    if booked := await _moved_while_choosing(turn, api):
        turn.pending = turn.draft = None
        return await manage.with_appointment(turn, api, "move", booked)
    if await _of_another_visitor(turn, api):
        open_before = turn.pending
        asked = await manage.which_one(turn, api, "cancel")
        turn.pending = {**(turn.pending or {}), "before": open_before}
        return asked
    if turn.pending is not None:
        return None
    act = act_in(turn)
    shown = _shown(turn)
    if act and len(shown) == 1:
        return await manage.with_appointment(turn, api, act, shown[0])
    if act == "cancel" and not turn.linked and len(turn.text) <= PLAIN and await manage.mine(turn, api):
        return await manage.which_one(turn, api, act)
    if act and (shown or (act == "move" and turn.when and not turn.linked)) and await manage.mine(turn, api):
        return await manage.which_one(turn, api, act)
    return None


async def _moved_while_choosing(turn: Turn, api: Catalogue) -> str | None:
    """那把上午的改到9号 while times for the same matter are on show: the one that is booked already is meant."""
    choosing = (turn.pending or {}).get("kind") == "slot" and turn.when
    if not choosing or re.search(word("said.move_booked"), turn.text) is None:
        return None
    code = (turn.service or {}).get("code")
    same = [i for i in await manage.mine(turn, api) if code in {service["code"] for service in i["services"]}]
    return same[0]["id"] if len(same) == 1 else None


async def _of_another_visitor(turn: Turn, api: Catalogue) -> bool:
    """奶奶那个退了吧 while one for 爷爷 is booked or moved: an appointment of hers stands, and that is meant."""
    booking = (turn.pending or {}).get("kind") in (*OPEN, "move_slot", "confirm_move")
    drops = act_in(turn) == "cancel" or re.search(word("said.drops_theirs"), turn.text)
    relation = relation_in(turn.text) if booking and drops else None
    if relation is None or ((turn.draft or {}).get("behalf") or {}).get("relation") == relation:
        return False
    return any(item.get("relation") == relation for item in await manage.mine(turn, api))


async def _without_code(turn: Turn, api: Catalogue) -> Reply | None:
    """No code, only a phone number, or somebody else's appointment: what is possible and what is not."""
    if says(turn.text, words("lookup.have_i")) and not turn.linked and not turn.when:
        return resume(turn, await manage.list_mine(turn, api))
    booking = "service" in (turn.draft or {}) and turn.pending is not None
    if booking or (turn.pending is not None and "ticket" in turn.pending):
        return None
    if says(turn.text, words("lookup.no_code")):
        return Reply().say("utter_lost_code", **await manage.desk(turn, api))
    if phone_in(turn.text) and says(turn.text, words("lookup.to_look")):
        return Reply().say("utter_phone_is_no_key", **await manage.desk(turn, api))
    relation = relation_in(turn.text)
    if relation and says(turn.text, words("lookup.others")):
        theirs = [item for item in await manage.mine(turn, api) if item.get("relation") == relation]
        return Reply([{"card": cards.appointment(i)} for i in theirs]) if theirs else Reply().say("utter_not_others")
    if manage.asks_how(turn) and says(turn.text, words("lookup.of_appointments")):
        return await manage.how_to_cancel(turn, api)
    return None


async def _by_loose_code(turn: Turn, api: Catalogue, said: str) -> Reply:
    """Something said to be a code that none of ours looks like: the same answer as for a wrong one."""
    tail = _tail(turn.text.upper().replace(said, " "))
    if tail is None or len(said) != CODE_LENGTH:
        return Reply().say("utter_lookup_needs")
    return await _attach(turn, api, said, tail, act_in(turn) or "show")


def code_in(text: str) -> str | None:
    found = _CODE.search(text.upper())
    return found[1] if found else None


def act_in(turn: Turn) -> str | None:
    """What is to happen to the appointment; moving needs a time or plain words for it."""
    if any(phrase in turn.text for phrase in words("said.move")):
        return "move"
    return "cancel" if any(phrase in turn.text for phrase in words("said.cancel_it")) else None


def _shown(turn: Turn) -> list[str]:
    """Ids of the appointments on the last cards that can still be changed."""
    shown = [spec["card"] for spec in turn.last if spec.get("card", {}).get("kind") == "appointment"]
    return [card["data"]["id"] for card in shown if card["data"]["status"] == "confirmed"]


async def _by_code(turn: Turn, api: Catalogue, code: str) -> Reply | None:
    """One of mine is left to whoever manages them; another is attached with the tail of its phone number."""
    mine = await api.get("/appointments", turn.sender)
    act = act_in(turn) or "show"
    for item in mine["items"]:
        if item["code"] == code:
            return await manage.with_appointment(turn, api, act, item["id"])
    tail = _tail(turn.text.upper().replace(code, " "))
    if tail is None:
        return ask(turn, {"kind": "lookup", "code": code, "act": act}, "utter_ask_phone_tail", code=code)
    return await _attach(turn, api, code, tail, act)


def _tail(text: str) -> str | None:
    if phone := phone_in(text):
        return phone[-4:]
    found = _TAIL.search(text)
    return found[1] if found else None


async def take_tail(turn: Turn, api: Catalogue) -> Reply | None:
    """The last four digits that were asked for."""
    pending = turn.pending or {}
    if says_no(turn):
        turn.pending = None
        return Reply().say("utter_kept")
    if tail := _tail(turn.text):
        return await _attach(turn, api, pending["code"], tail, pending["act"])
    if any(char.isdigit() for char in turn.text):
        return Reply().say("utter_phone_tail_invalid")
    return None


async def _attach(turn: Turn, api: Catalogue, code: str, tail: str, act: str) -> Reply:
    turn.pending = None
    try:
        item = await api.post("/appointments/lookup", turn.sender, {"code": code, "phone_tail": tail})
    except Refusal as refusal:
        return Reply().tell(refusal.detail, cards.menu())
    return await manage.with_appointment(turn, api, act, item["id"])
