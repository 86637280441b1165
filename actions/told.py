"""那我78了: something told about oneself by the way, while a matter is in hand and nothing is being asked."""

from __future__ import annotations

from actions.check import keep, start_check
from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn

GENERIC = {"overview", "eligible"}
TELLS = ("smalltalk", "inform", "unclear", "oos", "affirm", "deny")


async def told_by_the_way(turn: Turn, api: Catalogue) -> Reply | None:
    """Keep it and work out the case with it; None when nothing was told that this matter asks about."""
    if turn.service is None or turn.pending or not _may_tell(turn):
        return None
    body = {"text": turn.text, "service": turn.service["code"], "known": list(turn.facts)}
    heard = await api.post("/facts/heard", turn.sender, body)
    if not heard["others"] or not keep(turn, heard["others"], heard["instead_of"]):
        return None
    return await start_check(turn, api, turn.service)


def _may_tell(turn: Turn) -> bool:
    """户口是外省的 names 户口, which is many services and so none: it may be told about oneself.

    So may what sounds like the service in hand, or only like another one, and asks for nothing particular.
    """
    if not turn.linked:
        return turn.intent in TELLS
    same = turn.service is not None and turn.linked[0]["code"] == turn.service["code"]
    if not (turn.ambiguous or turn.loose or (same and turn.linked[0].get("matched") == "meaning")):
        return False
    return turn.intent in TELLS or (turn.intent == "service" and set(turn.facets) <= GENERIC)
