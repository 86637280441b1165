"""A booking begun while a ticket is in the making: the ticket waits in its draft until nothing else is open."""

from __future__ import annotations

from actions.pending import QUIET
from actions.reply import MOST_MESSAGES, Reply
from actions.turn import Turn
from actions.words import word

WAITING = "ticket"  # where in the draft


def put_aside(turn: Turn) -> None:
    """The booking takes the turn; the ticket waits behind it, and that is said."""
    turn.draft = {**(turn.draft or {}), WAITING: turn.pending}
    turn.pending = (turn.pending or {}).get("before")
    turn.preface = [*turn.preface, *Reply().tell(word("ticket.waits")).specs]


def bring_back(turn: Turn, reply: Reply) -> None:
    """Nothing else is open any more: the ticket that waited is."""
    waiting = (turn.draft or {}).get(WAITING)
    busy = turn.pending is not None and turn.pending["kind"] not in QUIET
    if waiting is None or busy or len(turn.preface) + len(reply.specs) >= MOST_MESSAGES:
        return
    turn.draft = {key: value for key, value in (turn.draft or {}).items() if key != WAITING} or None
    turn.pending = waiting
    reply.specs.append(waiting["prompt"])
