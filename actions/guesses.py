"""What was taken for told though no phrase says it: read back, and dropped when it is not so.

read_back(turn)               我按“租的”记下了, before the answer
note_guesses(turn)            remembered until the next turn is over
guess_refused(turn, api)      不对, said right after it
"""

from __future__ import annotations

from typing import Any

from actions.check import ASKED, assess, finish, go_on, put
from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

GUESSED = "guessed"  # kept on the service in hand: the facts guessed in the turn before


def read_back(turn: Turn) -> list[Json]:
    if not turn.guessed:
        return []
    return Reply().tell(word("check.taken_for", told="，".join(turn.guessed.values()))).specs


def note_guesses(turn: Turn) -> None:
    if turn.service is None:
        return
    service = {key: value for key, value in turn.service.items() if key != GUESSED}
    turn.service = {**service, GUESSED: sorted(turn.guessed)} if turn.guessed else service


async def guess_refused(turn: Turn, api: Catalogue) -> Reply | None:
    """The guesses are dropped, and what they answered is asked again."""
    wrong = (turn.service or {}).get(GUESSED)
    said = turn.text.strip(words("said.trailing"))
    if turn.service is None or not wrong or turn.choice is not None or said not in words("said.not_so"):
        return None
    turn.facts = {fact: value for fact, value in turn.facts.items() if fact not in wrong}
    dropped = Reply().tell(word("check.guess_dropped"))
    if turn.pending:
        return Reply(dropped.specs + (await go_on(turn, api)).specs)
    if ASKED not in turn.service:
        return dropped  # no check was begun
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    result = await assess(turn, api, service)
    question = result.get("next_question")
    asked = put(turn, service, question, []) if question else await finish(turn, api, service, result)
    return Reply(dropped.specs + asked.specs)
