"""What a person must take over: reports, complaints, help, call-backs. Text, where, phone, summary, yes, number.

The ticket in the making is the open question itself: `pending` {"kind": the step, "ticket": its kind, "text", "where",
"contact", "placed", "asked", "next", "before"}. `before` is the question that was open when it began; it comes back
when the ticket is filed or dropped. What a sentence means here is read by actions/ticket_reading.py, and what is asked
of tickets left before is answered by actions/ticket_filed.py.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.amending import as_filed
from actions.client import Catalogue
from actions.numbers import masked, phone_in
from actions.office import hall
from actions.pending import QUIET, ask, ask_text, resume
from actions.reply import Reply, choice
from actions.ticket_clauses import matter_of
from actions.ticket_hall import hall_spoken_of
from actions.ticket_reading import (
    beyond_wishing,
    name_told,
    names_a_place,
    place_in,
    without_lead,
    without_phone,
    without_wishing,
)
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

ENOUGH = 3  # characters of a first sentence that already tells the matter
LONGEST, SHOWN = 500, 120
LIMIT = 60  # characters of an earlier ticket that is referred to
OF_A_PLACE = ("report", "complaint", "unresolved")  # nobody finds it without knowing where
WITHOUT_CONTACT = OF_A_PLACE
CALL_BACKS = ("callback", "human")
PATIENCE = 2  # times that the place is asked for
STEPS = ("ticket_text", "ticket_where", "ticket_contact", "confirm_ticket")
GREETED = ("complaint", "unresolved")


def kind_of(text: str) -> str:
    """A complaint about us, a matter that got stuck with us, or a problem for the authorities."""
    for kind in ("complaint", "unresolved"):
        if any(phrase in text for phrase in words(f"said.{kind}")) or says(text, words(f"tickets.is_{kind}")):
            return kind
    return "report"


async def offer_human(turn: Turn, api: Catalogue) -> Reply:
    """The hall's phone with its hours now, and a call-back for whoever cannot get through."""
    item = await hall(turn, api)
    reply = Reply()
    if item:
        reply.card(cards.office(item, ("phone", "hours")))
    asked = await start(turn, api, "callback", told=turn.text)
    reply.specs += asked.specs
    return reply


async def start(turn: Turn, api: Catalogue, kind: str, told: str = "") -> Reply:
    """Begin a ticket with what the first sentence tells; ask for what is missing."""
    if kind == "report" and re.search(word("tickets.this_matter"), told):
        kind = kind_of(_said_last(turn))  # 我要反映这个事: what that is was told before
    ticket: Json = {"ticket": kind, **_open_before(turn)}
    ticket |= await _known(turn, api, kind, told)
    phone = phone_in(told)
    if phone:
        ticket["contact"], told = phone, without_phone(told)
    name, told = name_told(told, bare=bool(phone))
    ticket |= {"name": name} if name else {}
    ticket["text"] = _matter(turn, kind, told, ticket)
    if before := _taken_up(turn, kind, told):
        ticket |= {"text": before["text"], "placed": True}
    if kind == "unresolved" and turn.linked and not turn.ambiguous:
        turn.take_up(turn.linked[0])  # what is asked next is about that
    return await ask_next(turn, api, ticket, await _opening(turn, api, ticket))


def _open_before(turn: Turn) -> Json:
    """The question that is open now, for when this is done; a ticket given up is remembered as told."""
    pending = turn.pending
    if pending and "ticket" in pending:
        if pending.get("text"):
            _remember(turn, pending)
        pending = pending.get("before")
    return {"before": pending} if pending and pending["kind"] not in QUIET else {}


async def _known(turn: Turn, api: Catalogue, kind: str, told: str) -> Json:
    """What this talk told before: the phone, where it is, the matter that help is for. Never asked again."""
    draft = turn.draft or {}
    before: Json = draft.get("told") or {}
    booked = None if kind in WITHOUT_CONTACT else draft.get("phone")
    known: Json = {key: before.get(key) for key in ("contact", "no_contact", "name")}
    known["contact"] = known["contact"] or booked
    named = names_a_place(turn, told)
    if kind in OF_A_PLACE:
        known["placed"] = named and bool(told)
    elif kind == "help":
        known["placed"] = named or bool(before.get("where")) or turn.place not in (None, turn.session_place)
        surely = turn.linked and not turn.ambiguous and not (turn.loose and turn.service)
        about = turn.linked[0] if surely else turn.service
        known["about"] = about["name"] if about else None
    if kind == "unresolved" and turn.service and not turn.linked:
        known["about"] = turn.service["name"]  # 这个我跑了三趟: of what is talked about
    hall_meant = await hall_spoken_of(turn, api, kind, told)
    if hall_meant and (says(told, words("tickets.that_hall")) or not before):
        known |= {"placed": True, "where": hall_meant}
    elif not named and told and _at_the_same_place(kind, told, before):
        known |= {"placed": True, "where": before.get("where") or before["text"][:LIMIT]}
    elif not named and kind == "report" and before.get("village") and says(told, words("tickets.of_the_village")):
        known |= {"placed": True, "where": before["village"]}  # 村后头河边, of the village told before
    return {key: value for key, value in known.items() if value}


def _at_the_same_place(kind: str, told: str, before: Json) -> bool:
    """旁边的垃圾桶, 窗口那个妇女: where the ticket before was."""
    if not before or kind not in OF_A_PLACE or before["kind"] not in OF_A_PLACE:
        return False
    counters = kind != "report" and before["kind"] != "report"
    ways = [*words("tickets.at_a_counter"), *words("tickets.the_same_person")] if counters else []
    return says(told, [*words("tickets.there"), *ways])


def _matter(turn: Turn, kind: str, told: str, ticket: Json) -> str:
    """The first text of the ticket; empty where it is only announced (我要投诉)."""
    before: Json = (turn.draft or {}).get("told") or {}
    if kind in CALL_BACKS:
        about = turn.service["name"] if turn.service else word("ticket.kinds.callback")
        matter = without_wishing(told) or ("" if before.get("dropped") else before.get("text", ""))
        return word("ticket.about", about=about, matter=matter) if matter else about
    if kind == "help" and before.get("kind") == "help" and any(mark in told for mark in words("tickets.again")):
        ticket.pop("about", None)
        name = turn.service["name"] if turn.service else word("ticket.kinds.help")
        return word("ticket.same_person", name=name, before=before["text"][:LIMIT])
    told = without_lead(told).strip()
    said = _said_last(turn)
    if kind != "report" and kind == kind_of(said) and re.search(word("tickets.this_matter"), told):
        return f"{said}；{told}"
    if not beyond_wishing(told, words("said.announcing")):
        return ""
    return told


def _said_last(turn: Turn) -> str:
    """我要反映这个事: what was told before it, of the matter in hand."""
    return str(next(reversed((turn.service or {}).get("said", [])), ""))


def _taken_up(turn: Turn, kind: str, told: str) -> Json | None:
    """还是投诉吧 after it was dropped: what was told then."""
    before: Json = (turn.draft or {}).get("told") or {}
    same = before.get("dropped") and before["kind"] == kind
    return before if same and says(told, words("tickets.after_all")) and not matter_of(told) else None


async def _opening(turn: Turn, api: Catalogue, ticket: Json) -> Reply:
    """That it was understood, and what to do at once where it is dangerous."""
    kind = ticket["ticket"]
    if not ticket["text"] or kind not in OF_A_PLACE:
        return Reply()
    if kind != "report":
        return Reply().say(f"utter_opening_{kind}")
    about = await api.post("/tickets/classify", turn.sender, {"text": ticket["text"][:LONGEST]})
    if about.get("care"):
        return Reply().tell(about["care"])
    if not about["known"]:
        return Reply().say("utter_opening_report_any")
    return Reply().say("utter_opening_report", name=about["name"], department=about["department"])


async def ask_next(turn: Turn, api: Catalogue, ticket: Json, reply: Reply | None = None) -> Reply:
    """The next thing that is missing, after what `reply` says; nothing missing: the summary."""
    kind = ticket["ticket"]
    if not ticket.get("text"):
        return ask(turn, {**ticket, "kind": "ticket_text"}, f"utter_ask_{kind}_text", reply=reply)
    asked = int(ticket.get("asked", 0))
    if kind in OF_A_PLACE and not ticket.get("placed") and asked < PATIENCE:
        response = "utter_ask_where_closer" if asked else f"utter_ask_{kind}_where"
        return ask(turn, {**ticket, "kind": "ticket_where", "asked": asked + 1}, response, reply=reply)
    if kind not in WITHOUT_CONTACT and not ticket.get("contact"):
        options = [choice(word("decline.label"), word("decline.value"), do="no")]
        if kind == "help" and ticket.get("placed"):
            return ask_text(turn, {**ticket, "kind": "ticket_contact"}, word("ticket.help_contact"), options)
        return ask(turn, {**ticket, "kind": "ticket_contact"}, f"utter_ask_{kind}_contact", options, reply)
    return await sum_up(turn, api, ticket, reply)


async def sum_up(turn: Turn, api: Catalogue, ticket: Json, reply: Reply | None = None) -> Reply:
    """Everything that will be handed on, to be confirmed."""
    yes = choice(word("agree.label"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    still_open = ticket["ticket"] in WITHOUT_CONTACT and not (ticket.get("contact") or ticket.get("no_contact"))
    return ask(
        turn,
        {**ticket, "kind": "confirm_ticket"},
        "utter_ticket_summary_open" if still_open else "utter_ticket_summary",
        [yes, no],
        reply,
        ticket=word(f"ticket.kinds.{ticket['ticket']}") + await _goes_to(turn, api, ticket),
        matter=as_filed(ticket)[:SHOWN],
        contact=_contact(ticket, still_open),
    )


def _contact(ticket: Json, still_open: bool) -> str:
    if phone := ticket.get("contact"):
        name, number = ticket.get("name"), masked(phone)
        return word("ticket.contact_of", name=name, phone=number) if name else number
    return word("ticket.no_phone_yet") if still_open else word("do.skip")


async def _goes_to(turn: Turn, api: Catalogue, ticket: Json) -> str:
    """Whose business a report is; nobody's known: that a person hands it out."""
    if ticket["ticket"] != "report":
        return ""
    about = await api.post("/tickets/classify", turn.sender, {"text": as_filed(ticket)[:LONGEST]})
    return cards.goes_to(about)


async def file(turn: Turn, api: Catalogue, ticket: Json) -> Reply:
    """Hand it on; then the next one that was announced, or the question that was open before."""
    text = word("ticket.named", text=as_filed(ticket), name=ticket["name"]) if ticket.get("name") else as_filed(ticket)
    body = {"kind": ticket["ticket"], "text": text[:LONGEST]}
    if ticket.get("contact"):
        body["contact"] = ticket["contact"]
    if turn.place:
        body["place"] = turn.place
    made = await api.post("/tickets", turn.sender, body)
    reply = Reply().card(cards.report(made))
    _remember(turn, ticket)
    turn.pending = ticket.get("before")
    return await _then(turn, api, ticket, reply) if ticket.get("next") else resume(turn, reply)


async def _then(turn: Turn, api: Catalogue, ticket: Json, reply: Reply) -> Reply:
    """The next one that was announced; others wait behind it."""
    first, *others = ticket["next"]
    then = await start(turn, api, first["kind"], told=first["text"])
    if turn.pending and others:
        turn.pending = {**turn.pending, "next": others}
    return Reply([*reply.specs[:1], *then.specs[-2:]])


def _remember(turn: Turn, ticket: Json) -> None:
    """也在那儿, 那也帮我登记上: what a later ticket may point to, as long as this talk goes on."""
    kept = {key: ticket[key] for key in ("contact", "no_contact", "name", "dropped") if ticket.get(key)}
    where = ticket.get("where") or place_in(ticket["text"])
    village = place_in(where, alone=True) or ((turn.draft or {}).get("told") or {}).get("village")
    told = {"kind": ticket["ticket"], "text": as_filed(ticket), "where": where, "village": village, **kept}
    turn.draft = {**(turn.draft or {}), "told": told}


def drop(turn: Turn, ticket: Json | None = None) -> Reply:
    """Nothing is handed on, and that is said; what was open before comes back."""
    ticket = ticket or turn.pending or {}
    if ticket.get("text"):
        _remember(turn, {**ticket, "dropped": True})
    turn.pending = ticket.get("before")
    said = Reply().say("utter_ticket_dropped", choices=None if turn.pending else cards.menu())
    return resume(turn, said)


async def dropped(turn: Turn, api: Catalogue, ticket: Json) -> Reply:
    """The same, and what was to come after it begins."""
    reply = drop(turn, ticket)
    if not ticket.get("next"):
        return reply
    reply.specs[0]["choices"] = []
    return await _then(turn, api, ticket, reply)


async def without_contact(turn: Turn, api: Catalogue) -> Reply:
    """不留电话 that was tapped."""
    if not turn.pending or turn.pending["kind"] not in STEPS:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    return await sum_up(turn, api, {**bare(turn.pending), "no_contact": True})


def bare(pending: Json) -> Json:
    """The ticket itself, without the step it is at."""
    return {key: value for key, value in pending.items() if key not in ("kind", "prompt", "resumed")}


async def take_tapped(turn: Turn, api: Catalogue) -> Reply | None:
    """A yes or no that was tapped under the ticket; words were heard before."""
    if turn.choice is None or turn.pending is None:
        return None
    if turn.intent == "affirm" and turn.pending["kind"] == "confirm_ticket":
        return await file(turn, api, bare(turn.pending))
    return await dropped(turn, api, bare(turn.pending)) if turn.intent == "deny" else None
