"""A yes-or-no question that the guide of the service answers itself: that answer first, whatever it was taken for."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn

Json = dict[str, Any]

ONE_LOOK = 300  # characters of a message
OF_THE_WHOLE = {"overview", "eligible", "conditions", "nearest"}  # what such a question is taken for: adds nothing
SHORTEST = 4  # characters of a question


async def asked_before(turn: Turn, api: Catalogue, service: Json, clause: str | None = None) -> Json | None:
    """{"q","a"} of the guide; None where it does not answer this very question (or this clause of the text)."""
    text = clause or turn.text
    if turn.choice is not None or len(text) < SHORTEST:
        return None
    found = await api.post("/faq/heard", turn.sender, {"text": text, "service": service["code"]})
    return found if found["a"] else None


async def answered(turn: Turn, api: Catalogue, service: Json, asked: tuple[str, ...], found: Json) -> Reply:
    """One guide card: the answer, then what else was asked where it has room."""
    place = turn.place_said or turn.place
    facets = [facet for facet in asked if facet not in OF_THE_WHOLE]
    query = ",".join(facets or ["conditions"])
    answer = await api.get(f"/services/{service['code']}/answer", turn.sender, facets=query, place=place)
    text = found["a"][:ONE_LOOK]
    longer = f"{text}\n{answer['text']}"
    return Reply().card(cards.guide({**answer, "text": longer if facets and len(longer) <= ONE_LOOK else text}))
