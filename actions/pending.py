"""The open question: what was asked last, and whether this text answers it.

`pending` is {"kind", …, "prompt"}; `prompt` is the message that asked, so that an interrupted question can be taken
up again, once, without starting over.
"""

from __future__ import annotations

import re
from typing import Any

from actions.client import Catalogue
from actions.draft import LEFT
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LASTING = ("fact", "confirm_booking", "name", "other_name", "phone")  # put again after every interruption
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

    Questions of the check and of a booking are put again after each, since nothing else tells that they wait; a check
    of a matter that is no longer talked about only once.
    """
    if turn.pending and _of_another_matter(turn):
        if turn.pending.get("resumed"):
            put_aside(turn)
            return reply
        turn.pending = {**turn.pending, "resumed": True}
        return again(turn, reply)
    if turn.pending and turn.pending["kind"] in LASTING:
        return again(turn, reply)
    if turn.pending and not turn.pending.get("resumed") and turn.pending["kind"] not in QUIET:
        turn.pending = {**turn.pending, "resumed": True}
        reply.specs.append(turn.pending["prompt"])
    return reply


def _of_another_matter(turn: Turn) -> bool:
    pending = turn.pending or {}
    return pending["kind"] == "fact" and turn.service is not None and pending["service"] != turn.service["code"]


def put_aside(turn: Turn) -> None:
    """The talk went on about another matter: its question is not put a second time, 接着算 takes the check up again."""
    code = (turn.pending or {}).get("service")
    turn.parked = [{**item, LEFT: "check"} if item["code"] == code else item for item in turn.parked]
    turn.pending = None


def again(turn: Turn, reply: Reply) -> Reply:
    """The open question once more, word for word."""
    if turn.pending:
        reply.specs.append(turn.pending["prompt"])
    return reply


def says(turn: Turn, kind: str) -> bool:
    """Whether the whole text is one of the ways to say `agree`, `decline`, `unsure`."""
    bare = turn.text.strip(words("said.trailing"))
    return turn.text in words(f"said.{kind}") or bare in words(f"said.{kind}")


def stops(text: str) -> bool:
    """好，不查了: leaves off, and answers nothing."""
    return re.fullmatch(word("said.stops"), text) is not None


def says_yes(turn: Turn) -> bool:
    return turn.intent == "affirm" or says(turn, "agree")


def says_no(turn: Turn) -> bool:
    return turn.intent == "deny" or says(turn, "decline")


async def answer_pending(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply if this turn answers the open question; None lets the intent's own action speak."""
    from actions import check_answers, choosing, confirming, manage, ticket
    from actions.by_words import take_tail
    from actions.privacy import take_erase
    from actions.rate import take_grade
    from actions.ticket_filed import take_withdrawal
    from actions.which import take_service

    if turn.pending is None:
        return None
    if turn.pending["kind"] in ("bundle", "hall"):  # answered by a choice, or left alone
        turn.pending = None
        return None
    handlers = {
        "service": take_service,
        "fact": check_answers.take_fact,
        "slot": choosing.take_slot_text,
        "name": confirming.take_person,
        "other_name": confirming.take_person,
        "phone": confirming.take_person,
        "lookup": take_tail,
        "confirm_booking": confirming.take_confirmation,
        "appointment": manage.take_which,
        "confirm_cancel": manage.take_cancel,
        "move_slot": manage.take_move_text,
        "confirm_move": manage.take_move_confirmation,
        **dict.fromkeys(ticket.STEPS, ticket.take_tapped),
        "grade": take_grade,
        "withdraw": take_withdrawal,
        "confirm_erase": take_erase,
    }
    handler = handlers[turn.pending["kind"]]
    return await handler(turn, api)
