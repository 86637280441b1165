"""那我78了: something told about oneself by the way, while a matter is in hand and nothing is being asked."""

from __future__ import annotations

from actions.cards import guide
from actions.check import keep, start_check, supposing
from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn
from actions.words import words

GENERIC = {"overview", "eligible"}
NAMED = ("code", "name", "alias")
TELLS = ("smalltalk", "inform", "unclear", "oos", "affirm", "deny")


async def told_by_the_way(turn: Turn, api: Catalogue) -> Reply | None:
    """Keep it and work out the case with it; None when nothing was told that this matter asks about."""
    if turn.service is None or turn.pending or not _may_tell(turn):
        return None
    body = {"text": turn.text, "service": turn.service["code"], "known": list(turn.facts), **supposing(turn)}
    heard = await api.post("/facts/heard", turn.sender, body)
    if not heard["others"] or not keep(turn, heard["others"], heard["instead_of"]):
        return None
    started = await start_check(turn, api, turn.service)
    return await _how_then(turn, api, started) if any(phrase in turn.text for phrase in words("said.how")) else started


async def _how_then(turn: Turn, api: Catalogue, started: Reply) -> Reply:
    """我不会使手机，咋整: who can do it for them comes first, then the check goes on."""
    assert turn.service is not None
    path = f"/services/{turn.service['code']}/answer"
    answer = await api.get(path, turn.sender, facets="proxy", place=turn.place)
    return Reply([*Reply().card(guide(answer)).specs, *started.specs[-1:]])


def _may_tell(turn: Turn) -> bool:
    """户口是外省的 names 户口, which is many services and so none: it may be told about oneself.

    So may what sounds like the service in hand, or only like another one, and asks for nothing particular.
    """
    if not turn.linked:
        return turn.intent in TELLS
    marks = (*words("said.asking"), *words("said.wishing"))
    if turn.linked[0].get("matched") not in NAMED and not any(mark in turn.text for mark in marks):
        return True  # 她户口在本镇: nothing asked, nothing wished
    same = turn.service is not None and turn.linked[0]["code"] == turn.service["code"]
    if not (turn.ambiguous or turn.loose or (same and turn.linked[0].get("matched") == "meaning")):
        return False
    return turn.intent in TELLS or (turn.intent == "service" and set(turn.facets) <= GENERIC)
