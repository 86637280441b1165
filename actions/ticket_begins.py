"""A ticket begins: a hazard, a matter that got stuck, anger at a window, a wish for people – whatever it was taken for.

Where a booking or a check is open only what is plainly none of it begins one; that question waits behind it.
"""

from __future__ import annotations

import re
from typing import Any

from actions.asking import asks as asks_anything
from actions.client import Catalogue
from actions.numbers import phone_in
from actions.pending import QUIET
from actions.reply import Reply
from actions.ticket import LONGEST, kind_of, offer_human, start
from actions.ticket_filed import shown_a_ticket
from actions.ticket_reading import another, asks, names_a_place, separately, wants_a_call, wishes_people
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

NAMED = ("code", "name", "alias")
OTHERS = ("manage", "rate")
OF_THE_CHECK = (*QUIET, "fact")


async def begins_beside(turn: Turn, api: Catalogue) -> Reply | None:
    """路塌了个大坑报给谁, 能不能喊代办员帮她弄 in the middle of a booking or a check."""
    waits = (turn.pending or {}).get("kind", QUIET[0])
    if turn.choice is not None or waits in QUIET or "ticket" in (turn.pending or {}) or turn.intent == "crisis":
        return None
    if (wishes_people(turn.text) and waits != "fact") or _books_help(turn):
        return await start(turn, api, "help", told=turn.text)
    return await start(turn, api, "report", told=turn.text) if await _is_a_hazard(turn, api) else None


def _books_help(turn: Turn) -> bool:
    """给我登记个帮办 is no answer to 愿意请代办员吗; nor is a wish for people with a phone beside it."""
    if asks(turn.text) or says(turn.text, words("tickets.needs_no_help")):
        return False
    phone = phone_in(turn.text) is not None
    return says(turn.text, words("tickets.books_help")) or (phone and wishes_people(turn.text))


async def begins(turn: Turn, api: Catalogue) -> Reply | None:
    """我要反映…, 跑了三趟都没办成, 有人帮我跑不: begins a ticket, whatever the sentence was taken for."""
    waits = (turn.pending or {}).get("kind", QUIET[0])
    if waits in QUIET and _books_help(turn):
        return await start(turn, api, "help", told=turn.text)
    if waits in QUIET and shown_a_ticket(turn) and (more := await _one_more(turn, api)) is not None:
        return await start(turn, api, _kind_of_more(turn, more), told=more)
    if await _is_broken(turn, api):
        return await start(turn, api, "report", told=turn.text)
    if waits in QUIET and not shown_a_ticket(turn) and _takes_help(turn):
        return await start(turn, api, "help", told=word("ticket.help_only"))
    if waits in QUIET and wants_a_call(turn.text) and not asks(turn.text):
        return await offer_human(turn, api)
    if (wishes_people(turn.text) and waits in QUIET) or _asks_for_anybody(turn, waits):
        return await start(turn, api, "help", told=turn.text)
    if waits not in QUIET:
        return None
    if kind_of(turn.text) == "complaint" and not _asks_how(turn):
        return await start(turn, api, "complaint", told=turn.text)
    if turn.intent in ("report", "manage"):
        return None
    if _got_stuck(turn) or any(phrase in turn.text for phrase in words("said.reporting")):
        return await start(turn, api, kind_of(turn.text), told=turn.text)
    return None


async def _one_more(turn: Turn, api: Catalogue) -> str | None:
    """还有一个旁边的垃圾桶…, 单独记一个 right after a ticket; empty where it is only announced."""
    if separately(turn.text):
        return ""
    if (more := another(turn.text)) is None or (_asks(turn) and turn.intent != "report"):
        return None
    if turn.linked and not turn.loose and asks_anything(turn.text):  # 另外我还想问低保要啥材料
        return None
    about = await api.post("/tickets/classify", turn.sender, {"text": more[:LONGEST]})
    told = about["known"] or kind_of(more) != "report" or turn.intent == "report" or not turn.facets
    return more if told else None


def _kind_of_more(turn: Turn, more: str) -> str:
    """他还收了好处费, after a complaint, complains of the same person."""
    before = ((turn.draft or {}).get("told") or {}).get("kind")
    same = before == "complaint" and says(more, words("tickets.the_same_person"))
    return "complaint" if same else kind_of(more)


def _asks(turn: Turn) -> bool:
    return asks(turn.text) or (turn.intent == "service" and asks_anything(turn.text))


def _asks_how(turn: Turn) -> bool:
    """投诉电话是好多, 在哪投诉."""
    how = any(phrase in turn.text for phrase in words("said.how_to_complain"))
    return how or "phone" in turn.facets or (asks(turn.text) and turn.intent != "report")


def _takes_help(turn: Turn) -> bool:
    """给我登记一个, 喊人来: the help that was just spoken of, or for the matter in hand."""
    spoken_of = re.search(
        word("tickets.helping"), " ".join(str(each.get("card", {}).get("text")) for each in turn.last)
    )
    comes = says(turn.text, words("tickets.come_wish")) and (spoken_of or turn.service)
    return bool(comes or (spoken_of and says(turn.text, words("tickets.take_help"))))


def _asks_for_anybody(turn: Turn, waits: str) -> bool:
    """有人帮我跑不 in a check; 想让村里代办员帮着弄 is what a check asks."""
    return waits in OF_THE_CHECK and says(turn.text, words("tickets.help_wish"))


async def _is_a_hazard(turn: Turn, api: Catalogue) -> bool:
    """云岭到上坪那段路塌了个大坑，报给谁: of everybody, told with its place or with whom to tell it to."""
    if not says(turn.text, words("tickets.hazard")) or says(turn.text, words("tickets.of_the_house")):
        return False
    whom = says(turn.text, words("tickets.whom_to_tell"))
    return (whom or (names_a_place(turn) and not asks(turn.text))) and await known_problem(turn, api)


async def _is_broken(turn: Turn, api: Catalogue) -> bool:
    """自来水停了两天: something of everybody's is broken, though it sounds like a service or a booking is open."""
    busy = turn.pending is not None and turn.pending["kind"] not in QUIET
    asked = asks(turn.text) and not says(turn.text, words("tickets.whom_to_tell"))
    if not says(turn.text, words("tickets.broken")) or asked or turn.intent in OTHERS:
        return False
    if (busy and (turn.intent != "report" or turn.linked)) or says(turn.text, words("tickets.ones_own")):
        return False
    return await known_problem(turn, api) and kind_of(turn.text) == "report"


async def known_problem(turn: Turn, api: Catalogue) -> bool:
    about = await api.post("/tickets/classify", turn.sender, {"text": turn.text[:LONGEST]})
    return bool(about["known"])


def _got_stuck(turn: Turn) -> bool:
    """跑了三趟都没办成 tells it; 没办成怎么办 asks about a service."""
    told = any(phrase in turn.text for phrase in words("said.stuck")) or says(turn.text, words("tickets.is_unresolved"))
    return told and not asks(turn.text)
