"""No more for now: 先不用了谢谢, 我缓两天再说, 行了没事了. Nothing is written, what was offered is let go.

The whole text must say it, clause by clause; `closing` of the words file has the patterns. A booking in the making and
a summary of a change hear a no themselves.
"""

from __future__ import annotations

import re
from typing import Any

from actions.asking import clauses
from actions.client import Catalogue
from actions.pausing import stop
from actions.pending import QUIET, resume
from actions.reply import Reply
from actions.ticket import drop
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

SAYING_IT = ("not_now", "later", "leaves")


async def closing_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """The short reply; None where more is said, or where whoever waits hears a no itself."""
    if turn.choice is not None or turn.intent == "crisis" or not (said := said_to_close(turn.text)):
        return None
    pending = turn.pending or {"kind": QUIET[0]}
    if "ticket" in pending:
        return _let_go(turn) if "not_now" in said or (_offered(pending) and "later" in said) else None
    if pending["kind"] == "fact":  # a bare 不用了 answers it, 等一下 only takes time
        days = "later" in said and re.search(word("closing.days"), turn.text)
        return stop(turn) if "leaves" in said or days else None
    if pending["kind"] not in QUIET:
        return None
    turn.pending = None
    return Reply().tell(word("closing.done" if said & {"not_now", "later"} else "closing.over"))


def said_to_close(text: str) -> set[str]:
    """Which ways to say it the clauses use; empty where one of them says something else."""
    if set(text) & set(words("closing.asked")):  # 过几天再说 only sounds like a question
        return set()
    kinds = [next((k for k in (*SAYING_IT, "polite") if _is(k, clause)), None) for clause in clauses(text)]
    return set() if None in kinds else {kind for kind in kinds if kind in SAYING_IT}


def _is(kind: str, clause: str) -> bool:
    return re.fullmatch(word(f"closing.{kind}"), clause) is not None


def _let_go(turn: Turn) -> Reply:
    """An offer that was not taken needs no more than 好的; something that was told is said not to be handed on."""
    pending = turn.pending or {}
    if not _offered(pending):
        return drop(turn)
    turn.pending = pending.get("before")
    return resume(turn, Reply().tell(word("closing.done")))


def _offered(pending: Json) -> bool:
    return pending.get("ticket") in words("closing.only_offered") and not pending.get("contact")
