"""A hall's own address, phone, hours and facilities."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn

Json = dict[str, Any]


class ActionOffice(TurnAction):
    def name(self) -> str:
        return "action_office"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if turn.linked and not turn.office and not turn.ambiguous:
            from actions.service import about_service

            return await about_service(turn, api, turn.facets)
        if turn.service and not turn.office and not turn.place_said and turn.facets:
            from actions.service import answer_facets

            return await answer_facets(turn, api, turn.service, turn.facets)
        item = await hall(turn, api)
        if item is None:
            return Reply().say("utter_which_office", choices=cards.menu())
        return resume(turn, Reply().card(cards.office(item, turn.facets)))


async def hall(turn: Turn, api: Catalogue) -> Json | None:
    """The office named, or the main one of the place in question."""
    wanted = turn.office or turn.place_said or turn.place
    if not wanted:
        return None
    try:
        return await api.get(f"/offices/{wanted}", turn.sender)
    except Refusal as refusal:
        if refusal.status == 404:
            return None
        raise
