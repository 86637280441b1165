"""那最后到底跑几趟, 要带啥 when the case has been told: worked out for this person, before any published figure."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.asked import in_words
from actions.asking import asks
from actions.check import assess, offices_of
from actions.client import Catalogue
from actions.pending import QUIET, resume
from actions.reply import Reply
from actions.result_asked import of_another
from actions.turn import Turn
from actions.wish import asks_trips
from actions.words import says, words

Json = dict[str, Any]

OF_THE_CASE = {"trips", "materials", "eligible", "overview", "process"}
OPEN = (*QUIET, "fact")


async def own_case(turn: Turn, api: Catalogue) -> Reply | None:
    """The result by what is known, where that settles it; None where something else is asked or still open."""
    if turn.service is None or not turn.facts or not _asks_for_it(turn):
        return None
    result = await assess(turn, api, turn.service)
    told = set(result["uses"]) & {fact for fact, value in turn.facts.items() if value is not None}
    if not told or not _settled(turn, result):
        return None
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    first = [] if asks_trips(turn) else cards.bring_lines(result["evidences"])
    card = cards.assessment(service, result, await offices_of(turn, api, result), first)
    return resume(turn, Reply().card(card))


def _asks_for_it(turn: Turn) -> bool:
    """How many trips, or what to bring, and nothing beside it."""
    if turn.choice is not None or turn.turned or turn.intent not in ("service", "inform", "unclear", "smalltalk"):
        return False
    if (turn.pending or {}).get("kind", QUIET[0]) not in OPEN or of_another(turn):
        return False
    supposed = any(mark in turn.text for mark in words("said.suppose")) or says(turn.text, words("said.for_whom"))
    one_paper = any(phrase in turn.text for phrase in words("said.must_have"))  # 身份证要不要带
    papers = "materials" in in_words(turn, turn.facets) and says(turn.text, words("said.bring")) and not one_paper
    papers = papers and asks(turn.text)
    return (papers or asks_trips(turn)) and set(turn.facets) <= OF_THE_CASE and not supposed


def _settled(turn: Turn, result: Json) -> bool:
    """No question is open, or what is asked is the same whatever the answers; a no speaks for itself.

    A check that nobody has begun is begun rather than guessed at.
    """
    if not result.get("registered", True):
        return False
    if result["outcome"] == "ineligible" and (not asks_trips(turn) or says(turn.text, words("said.bring"))):
        return False  # 那要跑几趟 带啥, after a no: a no has no papers of its own, so the guide answers
    if result.get("next_question") is None:
        return True
    if (turn.pending or {}).get("kind") != "fact":
        return False
    if asks_trips(turn):
        return result["trips"]["min"] is not None and result["trips"]["min"] == result["trips"]["max"]
    return all(item["needed"] is not None for item in result["evidences"])
