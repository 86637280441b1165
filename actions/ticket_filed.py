"""Tickets left before: how far they are, when, whose business; changes to them go into a note beside."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.asked import in_words
from actions.client import Catalogue
from actions.numbers import phone_in
from actions.pending import QUIET, ask_text, resume, says_no, says_yes
from actions.reply import Reply, choice
from actions.ticket import OF_A_PLACE, ask_next
from actions.ticket_clauses import added
from actions.ticket_reading import asks, hands_on, topic_of
from actions.turn import Turn
from actions.words import patterns_of, says, word, words

Json = dict[str, Any]

MOST_SHOWN, MOST_LISTED = 3, 8
NAMED = ("code", "name", "alias")
OF_A_TICKET = {"overview", "time_limit", "progress", "hours", "phone", "where"}  # what may be asked of a ticket too
UNDER_WAY = ("received", "assigned", "in_progress")
OTHERS = ("report", "human", "help")  # intents that begin something of their own

_NUMBER = re.compile(r"(?<!\d)(20\d{12})(?!\d)")
_SAID_NUMBER = re.compile(r"单号\s*(?:是|:|：)?\s*([A-Za-z0-9]{6,20})")


async def about_filed(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply to whatever is said of a ticket left before; None where nothing is."""
    if says(turn.text, words("tickets.not_ticket")):
        return None
    if shown_a_ticket(turn) and hands_on(turn.text):
        return _already(turn)
    if asks_status(turn):
        return await status(turn, api)
    change = _change(turn)
    topic = topic_of(turn.text)
    progress = "progress" in turn.facets and shown_a_ticket(turn) and asks(turn.text)
    if not change and not topic and not progress:
        return None
    if _in_a_booking(turn) or topic == "fee":
        return None
    items: list[Json] = (await api.get("/tickets", turn.sender))["items"]
    meant = await those_meant(turn, api, items) if items else []
    if not meant or not _may_mean_a_ticket(turn, topic, change, named=meant is not items):
        return None
    if change:
        return await _note_beside(turn, api, meant[0])
    if topic and topic != "how_far":
        return await answer_topic(turn, api, topic, None, meant[0])
    return resume(turn, _cards(meant[:MOST_SHOWN]))


def asks_status(turn: Turn) -> bool:
    """Whether this is about tickets left before, rather than a new one."""
    if asks_of_mine(turn.text):
        return True
    if says(turn.text, words("tickets.filed_before")):
        return True
    if _NUMBER.search(turn.text) or any(phrase in turn.text for phrase in words("said.ticket_status")):
        return True
    of_papers = "materials" in turn.facets or says(turn.text, words("tickets.papers"))  # 报销要交哪些单子
    return says(turn.text, words("tickets.thing")) and says(turn.text, words("tickets.thing_asked")) and not of_papers


def asks_of_mine(text: str) -> bool:
    """我那个单子办到哪了, 单号都给我: plainly asked of what was handed on, whatever is being told."""
    return says(text, words("tickets.how_many")) or any(way.search(text) for way in patterns_of("tickets.of_mine"))


def _change(turn: Turn) -> bool:
    """撤了吧, 电话打错了，是…: something is to be changed that was handed on."""
    if says(turn.text, words("tickets.withdraw")) or _adds(turn):
        return True
    return bool(phone_in(turn.text)) and says(turn.text, words("tickets.wrong_phone"))


def _adds(turn: Turn) -> str | None:
    """再补一句,… right after a ticket was filed, 刚才那张再加一句,… at any time: what is added."""
    found = re.match(word("tickets.to_filed"), turn.text)
    return added(turn.text[found.end() :] if found else turn.text) if found or shown_a_ticket(turn) else None


def shown_a_ticket(turn: Turn) -> bool:
    """Whether the last answer was about a ticket."""
    return any(spec.get("card", {}).get("kind") == "report" for spec in turn.last)


def _already(turn: Turn) -> Reply:
    """提交 once more, when it has been: the same card, nothing is filed twice."""
    shown = next(s for s in turn.last if s.get("card", {}).get("kind") == "report")
    return resume(turn, Reply([*Reply().tell(word("ticket.already")).specs, shown]))


def _in_a_booking(turn: Turn) -> bool:
    return "service" in (turn.draft or {}) and turn.pending is not None and turn.pending["kind"] not in QUIET


def _may_mean_a_ticket(turn: Turn, topic: str | None, change: bool, named: bool) -> bool:
    """Right after a ticket was shown nearly everything; later what cannot be said of a service or an appointment.

    `named`: the matter of a ticket is named (井盖那个).
    """
    if turn.intent in OTHERS and not change and not asks(turn.text):
        return False
    if named or change:
        return True
    if _of_the_matter(turn) and not shown_a_ticket(turn):
        return False
    of_a_service = bool(turn.linked) and not turn.loose and turn.linked[0].get("matched") in NAMED
    if shown_a_ticket(turn) or topic in words("tickets.sure"):
        return not of_a_service
    return turn.service is None and not turn.linked


def _of_the_matter(turn: Turn) -> bool:
    """办这个要带啥，多久能批 with a matter in hand: it asks for more than when somebody comes."""
    asked = set(in_words(turn, turn.facets)) - OF_A_TICKET
    return turn.service is not None and turn.intent == "service" and bool(asked)


async def those_meant(turn: Turn, api: Catalogue, items: list[Json]) -> list[Json]:
    """Those of the kind that is named (井盖那个), else all of them, newest first."""
    about = await api.post("/tickets/classify", turn.sender, {"text": turn.text[:500]})
    same = [item for item in items if about["known"] and (item.get("about") or {}).get("id") == about["id"]]
    return same or items


async def answer_topic(turn: Turn, api: Catalogue, topic: str, ticket: Json | None, item: Json | None = None) -> Reply:
    """When, whose, secret, what becomes of it, what it costs: of the `ticket` in the making or the `item` filed."""
    if topic == "fee":
        return Reply().say("utter_ticket_fee")
    if item is None:
        return await _of_one_not_filed(turn, api, topic, ticket or {})
    state = cards.ticket_status(item)
    if topic == "how_far":
        return resume(turn, Reply().card(state))
    about = item.get("about") or {"known": False}
    if topic == "when" and item["kind"] not in OF_A_PLACE:
        return resume(turn, Reply().tell(word("ticket.when_call")).card(state))
    said = word("ticket.given_to" if about["known"] else "ticket.by_staff", **about) if topic == "whose" else ""
    return resume(turn, Reply().say(f"utter_ticket_{topic}", state=said).card(state))


async def _of_one_not_filed(turn: Turn, api: Catalogue, topic: str, ticket: Json) -> Reply:
    """It says first that nothing was handed on; of a report whose business it is and within how many days."""
    items: list[Json] = (await api.get("/tickets", turn.sender))["items"] if topic == "how_far" else []
    if items and (meant := await those_meant(turn, api, items)) != items:
        return _cards(meant[:1])
    if topic == "how_far":
        return Reply().say("utter_ticket_not_filed")
    about: Json = {}
    if ticket.get("ticket") == "report":
        about = await api.post("/tickets/classify", turn.sender, {"text": str(ticket["text"])[:500]})
    state = word("ticket.once_filed", **about) if about else word("ticket.not_yet")
    return Reply().say(f"utter_ticket_{topic}", state=state)


async def _note_beside(turn: Turn, api: Catalogue, item: Json) -> Reply:
    """What was handed on stays as it is; a note with its number is summed up to be confirmed."""
    phone, about = phone_in(turn.text), item.get("about") or {}
    way = "new_phone" if phone else "follow_up_of" if about.get("known") else "follow_up"
    told = word(f"ticket.{way}", number=item["number"], said=_adds(turn) or turn.text, name=about.get("name"))
    note: Json = {"ticket": item["kind"], "text": told, "placed": True}
    if phone:
        note["contact"] = phone
    elif item["kind"] not in OF_A_PLACE:
        note["contact"] = ((turn.draft or {}).get("told") or {}).get("contact")
    if turn.pending and turn.pending["kind"] not in QUIET:
        note["before"] = turn.pending
    return await ask_next(turn, api, note, Reply().say("utter_ticket_no_withdraw"))


async def offer_withdrawal(turn: Turn, api: Catalogue) -> Reply | None:
    """取消 with no appointment, but with a ticket that is not done: whether that is meant."""
    items: list[Json] = (await api.get("/tickets", turn.sender))["items"]
    item = next((item for item in items if item["status"] in UNDER_WAY), None)
    if item is None:
        return None
    yes = choice(word("ticket.tell_them"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    return ask_text(turn, {"kind": "withdraw", "number": item["number"]}, word("ticket.cancel_what", **item), [yes, no])


async def take_withdrawal(turn: Turn, api: Catalogue) -> Reply | None:
    """The answer to it; anything else leaves the ticket as it is."""
    number, turn.pending = (turn.pending or {})["number"], None
    if turn.facets != ("cancel_booking",) and (says_no(turn) or turn.intent == "stop"):
        return Reply().tell(word("ticket.stays"))
    if not says_yes(turn) and "cancel_booking" not in turn.facets:
        return None
    turn.text = word("ticket.not_needed")
    return await _note_beside(turn, api, await api.get(f"/tickets/{number}", turn.sender))


async def status(turn: Turn, api: Catalogue) -> Reply:
    """The ticket whose number is said, else one's own, newest first."""
    number = _NUMBER.search(turn.text) or _SAID_NUMBER.search(turn.text)
    if number:
        found = await api.get(f"/tickets/{number[1]}", turn.sender)  # a Refusal says that there is none
        return resume(turn, Reply().card(cards.ticket_status(found)))
    mine: list[Json] = (await api.get("/tickets", turn.sender))["items"]
    if not mine:
        return resume(turn, Reply().say("utter_no_tickets", choices=cards.menu()))
    if says(turn.text, words("tickets.how_many")):
        count = word("ticket.count", n=len(mine))
        if len(mine) < MOST_SHOWN:
            return resume(turn, _cards(mine, Reply().tell(count)))
        return resume(turn, _cards(mine[:1], Reply().tell(f"{count}\n{_lines(mine)}")))
    return resume(turn, _cards((await those_meant(turn, api, mine))[:MOST_SHOWN]))


async def beside_one_waiting(turn: Turn, api: Catalogue) -> Reply:
    """Those handed on, or the one whose number is said, and that the one summed up is not yet; before its summary."""
    if number := _NUMBER.search(turn.text):
        return Reply().card(cards.ticket_status(await api.get(f"/tickets/{number[1]}", turn.sender)))
    mine: list[Json] = (await api.get("/tickets", turn.sender))["items"]
    if not mine:
        return Reply().tell(word("ticket.none_filed"))
    return Reply().tell(word("ticket.filed_so_far", n=len(mine), lines=_lines(mine)))


def _lines(items: list[Json]) -> str:
    return "\n".join(cards.ticket_line(item) for item in items[:MOST_LISTED])


def _cards(items: list[Json], reply: Reply | None = None) -> Reply:
    reply = reply or Reply()
    for item in items:
        reply.card(cards.ticket_status(item))
    return reply
