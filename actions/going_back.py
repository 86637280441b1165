"""回到补贴, 刚才换地的那个, 我问的是低保不是迁户口, 接着算五保: a matter of this talk called for by a word of it.

All that were spoken of count, the one in hand too: by name, by the words that were said of it, by what search knows.
`said.going_back` are the patterns; `what` in them is the word.
"""

from __future__ import annotations

import re
from typing import Any

from actions import check
from actions.asking import asks, clauses
from actions.bundle import together
from actions.check_answers import answer_heard
from actions.client import Catalogue
from actions.draft import LEFT
from actions.follow_up import sibling
from actions.meant import asked_service
from actions.pending import resume
from actions.reply import Reply
from actions.result_asked import result_asked
from actions.service import about_service, answer_facets, change_to
from actions.stated import stated_in_guide
from actions.turn import Turn
from actions.which import CLEARLY
from actions.words import word, words

Json = dict[str, Any]

SHORTEST = 2  # characters of a word that calls a matter
MANY = 50  # services that search is asked for
LEAST = 0.3  # score from which search knows a matter by the word
SAID = 0.6  # worth of having used the word of it
AS_GOOD = 0.7  # share of the best score among all services that one of this talk must have
NOTHING = "。"  # a text that says nothing
OF_THE_CHECK = {"overview", "eligible", "trips"}
MOST = 3  # matters called for at once
OTHERS = ("crisis", "manage")


async def going_back(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply about the matter called for; None where none is, or the talk is about it anyway."""
    if turn.choice is not None or turn.intent in OTHERS or not (turn.service or turn.parked or turn.bundle):
        return None
    for kind in ("going_back", "meaning_it"):
        for what, rest in called(turn.text, kind):
            found = [await matter_called(turn, api, one, kind == "going_back") for one in _each(what)]
            if known := [service for service in found if service]:
                return await (together(turn, api, known) if len(known) > 1 else _go(turn, api, known[0], rest))
    for what, rest in called(turn.text, "topic"):
        if topic := await _named(turn, api, what):
            return await _go(turn, api, topic, rest)
    return None


async def _named(turn: Turn, api: Catalogue, what: str) -> Json | None:
    """先说报销: the one service whose name has the word."""
    found = await api.get("/services", turn.sender, q=what, place=turn.place, limit=MANY)
    named = [item for item in found["items"] if what in item["name"]]
    return {"code": named[0]["code"], "name": named[0]["name"]} if len(named) == 1 else None


def called(text: str, kind: str) -> list[tuple[str, str]]:
    """The words that may call a matter, the surest pattern first, each with what else was said."""
    found = [match for pattern in words(f"said.{kind}") for match in re.finditer(pattern, text)]
    bare = {match["what"].strip(words("said.trailing")): _rest(text, match) for match in reversed(found)}
    return [(what, rest) for what, rest in reversed(bare.items()) if len(what) >= SHORTEST]


def _rest(text: str, match: re.Match[str]) -> str:
    """Without the call and what was denied beside it: 不是申领，是认证 answers no question."""
    return re.sub(word("said.contrasted"), "", text[: match.start()] + text[match.end() :]).strip(words("said.edges"))


def _each(what: str) -> list[str]:
    """执照和小餐饮 are two."""
    return [part for part in re.split("[和跟与、]", what) if len(part) >= SHORTEST][:MOST]


async def matter_called(turn: Turn, api: Catalogue, what: str, by_said: bool) -> Json | None:
    """The service of this talk that the word fits best, the latest of several."""
    known = [*([turn.service] if turn.service else []), *turn.parked, *(turn.bundle or {}).get("services", [])]
    named: Json | None = next((service for service in known if what in service["name"]), None)
    if named:
        return named
    found = await api.get("/services", turn.sender, q=what, place=turn.place, limit=MANY)
    most: float = max((item["score"] for item in found["items"]), default=0.0)
    scores = {item["code"]: item["score"] for item in found["items"] if item["score"] >= max(LEAST, AS_GOOD * most)}
    likes = {service["code"]: _likeness(what, service) if by_said else 0.0 for service in known}
    fits = {service["code"]: max(scores.get(service["code"], 0.0), likes[service["code"]]) for service in known}
    best: Json | None = max(known, key=lambda service: fits[service["code"]], default=None)
    return best if best and fits[best["code"]] else None


def _likeness(what: str, service: Json) -> float:
    """How well what was said of the service has the word, or its characters in order (换地: 换了块地)."""
    said = service.get("said", [])
    if any(what in text for text in said):
        return SAID
    return LEAST if any(re.search(".{0,3}".join(map(re.escape, what)), text) for text in said) else 0.0


async def _go(turn: Turn, api: Catalogue, found: Json, rest: str) -> Reply | None:
    """Take it up and answer what else was said; None where it is in hand and others answer that."""
    turn.linked, turn.ambiguous, turn.several = [{**found, "score": 1.0, "matched": "name"}], False, 0
    turn.bundle_said, turn.settled = None, True
    if found["code"] == asked_service(turn):
        if reply := await _of_its_sister(turn, api, rest):
            return reply
        return await _stay(turn, api, rest)
    if turn.intent == "booking" or turn.draft_open:
        return None
    resumes = _resumes(turn) and any(item.get(LEFT) == "check" for item in turn.parked if item["code"] == found["code"])
    change_to(turn, found)
    reckons = resumes or any(phrase in turn.text for phrase in words("said.reckon"))
    turn.text = rest or NOTHING  # 接着算低保 tells nothing of 低保
    if reply := await _of_its_sister(turn, api, rest):
        return reply
    if reckons:
        return await check.start_check(turn, api, found)
    if of_the_case := await result_asked(turn, api):
        return of_the_case
    if rest and asks(rest, softly=True) and (said := await stated_in_guide(turn, api)):
        return said
    reply = await about_service(turn, api, turn.facets)
    put = turn.pending and turn.pending.get("prompt") in reply.specs
    return reply if put else resume(turn, reply)


def _resumes(turn: Turn) -> bool:
    """刚才失业金那个接着来."""
    return any(phrase in turn.text for phrase in words("said.resume"))


async def _of_its_sister(turn: Turn, api: Catalogue, rest: str) -> Reply | None:
    """说回居住证，每年还要签一次，几时去签: what is told beside the call is of another one called so."""
    if len(clauses(rest)) < 2 or not (other := await sibling(turn, api, CLEARLY)):
        return None
    change_to(turn, other)
    asked = tuple(facet for facet in turn.facets if facet != "hours") or ("overview",)
    return resume(turn, await answer_facets(turn, api, other, asked))


async def _ask_rest(turn: Turn, api: Catalogue, rest: str) -> Reply | None:
    """回到报名那个，要不要去学校跑: what is asked beside the call is the question."""
    if turn.pending or turn.intent != "service" or not asks(rest, softly=True):
        return None
    turn.text = rest
    return await result_asked(turn, api) or await about_service(turn, api, turn.facets)


async def _stay(turn: Turn, api: Catalogue, rest: str) -> Reply | None:
    """没有这样的人，接着算五保, with its question open: the rest may answer it; of nothing, it is put again."""
    if (turn.pending or {}).get("kind") != "fact":
        return await _ask_rest(turn, api, rest)
    if _resumes(turn):
        for phrase in words("said.resume"):
            rest = rest.replace(phrase, "")
    if not rest.strip(words("said.edges")) or rest.strip(words("said.trailing")) in words("said.agree"):  # 好，接着来
        return Reply([(turn.pending or {})["prompt"]])
    turn.text = rest
    reply = await answer_heard(turn, api)
    again = reply is None and set(turn.facets) <= OF_THE_CHECK and not asks(rest, softly=True)
    return Reply([(turn.pending or {})["prompt"]]) if again else reply
