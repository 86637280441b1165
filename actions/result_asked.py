"""What is asked once somebody's case was worked out: 咋个少跑, 还差啥没备, 几时能办, 差好多, 能领几个月.

Answered from the last assessment of this person, never from what is published for everybody: that would contradict it.
The ways to ask are data (`said.of_result`); what nobody worked out yet is left to the others.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.beside_result import beside_result, place_asked
from actions.check import ASKED, assess, offices_of
from actions.client import Catalogue
from actions.facts import hear, keep
from actions.pending import QUIET, resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

KINDS = ("tier", "when", "fewer", "papers", "outings")  # the surest first
OF_THE_RESULT = frozenset({"overview", "materials", "trips", "eligible", "conditions", "process", "where", "nearest"})
OF_WHEN = OF_THE_RESULT | {"time_limit", "hours", "result", "book", "progress"}  # what 几时能办 may be taken for
OF_A_NO = frozenset({"overview", "trips", "eligible", "conditions"})  # what a no answers
NOT_ASKED = ("crisis", "report", "manage", "rate", "restart")
OPEN = (*QUIET, "fact")
LONGEST = 40  # characters of such a question


async def result_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where such a question is asked of the matter in hand and its case tells the answer."""
    kind = _kind(turn)
    if kind is None or turn.service is None:
        return None
    if kind == "tier":
        return await _tier(turn, api, turn.service)
    result = await assess(turn, api, turn.service)
    if not _worked_out(turn, turn.service, result):
        return None
    if kind == "when":
        return await _when(turn, api, turn.service, result)
    done = ASKED in turn.service and result.get("next_question") is None and result.get("registered", True)
    if result["outcome"] == "ineligible" and (kind == "papers" or set(turn.facets) - OF_A_NO):
        return None  # 那到时候带啥: a no has no papers of its own, so the guide answers
    return await _of_the_plan(turn, api, turn.service, result, kind) if done else None


def _kind(turn: Turn) -> str | None:
    """What is asked for; None where it is something else, or of another matter or person."""
    if turn.choice is not None or turn.intent in NOT_ASKED or len(turn.text) > LONGEST:
        return None
    if (turn.pending or {}).get("kind", QUIET[0]) not in OPEN or of_another(turn):
        return None
    if says(turn.text, words("said.for_whom")) or any(mark in turn.text for mark in words("said.suppose")):
        return None
    return next((kind for kind in KINDS if says(turn.text, words(f"said.of_result.{kind}"))), None)


def of_another(turn: Turn, open_question: Json | None = None) -> bool:
    """Whether the sentence, or the open question, is about another matter than the one in hand."""
    code = (turn.service or {}).get("code")
    asked = (open_question or turn.pending or {}).get("service", code)
    linked = bool(turn.linked) and not turn.loose and turn.linked[0]["code"] != code
    return asked != code or linked or bool(turn.bundle_said)


def _worked_out(turn: Turn, service: Json, result: Json) -> bool:
    """Whether a result was shown, or something was told that this matter looks at."""
    told = {fact for fact, value in turn.facts.items() if value is not None}
    return ASKED in service or bool(told & set(result["uses"])) or any(r.get("lacks") for r in result["reasons"])


async def _of_the_plan(turn: Turn, api: Catalogue, service: Json, result: Json, kind: str) -> Reply:
    """Trips, papers or the change that saves a trip, of this case; what else is asked comes after it."""
    from actions.service import answer_facets

    bare = {"code": service["code"], "name": service["name"]}
    first = _first(result, kind, "where" in turn.facets) if result["outcome"] != "ineligible" else []
    reply = Reply().card(cards.assessment(bare, result, await offices_of(turn, api, result), first))
    besides = tuple(facet for facet in turn.facets if facet not in OF_THE_RESULT)
    if place_asked(turn.text):
        reply.specs += [{"card": card} for card in await beside_result(turn, api, bare, result, besides)]
    elif besides and kind != "fewer" and not turn.pending:
        reply.specs += (await answer_facets(turn, api, bare, besides)).specs
    return resume(turn, reply)


def _first(result: Json, kind: str, place_asked: bool) -> list[str]:
    """The lines that answer it."""
    trips, better = result["trips"], cards.better_lines(result)
    at_home = (
        [word("assessment.from_home", ways="、".join(trips["remote"]))]
        if not trips["max"] and trips.get("remote")
        else []
    )
    if kind == "papers":
        return [*cards.bring_lines(result["evidences"]), *(at_home if place_asked else [])]
    if kind == "fewer":
        return [*([cards.trips_line(trips), *at_home] if not trips["max"] else better or _needed_trips(trips))]
    outings = sum(item["outings"] for item in result.get("prerequisites", []))
    if outings and trips["max"] is not None and trips["min"] == trips["max"]:
        total = outings + trips["max"]
        return [word("assessment.all_outings", total=total, n=trips["max"], elsewhere=outings)]
    return [cards.trips_line(trips), *at_home]


def _needed_trips(trips: Json) -> list[str]:
    """Why a trip cannot be saved."""
    why = dict.fromkeys(
        reason.rstrip("。") for visit in trips.get("plan") or [] for reason in visit.get("reasons") or []
    )
    return [word("assessment.no_fewer", why="；".join(why))] if why else [word("assessment.fewest")]


async def _when(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply | None:
    """What is still missing, and how much of it; None where nothing is: then it asks how long the office takes."""
    missing = [reason for reason in result["reasons"] if reason["result"] is not True and reason.get("lacks")]
    failed = [reason for reason in result["reasons"] if reason["result"] is False]
    if set(turn.facets) - OF_WHEN or not (missing or (failed and ASKED in service)):
        return None
    lines = [
        word("assessment.missing", text=cards.failure_text(reason).rstrip("。；")) for reason in (missing or failed)[:1]
    ]
    return resume(turn, Reply().card(await _guide(turn, api, service, lines)))


async def _tier(turn: Turn, api: Catalogue, service: Json) -> Reply | None:
    """The tier this case is in, by what is told here too, else all of them with their rule."""
    answer = await _answer(turn, api, service)
    tiers = [case for case in answer["data"]["scenarios"] if re.search(word("said.of_result.a_tier"), case["name"])]
    if not tiers:
        return None
    keep(turn, await hear(turn, api, service, turn.text, telling=True))
    result = await assess(turn, api, service)
    mine = [case for case in tiers if {case["id"], case["name"]} & set(result["scenarios"])]
    names = "；".join(map(_named, mine or tiers))
    line = word("assessment.my_tier" if mine else "assessment.tiers", names=names)
    return resume(turn, Reply().card(cards.guide({**answer, "text": line})))


def _named(case: Json) -> str:
    """With how it is decided which one it is, where that is told (6年里没记满12分)."""
    note = str(case.get("note") or "").rstrip("。")
    return word("assessment.tier_with_rule", name=case["name"], rule=note) if note else str(case["name"])


async def _answer(turn: Turn, api: Catalogue, service: Json) -> Json:
    path = f"/services/{service['code']}/answer"
    found: Json = await api.get(path, turn.sender, facets="conditions", place=turn.place)
    return found


async def _guide(turn: Turn, api: Catalogue, service: Json, lines: list[str]) -> Json:
    return cards.guide({**await _answer(turn, api, service), "text": "".join(lines)})
