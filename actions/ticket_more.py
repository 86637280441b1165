"""More of the matter: kept with the ticket that is in the making, and then its next step."""

from __future__ import annotations

from typing import Any

from actions.client import Catalogue
from actions.numbers import phone_in
from actions.pending import ask
from actions.reply import Reply
from actions.ticket import LONGEST, ask_next, kind_of, sum_up
from actions.ticket_aside import put_again
from actions.ticket_clauses import added, held, matter_of
from actions.ticket_hall import hall_spoken_of
from actions.ticket_reading import name_told, names_a_place
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

LIKE_A_PHONE = 7  # digits
TELLING = 3  # characters that tell something


async def held_up(turn: Turn, api: Catalogue, ticket: Json, step: str) -> Reply | None:
    """先别交,加一句…: nothing is handed on yet; what is to be added is, and anything else is heard as it stands."""
    if not ticket.get("text"):
        return None
    if (rest := held(turn.text)) is not None:
        if len(rest) < TELLING:
            return put_again(turn, Reply().tell(word("ticket.held")))
        turn.text, turn.intent = rest, "inform"  # no longer a no, as the whole may have sounded
    more = added(turn.text)
    if more is None or phone_in(turn.text):
        return None
    return await add(turn, api, ticket, more) if more else put_again(turn, Reply().tell(word("ticket.say_it")))


async def add(turn: Turn, api: Catalogue, ticket: Json, told: str, quiet: bool = False) -> Reply:
    """More of the matter: kept with it, and the next step."""
    told = matter_of(told) or told
    name, told = name_told(told, bare=str((turn.pending or {})["kind"]) == "ticket_contact")
    if name and ticket.get("text"):
        ticket["name"] = name
        if not told:
            return await go_on(turn, api, ticket, str((turn.pending or {})["kind"]))
    digits = sum(character.isdigit() for character in told)
    if digits >= LIKE_A_PHONE and not quiet:
        return put_again(turn, Reply().say("utter_phone_invalid"))
    first, step = not ticket.get("text"), str((turn.pending or {})["kind"])
    if step == "ticket_where" and (hall_meant := await hall_spoken_of(turn, api, ticket["ticket"], told)):
        return await go_on(turn, api, {**ticket, "placed": True, "where": hall_meant}, step)
    if first and len(told) < 3:
        return ask(turn, {**ticket, "kind": "ticket_text"}, "utter_ticket_too_short")
    if not first:
        ticket["ticket"] = _kind_now(told, ticket)
    if turn.linked and not turn.ambiguous and ticket["ticket"] == "unresolved":
        turn.take_up(turn.linked[0])
    ticket["text"] = told if first else _longer(ticket["text"], told)
    ticket["placed"] = ticket.get("placed") or names_a_place(turn)
    found = ticket["placed"] and step == "ticket_where"
    said = None if first or quiet or found else Reply().say("utter_ticket_added")
    return await go_on(turn, api, ticket, step, said)


async def go_on(turn: Turn, api: Catalogue, ticket: Json, step: str, said: Reply | None = None) -> Reply:
    """After a summary comes the summary again; before it, what is still missing. Who leaves a phone has told enough."""
    if step == "ticket_where" and ticket.get("contact"):
        step = "confirm_ticket"
    return await (sum_up if step == "confirm_ticket" else ask_next)(turn, api, ticket, said)


def _kind_now(told: str, ticket: Json) -> str:
    """A report that turns out to be about a matter stuck with us, or about us, is filed as that."""
    kind = kind_of(told)
    return kind if ticket["ticket"] == "report" and kind != "report" else str(ticket["ticket"])


def _longer(text: str, more: str) -> str:
    return text if more in text else word("ticket.more", text=text, more=more)[:LONGEST]
