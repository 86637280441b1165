"""A township that is named and that nobody registered: said to be unknown, and asked back; nobody is sent elsewhere."""

from __future__ import annotations

from typing import Any

from actions import booking, cards, standing, times
from actions.beside import in_booking
from actions.client import Catalogue
from actions.draft import draft_of, names_of, services_of
from actions.pending import ask_text, resume
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

HEARD_IN = ("booking", "office", "service", "inform", "unclear", "oos", "manage")


async def nowhere(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where a booking or a question for a hall names such a place; None where it is only told (户口在…)."""
    if turn.choice is not None or not turn.nowhere or turn.office or turn.place_said or turn.intent not in HEARD_IN:
        return None
    books = in_booking(turn) or (booking.says_to_book(turn.text) and (turn.service or turn.linked))
    if books:
        return await _which_hall(turn, api)
    return (
        resume(turn, Reply().tell(word("nowhere.hall", place=turn.nowhere), cards.menu())) if _asks_hall(turn) else None
    )


def _asks_hall(turn: Turn) -> bool:
    return turn.intent == "office" and turn.pending is None


async def _which_hall(turn: Turn, api: Catalogue) -> Reply:
    """The halls that take the matter, to choose from; the time that was wished stays."""
    if not in_booking(turn):
        service = turn.linked[0] if turn.linked and not turn.ambiguous else turn.service
        assert service is not None
        booking.begin(turn, {"code": service["code"], "name": service["name"]})
    draft = draft_of(turn)
    window = standing.window(turn)
    turn.draft = {**draft, "window": window}
    first = await times.at_each_hall(turn, api, services_of(draft))
    halls = [choice(cards.slot_label_hall(item), do="book_at", office=item["office"]["slug"]) for item in first]
    pending = {"kind": "slot", "service": draft["service"]["code"], "window": window}
    told = word("nowhere.book", place=turn.nowhere, name=names_of(draft))
    return ask_text(turn, pending, told, halls)
