"""The answer to "which service do you mean?" when it was typed rather than chosen."""

from __future__ import annotations

from typing import Any

from actions.client import Catalogue
from actions.pending import says
from actions.reply import Reply
from actions.turn import Turn

SHORT = 12  # characters: longer texts that link to nothing are about something else


async def take_service(turn: Turn, api: Catalogue) -> Reply | None:
    """A text that names a service settles it and carries on with what was asked before."""
    from actions.choose import carry_out

    pending = turn.pending or {}
    if says(turn, "unsure"):
        return None
    if not turn.linked and turn.intent == "service" and pending.get("offered"):
        return _asked_more(turn, pending)
    if not turn.linked or (turn.ambiguous and len(turn.linked) > 1):
        return None
    if turn.facets not in ((), ("overview",)) and turn.intent != "inform":
        turn.pending = None
        return None
    turn.pending = None
    named = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    return await carry_out(turn, api, {**pending, "service": named})


def _asked_more(turn: Turn, pending: dict[str, Any]) -> Reply | None:
    """Something is asked before it is settled about what: the same choices, to be answered with that."""
    from actions.service import which

    told = tuple(facet for facet in turn.facets if facet != "overview")
    if not told or len(turn.text) > SHORT:
        return None
    return which(turn, pending["offered"], {"do": "service", "facets": list(told)})
