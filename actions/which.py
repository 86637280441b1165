"""The answer to "which service do you mean?" when it was typed rather than chosen."""

from __future__ import annotations

from actions.client import Catalogue
from actions.pending import says
from actions.reply import Reply
from actions.turn import Turn


async def take_service(turn: Turn, api: Catalogue) -> Reply | None:
    """A text that names a service settles it and carries on with what was asked before."""
    from actions.choose import carry_out

    pending = turn.pending or {}
    if says(turn, "unsure"):
        return None
    if not turn.linked or (turn.ambiguous and len(turn.linked) > 1):
        return None
    if turn.facets not in ((), ("overview",)) and turn.intent != "inform":
        turn.pending = None
        return None
    turn.pending = None
    named = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    return await carry_out(turn, api, {**pending, "service": named})
