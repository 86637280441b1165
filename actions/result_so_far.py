"""我到底能不能领, 现在结果咋样: asked while a question of the check is open, or once it is done.

The result by what is known comes first, with what is still missing; then the open question again. What is told in the
same breath counts. The ways to ask are data (`said.of_result.standing`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions import cards
from actions.asked import in_words, of_clause
from actions.asking import asks, clauses
from actions.check import ASKED, assess, finish, offices_of, put
from actions.client import Catalogue
from actions.facts import hear, keep
from actions.pending import QUIET, again
from actions.reply import Reply
from actions.result_asked import NOT_ASKED, OF_THE_RESULT, of_another
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

IN_THE_RESULT = OF_THE_RESULT | {"progress", "result"}  # what 结果咋样 may be taken for
LONGEST = 50  # characters of such a sentence


async def result_so_far(turn: Turn, api: Catalogue) -> Reply | None:
    """The result as it stands; None where something else is asked, or no check was begun."""
    if turn.service is None or not _asks_for_it(turn):
        return None
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    asked = (turn.pending or {}).get("kind") == "fact"
    if not asked and ASKED not in turn.service:
        return None
    turn.misses = 0
    await _hear_beside(turn, api, service)
    result = await assess(turn, api, service)
    question = result.get("next_question")
    if question is None:
        return _with(await finish(turn, api, service, result), await _besides(turn, api, service))
    if not asked:
        return None
    card = cards.assessment(service, result, await offices_of(turn, api, result), [word("check.as_it_stands")])
    told = _with(Reply().card(card), await _besides(turn, api, service))
    if question["fact"] != (turn.pending or {})["question"]["fact"]:
        return Reply(told.specs + put(turn, service, question, (turn.pending or {}).get("asked", [])).specs)
    return again(turn, told)


def asked_in(text: str) -> list[str]:
    """The clauses that ask how the case stands."""
    return [part for part in clauses(text) if _of_the_standing(part)]


def _of_the_standing(part: str) -> bool:
    return any(re.fullmatch(way, part) for way in _ways())


@cache
def _ways() -> list[str]:
    """The patterns, with the strings of words that they are put together from."""
    parts = words("said.of_result.standing_parts")
    return [re.sub("[A-Z]+", lambda name: parts[name[0]], way) for way in words("said.of_result.standing")]


def _asks_for_it(turn: Turn) -> bool:
    if turn.choice is not None or turn.intent in NOT_ASKED or len(turn.text) > LONGEST:
        return False
    if (turn.pending or {}).get("kind", QUIET[0]) not in (*QUIET, "fact") or of_another(turn):
        return False
    supposed = any(mark in turn.text for mark in words("said.suppose")) or says(turn.text, words("said.for_whom"))
    return not supposed and bool(asked_in(turn.text))


async def _hear_beside(turn: Turn, api: Catalogue, service: Json) -> None:
    """身份证也有，那我到底能不能办: what is told in the clauses that ask nothing."""
    told = "，".join(part for part in clauses(turn.text) if not asks(part) and not _of_the_standing(part))
    if told:
        keep(turn, await hear(turn, api, service, told, telling=True))


async def _besides(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """What is asked in the same sentence and does not stand in the result: 多久办好, 要钱不."""
    heard = [*in_words(turn, turn.facets), *(each for part in clauses(turn.text) for each in of_clause(part))]
    asked = [facet for facet in dict.fromkeys(heard) if facet not in IN_THE_RESULT]
    if not asked:
        return Reply()
    path = f"/services/{service['code']}/answer"
    return Reply().card(cards.guide(await api.get(path, turn.sender, facets=",".join(asked), place=turn.place)))


def _with(reply: Reply, more: Reply) -> Reply:
    return Reply([*reply.specs, *more.specs])
