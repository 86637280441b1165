"""When the next market days are (赶集是几号): of the hall that is booked, named or spoken of; what was open waits."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions import cards, standing
from actions.client import Catalogue, Refusal
from actions.office import hall_in_hand
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]


async def market_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """The days; that none are registered where that is so; None where they are not asked for."""
    if turn.choice is not None or turn.intent == "crisis" or not re.search(word("market.asked"), turn.text):
        return None
    if (item := await _hall(turn, api)) is None:
        return None
    days = [cards.day(date.fromisoformat(on)) for on in item.get("market_days") or []]
    said = word("market.days", office=item["name"], days=word("list.and").join(days))
    return resume(turn, Reply().tell(said if days else word("market.none", office=item["name"])))


async def _hall(turn: Turn, api: Catalogue) -> Json | None:
    where = turn.office or turn.place_said or standing.hall_of_visit(turn) or hall_in_hand(turn) or turn.place
    try:
        return await api.get(f"/offices/{where}", turn.sender) if where else None
    except Refusal as refusal:
        if refusal.status == 404:
            return None
        raise
