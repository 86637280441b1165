"""A fact told, set right or supposed once a case was worked out: 哦对了，还有一套房; 不是裁的，是自己辞的.

It is heard before anything else and the case worked out anew: what was just shown must not stand beside it unchanged.
"""

from __future__ import annotations

from typing import Any

from actions.asking import asks
from actions.check import ASKED, assess, finish, put
from actions.client import Catalogue
from actions.danger import only_sounds_like_it
from actions.facts import hear, keep
from actions.noted import noted
from actions.pending import QUIET
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

MERELY = ("service", "inform", "unclear", "oos", "smalltalk", "affirm", "deny")  # what a statement may be taken for
LONGEST = 60  # characters of such a statement


async def told_after_result(turn: Turn, api: Catalogue) -> Reply | None:
    """The case anew with what is told; None where nothing of it is told, or something is asked or wished for."""
    service = turn.service
    if service is None or ASKED not in service or not _may_tell(turn):
        return None
    before = await assess(turn, api, service)
    facts, kept = turn.facts, turn.service
    if not await _heard(turn, api, service) or not _differs(before, facts, turn.facts):
        turn.facts, turn.service = facts, kept
        return None
    bare = {"code": service["code"], "name": service["name"]}
    result = await assess(turn, api, bare)
    turn.misses, turn.intent = 0, "inform"
    if result.get("next_question"):
        asked = put(turn, bare, result["next_question"], [])
        return Reply([*noted(turn), *asked.specs])
    told = Reply().tell(word("check.anew" if _verdict(before) == _verdict(result) else "check.differs"))
    return Reply([*told.specs, *(await finish(turn, api, bare, result)).specs])


def _may_tell(turn: Turn) -> bool:
    """A statement, of whatever kind it sounds, that asks nothing; what sounds like an act needs a word that adds."""
    if turn.choice is not None or len(turn.text) > LONGEST or (turn.pending or {}).get("kind", QUIET[0]) not in QUIET:
        return False
    if asks(turn.text) or any(mark in turn.text for mark in words("said.suppose")):
        return False
    adds = says(turn.text, words("said.adds"))
    if turn.intent == "crisis":
        return adds and only_sounds_like_it(turn)
    wishes = any(mark in turn.text for mark in words("said.wishing"))
    return adds or (turn.intent in MERELY and not (turn.turned and wishes))


async def _heard(turn: Turn, api: Catalogue, service: Json) -> bool:
    """Whether anything new is told; what sets something right may name no fact and fit the latest answer."""
    told = keep(turn, await hear(turn, api, service, turn.text, telling=True))
    if not says(turn.text, words("said.sets_right")):
        return told
    return keep(turn, await hear(turn, api, service, turn.text, correcting=True)) or told


def _differs(result: Json, before: Json, now: Json) -> bool:
    """Whether it is told of something this matter looks at, or of the person."""
    changed = {fact for fact in {*before, *now} if before.get(fact) != now.get(fact)}
    return bool(changed & {*result["uses"], *(fact for fact in changed if fact.partition("@")[0] == "age")})


def _verdict(result: Json) -> tuple[Any, ...]:
    papers = tuple(sorted(each["id"] for each in result["evidences"] if each.get("bring")))
    failed = tuple(each["requirement"] for each in result["reasons"] if each["result"] is False)
    return result["outcome"], result["trips"]["min"], result["trips"]["max"], papers, failed
