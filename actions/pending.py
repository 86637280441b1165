"""The open question: what was asked last, and whether this text answers it.

`pending` is {"kind", …, "prompt"}; `prompt` is the message that asked, so that an interrupted question can be taken
up again, once, without starting over.
"""

from __future__ import annotations

from typing import Any

from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn
from actions.words import words

Json = dict[str, Any]

QUIET = ("service", "bundle", "hall")  # questions that are not put again after an interruption


def ask(
    turn: Turn,
    pending: Json,
    response: str,
    choices: list[Json] | None = None,
    reply: Reply | None = None,
    **variables: Any,
) -> Reply:
    """Ask with a domain sentence, after what `reply` already says, and remember that we did."""
    reply = (reply or Reply()).say(response, choices, **variables)
    turn.pending = {**pending, "prompt": reply.specs[-1]}
    return reply


def ask_text(turn: Turn, pending: Json, text: str, choices: list[Json] | None = None) -> Reply:
    """Ask with a sentence of the catalogue and remember that we did."""
    reply = Reply().tell(text, choices)
    turn.pending = {**pending, "prompt": reply.specs[-1]}
    return reply


def resume(turn: Turn, reply: Reply) -> Reply:
    """After an interruption, put the open question once more; a second interruption leaves it quietly open.

    A question of the check is put again after each: nothing else tells that it waits.
    """
    again = (turn.pending or {}).get("kind") == "fact"
    if turn.pending and (again or not turn.pending.get("resumed")) and turn.pending["kind"] not in QUIET:
        turn.pending = {**turn.pending, "resumed": True}
        reply.specs.append(turn.pending["prompt"])
    return reply


def says(turn: Turn, kind: str) -> bool:
    """Whether the whole text is one of the ways to say `agree`, `decline`, `unsure`."""
    bare = turn.text.strip(words("said.trailing"))
    return turn.text in words(f"said.{kind}") or bare in words(f"said.{kind}")


def says_yes(turn: Turn) -> bool:
    return turn.intent == "affirm" or says(turn, "agree")


def says_no(turn: Turn) -> bool:
    return turn.intent == "deny" or says(turn, "decline")


async def answer_pending(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply if this turn answers the open question; None lets the intent's own action speak."""
    from actions import booking, check_answers, manage, ticket
    from actions.by_words import take_tail
    from actions.privacy import take_erase
    from actions.rate import take_grade
    from actions.which import take_service

    if turn.pending is None:
        return None
    if turn.pending["kind"] in ("bundle", "hall"):  # answered by a choice, or left alone
        turn.pending = None
        return None
    handlers = {
        "service": take_service,
        "fact": check_answers.take_fact,
        "slot": booking.take_slot_text,
        "name": booking.take_person,
        "other_name": booking.take_person,
        "phone": booking.take_person,
        "lookup": take_tail,
        "confirm_booking": booking.take_confirmation,
        "appointment": manage.take_which,
        "confirm_cancel": manage.take_cancel,
        "move_slot": manage.take_move_text,
        "confirm_move": manage.take_move_confirmation,
        **dict.fromkeys(ticket.STEPS, ticket.take_tapped),
        "grade": take_grade,
        "confirm_erase": take_erase,
    }
    handler = handlers[turn.pending["kind"]]
    return await handler(turn, api)
