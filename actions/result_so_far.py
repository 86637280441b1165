"""我到底能不能领, 现在结果咋样, 那要跑几趟 带啥: asked while a question of the check is open, or once it is done.

The result by what is known comes first, with what is still missing; then the open question again. What is told in the
same breath counts. The ways to ask are data (`said.of_result`: `standing`, `outings`, `papers`). An offer that stands
over the check (a helper) waits as the question does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions import cards
from actions.asked import in_words, of_clause
from actions.asking import asks, clauses
from actions.beside_result import beside_result
from actions.check import ASKED, assess, finish, offices_of, put
from actions.client import Catalogue
from actions.facts import hear, keep
from actions.pending import QUIET, again
from actions.reply import Reply
from actions.result_asked import NOT_ASKED, OF_THE_RESULT, of_another
from actions.stated import of_services
from actions.ticket_aside import offered
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

IN_THE_RESULT = OF_THE_RESULT | {"progress", "result"}  # what 结果咋样 may be taken for
OF_THE_PLAN = ("outings", "papers")  # kinds of questions that the plan of a case answers
LONGEST = 50  # characters of such a sentence


async def result_so_far(turn: Turn, api: Catalogue) -> Reply | None:
    """The result as it stands; None where something else is asked, or no check was begun."""
    if turn.service is None or not _may_ask(turn):
        return None
    asked = asked_in(turn.text)
    of_plan = _of_the_plan_in(turn.text) if _open_fact(turn) else []
    if not (asked or of_plan) or (not _open_fact(turn) and ASKED not in turn.service):
        return None
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    await _hear_beside(turn, api, service)
    result = await assess(turn, api, service)
    if not asked and not _of_this_person(turn, result, of_plan):
        return None
    turn.misses = 0
    return await _told(turn, api, service, result, [] if asked else _first(result, of_plan))


async def _told(turn: Turn, api: Catalogue, service: Json, result: Json, first: list[str]) -> Reply | None:
    """The card, what is asked beside it, and the question that is open."""
    question, open_ = result.get("next_question"), _open_fact(turn)
    besides = await _besides(turn, api, service, result)
    if question is None and (turn.pending or {}).get("kind") in (None, "fact", *QUIET):
        return _with(await finish(turn, api, service, result), besides)
    if open_ is None:
        return None
    lines = [word("check.as_it_stands"), *first]
    told = _with(Reply().card(cards.assessment(service, result, await offices_of(turn, api, result), lines)), besides)
    if open_ is turn.pending and question and question["fact"] != open_["question"]["fact"]:
        return Reply(told.specs + put(turn, service, question, open_.get("asked", [])).specs)
    return again(turn, told)


def asked_in(text: str) -> list[str]:
    """The clauses that ask how the case stands."""
    return [part for part in clauses(text) if _of_the_standing(part)]


def _of_the_plan_in(text: str) -> list[str]:
    """What the clauses ask of trips (`outings`) and papers (`papers`); one paper alone is no such question."""
    parts = [part for part in clauses(text) if asks(part) and not says(part, words("said.must_have"))]
    ways = {kind: words(f"said.of_result.{kind}") for kind in OF_THE_PLAN}
    return [kind for kind, said in ways.items() if any(says(part, said) for part in parts)]


def _of_this_person(turn: Turn, result: Json, of_plan: list[str]) -> bool:
    """Papers are this person's once something is told that decides them; until then the guide lists them better."""
    told = {fact for fact, value in turn.facts.items() if value is not None} & set(result["uses"])
    return result["outcome"] != "ineligible" and result.get("registered", True) and bool(told or "outings" in of_plan)


def _first(result: Json, of_plan: list[str]) -> list[str]:
    """The lines that answer it, before the others."""
    trips = [cards.trips_line(result["trips"])] if "outings" in of_plan else []
    return [*trips, *(cards.bring_lines(result["evidences"]) if "papers" in of_plan else [])]


def _open_fact(turn: Turn) -> Json | None:
    """The open question of the check, be it behind an offer that nobody took up."""
    pending = turn.pending or {}
    if pending.get("kind") == "fact":
        return pending
    behind: Json = pending.get("before") or {}
    return behind if "ticket" in pending and offered(pending) and behind.get("kind") == "fact" else None


def _of_the_standing(part: str) -> bool:
    return any(re.fullmatch(way, part) for way in _ways())


@cache
def _ways() -> list[str]:
    """The patterns, with the strings of words that they are put together from."""
    parts = words("said.of_result.standing_parts")
    return [re.sub("[A-Z]+", lambda name: parts[name[0]], way) for way in words("said.of_result.standing")]


def _may_ask(turn: Turn) -> bool:
    if turn.choice is not None or turn.intent in NOT_ASKED or len(turn.text) > LONGEST or turn.turned:
        return False
    quiet = (turn.pending or {}).get("kind", QUIET[0]) in QUIET
    if not (quiet or _open_fact(turn)) or of_another(turn, _open_fact(turn)):
        return False
    return not (any(mark in turn.text for mark in words("said.suppose")) or says(turn.text, words("said.for_whom")))


async def _hear_beside(turn: Turn, api: Catalogue, service: Json) -> None:
    """身份证也有，那我到底能不能办: what is told in the clauses that ask nothing."""
    told = "，".join(part for part in clauses(turn.text) if not asks(part) and not _of_the_standing(part))
    if told:
        keep(turn, await hear(turn, api, service, told, telling=True))


async def _besides(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply:
    """What is asked in the same sentence and does not stand in the result: 多久办好, 要钱不, 去哪里."""
    heard = [facet for facet in in_words(turn, turn.facets) if facet not in IN_THE_RESULT]
    surely = [facet for part in clauses(turn.text) for facet in of_clause(part)]  # 钱打哪张卡
    asked = dict.fromkeys([*heard, *(facet for facet in surely if facet not in OF_THE_RESULT)])
    cards_ = await beside_result(turn, api, service, result, asked)
    return _with(Reply([{"card": card} for card in cards_]), await _by_the_guide(turn, api, service))


async def _by_the_guide(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """能领几个月 要跑几趟: a clause that asks for no facet and nothing of the plan may have an answer of its own."""
    rest = [part for part in clauses(turn.text) if asks(part) and not (of_clause(part) or _of_the_standing(part))]
    rest = [part for part in rest if not _of_the_plan_in(part)]
    if len(rest) != 1 or len(clauses(turn.text)) < 2:
        return Reply()
    whole, turn.text, turn.stated = turn.text, rest[0], None
    found = await of_services(turn, api, [service])
    turn.text, turn.stated = whole, None
    return found or Reply()


def _with(reply: Reply, more: Reply) -> Reply:
    return Reply([*reply.specs, *more.specs])
