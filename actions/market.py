"""When the next market days are (赶集是几号): of the hall that is booked, named or spoken of; what was open waits."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions import cards, standing
from actions.asking import clauses
from actions.client import Catalogue, Refusal
from actions.office import hall_in_hand
from actions.pending import resume
from actions.reply import Reply
from actions.times import whole_day
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


async def market_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """The days; that none are registered where that is so; None where they are not asked for."""
    if turn.choice is not None or turn.intent == "crisis" or not re.search(word("market.asked"), turn.text):
        return None
    if (item := await _hall(turn, api)) is None:
        return None
    days = [cards.day(date.fromisoformat(on)) for on in item.get("market_days") or []]
    said = word("market.days", office=item["name"], days=word("list.and").join(days))
    reply = Reply().tell(said if days else word("market.none", office=item["name"]))
    if days and any(opens in _rest(turn.text) for opens in words("hall.opens") + words("market.opens")):
        reply.card(await _hours(turn, api, item["slug"], item["market_days"][0]))
    return resume(turn, reply)


def _rest(text: str) -> str:
    """What is asked beside the days, each in a clause of its own."""
    return "，".join(clause for clause in clauses(text) if not re.search(word("market.asked"), clause))


async def _hours(turn: Turn, api: Catalogue, slug: str, on: str) -> Json:
    """赶集那天下班晚点不: the hours of the next market day."""
    item = await api.get(f"/offices/{slug}", turn.sender, on=on)
    return cards.office(item, ("hours",), cards.Asked(when=whole_day(f"{on}T00:00:00+08:00")))


async def _hall(turn: Turn, api: Catalogue) -> Json | None:
    where = turn.office or turn.place_said or standing.hall_of_visit(turn) or hall_in_hand(turn) or turn.place
    try:
        return await api.get(f"/offices/{where}", turn.sender) if where else None
    except Refusal as refusal:
        if refusal.status == 404:
            return None
        raise
