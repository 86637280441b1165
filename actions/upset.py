"""Anger at us, and whoever asks whom to tell that nothing gets done: a calm word, the window, a way to file it."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.office import hall
from actions.pending import QUIET, resume
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LONGEST_ABUSE = 16  # characters; who says more tells a matter
LONGEST_QUESTION = 24


async def upset_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply to abuse (你们就是一群骗子) and to 办不成事找谁; None where it is neither."""
    if turn.choice is not None or turn.intent == "crisis":
        return None
    if _asks_whom_to_tell(turn):
        return await whom_to_tell(turn, api)
    if abuses(turn):
        return resume(turn, Reply().say("utter_calm", choices=_ways("complaint")))
    return None


def abuses(turn: Turn) -> bool:
    """你们就是一群骗子: at us, and nothing else."""
    said = any(phrase in turn.text for phrase in words("said.abuse"))
    at_us = any(phrase in turn.text for phrase in words("said.at_us"))
    return said and at_us and len(turn.text) <= LONGEST_ABUSE


def _asks_whom_to_tell(turn: Turn) -> bool:
    stuck = any(phrase in turn.text for phrase in words("said.stuck_whom"))
    whom = any(phrase in turn.text for phrase in words("said.whom"))
    return stuck and whom and len(turn.text) <= LONGEST_QUESTION and not _open(turn)


def _open(turn: Turn) -> bool:
    """A ticket in the making listens first: what is said now is part of it."""
    return turn.pending is not None and turn.pending["kind"] not in QUIET and "ticket" in turn.pending


async def whom_to_tell(turn: Turn, api: Catalogue) -> Reply:
    """The window for what got stuck, where and by phone; where a hall has none, the hall itself."""
    item = await hall(turn, api)
    if item is None:
        return Reply().say("utter_which_office", choices=_ways("unresolved"))
    names = (counter["name"] for counter in item.get("counters") or [])
    window = next((name for name in names if word("ticket.window") in name), "")
    missing = word("unregistered")
    complain = item.get("complain_phone")
    said = {
        "window": window,
        "office": item["name"],
        "address": item.get("address") or missing,
        "phone": item.get("phone") or missing,
        "hours": item.get("hours") or missing,
        "complain": word("ticket.complain", phone=complain) if complain else "",
    }
    response = "utter_unresolved_window" if window else "utter_unresolved_hall"
    return resume(turn, Reply().say(response, choices=_ways("unresolved"), **said))


def _ways(kind: str) -> list[Json]:
    """File it here, or speak to a person."""
    label = word("ticket.file_it" if kind == "unresolved" else "ticket.file_complaint")
    return [choice(label, do="ticket", kind=kind), *(c for c in cards.menu() if c["payload"]["do"] == "human")]
