"""那个大厅, 那边 in a complaint: the hall that was spoken of before goes into the ticket by its name."""

from __future__ import annotations

from actions.client import Catalogue, Refusal
from actions.ticket_reading import names_a_place
from actions.turn import Turn
from actions.words import says, words

AT_A_COUNTER = ("complaint", "unresolved")


async def hall_spoken_of(turn: Turn, api: Catalogue, kind: str, told: str) -> str | None:
    """Its name; None where the text names a place itself or points to none. A report must say 大厅 to mean a hall."""
    ways = words("tickets.that_hall") if kind not in AT_A_COUNTER else words("tickets.that_hall") + words("said.there")
    if not turn.hall or names_a_place(turn) or not says(told, ways):
        return None
    try:
        return str((await api.get(f"/offices/{turn.hall}", turn.sender))["name"])
    except Refusal:
        return None
