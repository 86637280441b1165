"""A ticket in the making listens first: a yes, a no, a phone, a correction, a question, or more of the matter."""

from __future__ import annotations

from typing import Any

from actions.amending import amended, as_filed, part_in
from actions.asking import asks as asks_anything
from actions.client import Catalogue
from actions.numbers import phone_in
from actions.office import hall
from actions.pending import ask, says, says_no, says_yes
from actions.reply import Reply
from actions.ticket import (
    CALL_BACKS,
    PATIENCE,
    WITHOUT_CONTACT,
    ask_next,
    bare,
    drop,
    dropped,
    file,
    kind_of,
    start,
    sum_up,
)
from actions.ticket_aside import (
    another_ticket,
    asks_of_nothing,
    fee_of_the_matter,
    more_of_the_next,
    no_part_of_it,
    of_its_own,
    offered,
    put_again,
    second_matter,
    wishes_to_book,
)
from actions.ticket_begins import begins
from actions.ticket_clauses import drops, submits
from actions.ticket_filed import about_filed, answer_topic, asks_of_mine, asks_status, beside_one_waiting
from actions.ticket_more import add, go_on, held_up
from actions.ticket_reading import (
    agrees,
    asks,
    name_told,
    names_a_place,
    only_asks,
    separately,
    topic_of,
    wishes_people,
    without_phone,
    without_wishing,
)
from actions.ticket_waits import put_aside
from actions.turn import Turn
from actions.upset import abuses
from actions.words import says as found_in
from actions.words import word, words

Json = dict[str, Any]

STORY = 12  # characters of a sentence that tells rather than names a service
POLITE = 3  # characters of a yes that may only mean that the question was heard
ACTS = ("repeat", "restart", "back", "manage", "rate", "human", "meta")  # these mean themselves
NAMED = ("code", "name", "alias")


async def ticket_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where a ticket is open, or one left before is asked after, or one begins; None where it is not so."""
    if turn.choice is not None or turn.intent == "crisis" or (turn.pending or {}).get("reasons"):
        return None
    if turn.pending is not None and "ticket" in turn.pending:
        return await _in_the_making(turn, api)
    if reply := await about_filed(turn, api):
        return reply
    return await begins(turn, api)


async def _in_the_making(turn: Turn, api: Catalogue) -> Reply | None:
    ticket, step = bare(turn.pending or {}), (turn.pending or {})["kind"]
    for hear in (held_up, _of_mine, _second, _set_right, _decided, _beside, _asked):
        if reply := await hear(turn, api, ticket, step):
            return reply
        if "ticket" not in (turn.pending or {}):  # 先不办，我是问…: given up, and the rest is another matter
            return None
    if wishes_to_book(turn):
        put_aside(turn)
        return None
    if _waits(turn, ticket) or _means_itself(turn, ticket) or _asks_of_a_service(turn) or no_part_of_it(turn):
        return None
    if asks(turn.text) and (turn.intent not in ("report", "help") or (turn.service and turn.linked)):
        return None
    if ticket.get("text") and (only_asks(turn.text) or asks_of_nothing(turn)):
        return put_again(turn, Reply().tell(word("ticket.question")))
    return await add(turn, api, ticket, turn.text)


async def _of_mine(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """我一共交了几个单子 while one waits for its yes; with 提交吧 beside it that one is handed on."""
    if not asks_of_mine(turn.text) or submits(turn.text):
        return None
    return put_again(turn, await beside_one_waiting(turn, api))


async def _second(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """Another ticket, though a phone or a question stands in it: noted, and this one goes on."""
    if more_of_the_next(turn):
        *others, last = ticket["next"]
        turn.pending = {**(turn.pending or {}), "next": others}
        return _noted(turn, {**last, "text": f"{last['text']}，{turn.text}"})
    more = await another_ticket(turn, api, ticket)
    return _noted(turn, more) if more else None


def _noted(turn: Turn, more: Json) -> Reply:
    turn.pending = {**(turn.pending or {}), "next": [*((turn.pending or {}).get("next") or []), more]}
    return put_again(turn, Reply().say("utter_ticket_next_noted"))


async def _set_right(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """地点不对，是… changes the place; only 不对 is asked what; a phone is taken with what stands beside it."""
    phone = phone_in(turn.text)
    if phone and drops(turn.text) is None:
        told = without_phone(turn.text)
        told = without_wishing(told) if ticket["ticket"] in CALL_BACKS else told
        name, told = name_told(told, bare=True)
        ticket = {**ticket, "contact": phone, **({"name": name} if name else {})}
        return await (add(turn, api, ticket, told, quiet=True) if told else go_on(turn, api, ticket, step))
    if not ticket.get("text"):
        return None
    if better := amended(ticket, turn.text):
        better["placed"] = ticket.get("placed") or names_a_place(turn) or bool(better.get("where"))
        said = Reply().say("utter_ticket_amended", matter=as_filed(better)[:120])
        return await go_on(turn, api, better, step, said)
    wrong = part_in(turn.text) or turn.text.strip(words("said.trailing")) in words("said.wrong")
    if wrong and step == "confirm_ticket":
        return ask(turn, {**ticket, "kind": step}, "utter_what_is_wrong_in_ticket")
    return None


async def _decided(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """A yes, a no, or that no phone is to be left."""
    no_phone = any(phrase in turn.text for phrase in words("said.no_contact"))
    if no_phone and ticket["ticket"] in WITHOUT_CONTACT:
        ticket["no_contact"] = True
    if found_in(turn.text, [word("tickets.no_name")]):
        ticket.pop("name", None)
    if (alone := separately(turn.text)) and ticket.get("text"):
        return await (_yes(turn, api, ticket, step) if alone == "yes" else go_on(turn, api, ticket, step))
    if (
        agrees(turn.text)
        or (step == "confirm_ticket" and submits(turn.text))
        or (says_yes(turn) and len(turn.text) <= STORY)
    ):
        return await _yes(turn, api, ticket, step)
    if no_phone:
        return await _no_phone(turn, api, ticket)
    rest = drops(turn.text)
    if rest == "" or (rest is None and (says_no(turn) or says(turn, "stop") or turn.intent == "stop")):
        return await dropped(turn, api, ticket)
    if rest:
        turn.preface = drop(turn, {**ticket, "before": None}).specs[:1]
        turn.preface[0]["choices"] = []
        turn.pending, turn.text = ticket.get("before"), rest
        return await _instead(turn, api)
    return None


async def _instead(turn: Turn, api: Catalogue) -> Reply | None:
    """投诉不弄了，喊人给我回个电话: people are wanted in its place, and the phone is known."""
    if found_in(turn.text, words("tickets.call_me")):
        return await start(turn, api, "callback", told=turn.text)
    return await start(turn, api, "help", told=turn.text) if wishes_people(turn.text) else None


async def _yes(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply:
    if step == "confirm_ticket":
        return await file(turn, api, ticket)
    if step == "ticket_where" and len(turn.text) > POLITE:  # it is to be handed on as it is
        return await sum_up(turn, api, {**ticket, "asked": PATIENCE})
    if step == "ticket_contact":
        return ask(turn, {**ticket, "kind": step}, "utter_ticket_needs_phone")
    return await ask_next(turn, api, ticket)


async def _no_phone(turn: Turn, api: Catalogue, ticket: Json) -> Reply:
    if ticket["ticket"] not in WITHOUT_CONTACT:
        return ask(turn, {**ticket, "kind": "ticket_contact"}, "utter_ticket_needs_phone")
    if ticket.get("text"):
        return await sum_up(turn, api, ticket)
    return await ask_next(turn, api, ticket)


async def _beside(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """Anger at us, a second matter, a person wanted once more, that one does not know."""
    if abuses(turn):
        return put_again(turn, Reply().say("utter_calm"))
    if turn.intent == "human" and ticket["ticket"] in CALL_BACKS:
        item = await hall(turn, api) or {}
        missing = word("unregistered")
        said: Json = {key: item.get(key) or missing for key in ("name", "phone", "hours")}
        turn.pending = {**(turn.pending or {}), "resumed": True}
        return Reply().say("utter_human_again", **said)
    if step in ("confirm_ticket", "ticket_contact") and (more := await second_matter(turn, api, ticket)):
        return _noted(turn, {"kind": kind_of(more), "text": more})
    if step == "ticket_where" and (says(turn, "unsure") or turn.text in words("said.unsure")):
        return await ask_next(turn, api, {**ticket, "asked": PATIENCE})
    return None


async def _asked(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """能马上派人来吗 while it is not even filed: answered, and the summary comes again."""
    topic = topic_of(turn.text)
    if topic in (None, "how_far") and asks_status(turn) and (asks(turn.text) or topic):
        return put_again(turn, await beside_one_waiting(turn, api))
    if step == "ticket_text" or not topic or (turn.linked and topic in ("fee", "whose", "how_far")):
        return None
    if topic == "fee" and fee_of_the_matter(turn) and not found_in(turn.text, words("tickets.of_people")):
        return None
    if topic not in words("tickets.sure") and not asks(turn.text):
        return None
    if turn.service and offered(ticket) and not found_in(turn.text, words("tickets.of_people")):
        return None  # of the matter, as long as nobody was sent for
    return put_again(turn, await answer_topic(turn, api, topic, ticket))


def _waits(turn: Turn, ticket: Json) -> bool:
    """A question or a need of its own while help was only offered: answered; the second time the offer is gone."""
    if not offered(ticket) or not of_its_own(turn, ticket["ticket"] in CALL_BACKS):
        return False
    turn.pending = ticket.get("before") if ticket.get("waited") else {**(turn.pending or {}), "waited": True}
    return True


def _means_itself(turn: Turn, ticket: Json) -> bool:
    """An act of the talk, or an errand of its own: 帮我约…, 居住证."""
    if turn.intent in ACTS or found_in(turn.text, words("tickets.rating")):
        return True
    named = bool(turn.linked) and turn.linked[0].get("matched") in NAMED
    errand = any(phrase in turn.text for phrase in words("tickets.another_errand"))
    if ticket["ticket"] in CALL_BACKS:
        return errand
    if turn.intent == "booking" and errand:
        return True
    return named and turn.intent == "service" and (errand or len(turn.text) < STORY)


def _asks_of_a_service(turn: Turn) -> bool:
    """隔壁占了我家两尺地，找谁评理 is no place where the lid of the drain is missing."""
    return turn.intent == "service" and bool(turn.linked) and not turn.loose and asks_anything(turn.text)
