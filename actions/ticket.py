"""What a person must take over: reports, complaints, help, call-backs. Text, contact, summary, yes, number."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.amending import amended, as_filed, part_in
from actions.base import TurnAction
from actions.client import Catalogue
from actions.office import hall
from actions.pending import ask, says, says_no, says_yes
from actions.person import masked, phone_in
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

SURE = 0.7  # below it a report that speaks of helping is rather a wish for help
ENOUGH = 5  # characters of a first sentence that already tells the matter
LONGEST = 500
LIKE_A_PHONE = 7  # digits
WITHOUT_CONTACT = ("report", "unresolved", "complaint")
MOST_SHOWN = 3
STORY = 12  # characters of a sentence that tells rather than names a service
OTHER_WISHES = ("affirm", "deny", "manage", "booking", "human", "meta", "rate", "repeat", "restart")
_NUMBER = re.compile(r"(?<!\d)(20\d{12})(?!\d)")

_SAID_NUMBER = re.compile(r"单号\s*(?:是|:|：)?\s*([A-Za-z0-9]{6,20})")


class ActionReport(TurnAction):
    def name(self) -> str:
        return "action_report"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if "progress" in turn.facets or asks_status(turn):
            return await status(turn, api)
        if turn.confidence < SURE and any(phrase in turn.text for phrase in words("said.helping")):
            return await start(turn, api, "help", told=turn.text)
        if turn.service and any(phrase in turn.text for phrase in words("said.how_to_complain")):
            from actions.service import answer_facets

            return await answer_facets(turn, api, turn.service, ("phone",))
        return await start(turn, api, kind_of(turn.text), told=turn.text)


class ActionHelp(TurnAction):
    def name(self) -> str:
        return "action_help"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if turn.service and any(phrase in turn.text for phrase in words("said.inspection")):
            from actions.service import answer_facets

            return await answer_facets(turn, api, turn.service, ("process",))
        return await start(turn, api, "help", told=turn.text)


class ActionHuman(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_human"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return await offer_human(turn, api)


def kind_of(text: str) -> str:
    """A complaint about us, a matter that got stuck with us, or a problem for the authorities."""
    for kind in ("complaint", "unresolved"):
        if any(phrase in text for phrase in words(f"said.{kind}")):
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
    """Ask for what is missing; a first sentence that tells the matter is kept as its text."""
    pending = {"ticket": kind}
    if len(told) >= ENOUGH and kind not in ("callback", "human") and not _only_announces(told):
        return _ask_contact(turn, {**pending, "text": told})
    if kind in ("callback", "human"):
        about = turn.service["name"] if turn.service else word("ticket.kinds.callback")
        return _ask_contact(turn, {**pending, "text": f"{about}：{told}" if told else about})
    return ask(turn, {"kind": "ticket_text", **pending}, f"utter_ask_{kind}_text")


def _only_announces(text: str) -> bool:
    """我要投诉你们: what about is still to be told."""
    for phrase in words("said.announcing"):
        text = text.replace(phrase, "")
    return len(text.strip(words("said.trailing"))) < ENOUGH - 2


async def take_text(turn: Turn, api: Catalogue) -> Reply | None:
    if says_no(turn):
        return drop(turn)
    if turn.facets and turn.intent == "service" and any(mark in turn.text for mark in words("said.asking")):
        return None
    if len(turn.text) < 4:
        return Reply().say("utter_ticket_too_short")
    if asks_status(turn):
        return None
    return _ask_contact(turn, {"ticket": (turn.pending or {})["ticket"], "text": turn.text})


def _ask_contact(turn: Turn, pending: Json) -> Reply:
    kind = pending["ticket"]
    options = [choice(word("decline.label"), word("decline.value"), do="no")]
    if kind in WITHOUT_CONTACT:
        options.insert(0, choice(word("do.skip"), do="no_contact"))
    return ask(turn, {**pending, "kind": "ticket_contact"}, f"utter_ask_{kind}_contact", options)


async def take_contact(turn: Turn, api: Catalogue) -> Reply | None:
    pending = turn.pending or {}
    phone = phone_in(turn.text)
    if phone:
        return await _sum_up(turn, api, {**pending, "contact": phone})
    if better := amended(pending, turn.text):
        return _asked_again(turn, better)
    if any(phrase in turn.text for phrase in words("said.no_contact")) and pending["ticket"] in WITHOUT_CONTACT:
        return await _sum_up(turn, api, pending)
    if says_no(turn) or turn.intent == "stop":
        return drop(turn)
    if _adds(turn, pending):
        more = {**pending, "ticket": _kind_now(turn, pending), "text": _longer(pending["text"], turn.text)}
        asked = _ask_contact(turn, more)
        return Reply(Reply().say("utter_ticket_added").specs + asked.specs)
    if turn.facets or turn.linked:
        return None
    if any(character.isdigit() for character in turn.text) or says(turn, "unsure") or turn.intent == "inform":
        return Reply().say("utter_phone_invalid")
    return None


def _asked_again(turn: Turn, better: Json) -> Reply:
    """What was corrected is taken, and the phone asked for once more."""
    asked = _ask_contact(turn, better)
    return Reply(Reply().say("utter_ticket_amended", matter=as_filed(better)[:120]).specs + asked.specs)


async def without_contact(turn: Turn, api: Catalogue) -> Reply:
    if not turn.pending or turn.pending["kind"] != "ticket_contact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    return await _sum_up(turn, api, turn.pending)


async def _sum_up(turn: Turn, api: Catalogue, pending: Json) -> Reply:
    yes = choice(word("agree.label"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    contact = masked(pending["contact"]) if pending.get("contact") else word("do.skip")
    return ask(
        turn,
        {**pending, "kind": "confirm_ticket"},
        "utter_ticket_summary",
        [yes, no],
        ticket=word(f"ticket.kinds.{pending['ticket']}") + await _goes_to(turn, api, pending),
        matter=as_filed(pending)[:120],
        contact=contact,
    )


async def _goes_to(turn: Turn, api: Catalogue, pending: Json) -> str:
    """Whose business a report is; nobody's known: that a person hands it out."""
    if pending["ticket"] != "report":
        return ""
    about = await api.post("/tickets/classify", turn.sender, {"text": as_filed(pending)[:LONGEST]})
    return cards.goes_to(about)


async def take_confirmation(turn: Turn, api: Catalogue) -> Reply | None:
    pending = turn.pending or {}
    if reply := await _set_right(turn, api, pending):
        return reply
    if says_no(turn) or turn.intent == "stop":
        return drop(turn)
    if not says_yes(turn):
        if _adds(turn, pending):
            return await _sum_up(turn, api, {**pending, "text": _longer(pending["text"], turn.text)})
        return None
    body = {"kind": pending["ticket"], "text": as_filed(pending)[:LONGEST]}
    if pending.get("contact"):
        body["contact"] = pending["contact"]
    if turn.place:
        body["place"] = turn.place
    turn.pending = None
    made = await api.post("/tickets", turn.sender, body)
    return Reply().card(cards.report(made))


async def _set_right(turn: Turn, api: Catalogue, pending: Json) -> Reply | None:
    """地点不对，是… changes the place and sums up again; only 不对 is asked what; None where nothing is wrong."""
    if turn.choice is not None:
        return None
    if phone := phone_in(turn.text):
        return await _sum_up(turn, api, {**pending, "contact": phone})
    if better := amended(pending, turn.text):
        return await _sum_up(turn, api, better)
    if part_in(turn.text) or turn.text.strip(words("said.trailing")) in words("said.wrong"):
        still = {key: value for key, value in pending.items() if key != "resumed"}
        return ask(turn, still, "utter_what_is_wrong_in_ticket")
    return None


def _kind_now(turn: Turn, pending: Json) -> str:
    """A report that turns out to be about a matter stuck with us, or about us, is filed as that."""
    told = kind_of(turn.text)
    return told if pending["ticket"] == "report" and told != "report" else str(pending["ticket"])


def _adds(turn: Turn, pending: Json) -> bool:
    """More about the matter (where, since when) rather than a question or another wish."""
    asks = any(mark in turn.text for mark in words("said.asking")) and turn.intent not in ("report", "help")
    digits = sum(character.isdigit() for character in turn.text)
    asks = asks or (turn.intent in ("service", "office") and bool(set(turn.facets) - {"overview"}))
    if asks or turn.intent in OTHER_WISHES or (turn.linked and not _told_at_length(turn, pending)):
        return False
    return len(turn.text) >= 2 and digits < LIKE_A_PHONE


def _told_at_length(turn: Turn, pending: Json) -> bool:
    """A story may name a service (低保要的证明开不出来); a call-back is always about something."""
    return pending["ticket"] in ("callback", "human") or len(turn.text) >= STORY


def _longer(text: str, more: str) -> str:
    return text if more in text else word("ticket.more", text=text, more=more)[:LONGEST]


def asks_status(turn: Turn) -> bool:
    """Whether this is about tickets left before, rather than a new one."""
    return bool(_NUMBER.search(turn.text)) or any(phrase in turn.text for phrase in words("said.ticket_status"))


async def ticket_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """我的单子办到哪了: about a ticket left before, whatever the sentence was taken for; 投诉，… begins a new one."""
    waits = (turn.pending or {}).get("kind") == "ticket_contact"
    if waits and any(phrase in turn.text for phrase in words("said.no_contact")):
        return await take_contact(turn, api)
    if asks_status(turn) or _after_a_ticket(turn):
        return await status(turn, api)
    stuck = any(phrase in turn.text for phrase in words("said.stuck")) and not turn.linked
    opens = turn.choice is None and turn.pending is None and turn.intent not in ("report", "crisis", "manage")
    if opens and (stuck or any(phrase in turn.text for phrase in words("said.reporting"))):
        return await start(turn, api, kind_of(turn.text), told=turn.text)
    return None


def _after_a_ticket(turn: Turn) -> bool:
    """办得怎么样了 right after a ticket was shown."""
    shown = any(spec.get("card", {}).get("kind") == "report" for spec in turn.last)
    asks = any(phrase in turn.text for phrase in words("said.how_far")) or "progress" in turn.facets
    return shown and asks and not turn.linked


async def status(turn: Turn, api: Catalogue) -> Reply:
    """The ticket whose number is said, else one's own, newest first."""
    number = _NUMBER.search(turn.text) or _SAID_NUMBER.search(turn.text)
    if number:
        found = await api.get(f"/tickets/{number[1]}", turn.sender)  # a Refusal says that there is none
        return Reply().card(cards.ticket_status(found))
    mine = (await api.get("/tickets", turn.sender))["items"]
    if not mine:
        return Reply().say("utter_no_tickets", choices=cards.menu())
    reply = Reply()
    for item in mine[:MOST_SHOWN]:
        reply.card(cards.ticket_status(item))
    return reply


def drop(turn: Turn) -> Reply:
    turn.pending = None
    return Reply().say("utter_ticket_dropped", choices=cards.menu())
