"""A hall's own address, phone, hours (today or on a day), and what it has: parking, bus, kiosks, counters."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import words

Json = dict[str, Any]

NAMED = ("code", "name", "alias")  # matched so, a service is named rather than sounded like
OF_A_HALL = frozenset({"hours", "phone", "where"})


class ActionOffice(TurnAction):
    def name(self) -> str:
        return "action_office"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if turn.linked and not turn.office and not turn.ambiguous:
            from actions.service import about_service

            return await about_service(turn, api, turn.facets)
        if turn.service and not turn.office and not turn.place_said and turn.facets and not topic_of(turn.text):
            from actions.service import answer_facets

            return await answer_facets(turn, api, turn.service, turn.facets)
        return await about_hall(turn, api)


async def about_hall(turn: Turn, api: Catalogue) -> Reply:
    item = await hall(turn, api)
    if item is None:
        return Reply().say("utter_which_office", choices=cards.menu())
    lunch = any(phrase in turn.text for phrase in words("hall.lunch"))
    facets = ("hours",) if lunch and not turn.facets else turn.facets
    return resume(turn, Reply().card(cards.office(item, facets, topic_of(turn.text))))


async def hall_question(turn: Turn, api: Catalogue) -> Reply | None:
    """A question only a hall can answer, whatever the sentence was taken for: 有停车场吗, or bare 几点下班."""
    named = any(service.get("matched") in NAMED for service in turn.linked)
    if named or turn.intent not in ("service", "office", "oos", "unclear", "inform"):
        return None
    if topic_of(turn.text):
        return await about_hall(turn, api)
    if turn.linked:
        return None
    bare = turn.intent == "service" and turn.facets and set(turn.facets) <= OF_A_HALL
    if bare and not turn.service and not turn.bundle:
        return await about_hall(turn, api)
    return None


def topic_of(text: str) -> str | None:
    """What of a hall is asked about; None when it is nothing of the kind."""
    for topic, about in words("hall.topics").items():
        if any(phrase in text for phrase in about["said"]):
            return str(topic)
    return None


async def hall(turn: Turn, api: Catalogue) -> Json | None:
    """The office named, or the main one of the place in question; with the day that was named."""
    wanted = turn.office or turn.place_said or turn.place
    if not wanted:
        return None
    on = turn.when["start"][:10] if turn.when and turn.when["text"] not in words("hall.parts_of_day") else None
    try:
        return await api.get(f"/offices/{wanted}", turn.sender, on=on)
    except Refusal as refusal:
        if refusal.status == 404:
            return None
        raise
