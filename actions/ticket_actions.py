"""The actions of a report, a wish for help and for a person; the ticket itself is made by actions/ticket.py."""

from __future__ import annotations

from actions import cards
from actions.asking import asks as asks_anything
from actions.base import TurnAction
from actions.client import Catalogue
from actions.office import hall
from actions.reply import Reply
from actions.ticket import kind_of, offer_human, start
from actions.ticket_begins import known_problem
from actions.ticket_reading import asks, names_a_place, wishes_people
from actions.turn import Turn
from actions.words import says, words

SURELY_TOLD, SURELY_REPORTED = 0.6, 0.9  # confidence below which a sentence only tells; from which it reports
SURE = 0.7  # below it a report that speaks of helping is rather a wish for help


class ActionReport(TurnAction):
    def name(self) -> str:
        return "action_report"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if "progress" in turn.facets and asks(turn.text):
            from actions.ticket_filed import status

            return await status(turn, api)
        if turn.confidence < SURE and any(phrase in turn.text for phrase in words("said.helping")):
            return await start(turn, api, "help", told=turn.text)
        if turn.service and any(phrase in turn.text for phrase in words("said.how_to_complain")):
            return await _about_service(turn, api, "phone")
        if await _only_told(turn, api):
            return await _of_the_matter(turn, api)
        if says(turn.text, words("tickets.ours_or_not")) and not await known_problem(turn, api):
            return Reply().card(cards.boundary(await hall(turn, api), unregistered=True))
        return await start(turn, api, kind_of(turn.text), told=turn.text)


class ActionHelp(TurnAction):
    def name(self) -> str:
        return "action_help"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if turn.service and any(phrase in turn.text for phrase in words("said.inspection")):
            return await _about_service(turn, api, "process")
        if turn.service and says(turn.text, words("tickets.proxy_question")):
            return await _about_service(turn, api, "proxy")
        if turn.service and says(turn.text, words("tickets.trips_question")):
            return await _about_service(turn, api, "trips")
        if answer := await _asked_of_it(turn, api):
            return answer
        return await start(turn, api, "help", told=turn.text)


class ActionHuman(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_human"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return await offer_human(turn, api)


async def _only_told(turn: Turn, api: Catalogue) -> bool:
    """就是原来的地基上翻建，不占别的地: of the matter in hand, with no word of a report and no known problem."""
    if not _in_the_middle(turn) or kind_of(turn.text) != "report" or turn.confidence >= SURELY_REPORTED:
        return False
    if names_a_place(turn) and turn.confidence >= SURELY_TOLD:
        return False
    signs = [f"tickets.{name}" for name in ("whom_to_tell", "hazard", "broken", "ours_or_not")]
    reports = any(mark in turn.text for mark in words("said.reporting"))
    if reports or any(says(turn.text, words(sign)) for sign in signs):
        return False
    return not await known_problem(turn, api)


def _in_the_middle(turn: Turn) -> bool:
    """A matter or a life event is in hand, a booking on its way, or several services are offered."""
    waits = (turn.pending or {}).get("kind")
    return bool(turn.service or turn.bundle) or turn.draft_open or waits == "service"


async def _of_the_matter(turn: Turn, api: Catalogue) -> Reply:
    """Heard as what it is: a fact of the matter, or a question about it."""
    from actions.asked import hear_facets
    from actions.fallback import not_understood
    from actions.listeners import UNLESS_AN_ACT, first_reply
    from actions.service import about_service
    from actions.told import acknowledged

    turn.intent, turn.confidence = "inform", 0.0
    hear_facets(turn)
    if reply := await first_reply(turn, api, UNLESS_AN_ACT):
        return reply
    if turn.service is None:
        return await not_understood(turn, api)
    return await about_service(turn, api, turn.facets) if turn.facets else acknowledged(turn)


async def _asked_of_it(turn: Turn, api: Catalogue) -> Reply | None:
    """能上门评不, 搁哪评啊 ask of the matter in hand: its guide answers; None where people are wished for."""
    from actions.service import answer_facets
    from actions.stated import guessed

    if turn.service is None or not asks_anything(turn.text) or wishes_people(turn.text):
        return None
    if reply := await guessed(turn, api, turn.service):
        return reply
    facets = turn.facets or turn.perhaps
    return await answer_facets(turn, api, turn.service, facets) if facets else None


async def _about_service(turn: Turn, api: Catalogue, facet: str) -> Reply:
    from actions.service import answer_facets

    assert turn.service is not None
    return await answer_facets(turn, api, turn.service, (facet,))
