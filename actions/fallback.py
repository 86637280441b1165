"""When it is not ours, not understood, or an emergency."""

from __future__ import annotations

from typing import Any

from actions import bundle, cards
from actions.asked import hear_facets
from actions.asking import asks, clauses
from actions.base import TurnAction
from actions.beside import not_in_danger
from actions.client import Catalogue
from actions.danger import after_danger, beside_the_all_clear, help_is_coming, is_over, long_past, numbers, only_sounds
from actions.office import hall
from actions.pending import QUIET, resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import words

CERTAIN = 0.95  # from here on an emergency is one though a life event is told; danger words make it wholly certain
SURE = 0.95  # below it, in the middle of a matter, a sentence is rather not understood than none of our business
FILLERS = 8  # characters around an opening (你好，我想…一下) that say nothing of their own
NAMED = ("code", "name", "alias")  # matched so, a service is named rather than sounded like
BRIEF = 10  # characters of a question that is about what is in hand
MOST_CLAUSES = 4  # clauses of a sentence that are heard one by one
PATIENCE = 2  # turns not understood in a row before a person is offered


class ActionCrisis(TurnAction):
    """Emergency numbers first, whatever was going on."""

    listens_to_pending = False

    def name(self) -> str:
        return "action_crisis"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if turn.confidence < CERTAIN and (reply := await not_in_danger(turn, api)):
            return reply
        if turn.bundle_said and turn.confidence < CERTAIN:  # 老伴昨晚没了: told, not in danger
            return await bundle.start(turn, api, turn.bundle_said)
        if only_sounds(turn):
            return await _heard_calmly(turn, api)
        if help_is_coming(turn):
            rest = beside_the_all_clear(turn.text)
            return await _heard_calmly(turn, api, rest) if rest else Reply().say("utter_crisis_after")
        if is_over(turn):
            told_by_the_way = (turn.pending or {}).get("kind") == "fact" and long_past(turn)
            return await (_heard_calmly if told_by_the_way else after_danger)(turn, api)
        return numbers(turn)


async def _heard_calmly(turn: Turn, api: Catalogue, text: str = "") -> Reply:
    """What only sounds like an emergency is heard as any other sentence: by its clauses, one of which may ask."""
    from actions.listeners import ALWAYS, UNLESS_AN_ACT, first_reply
    from actions.service import about_service

    turn.text = text or turn.text
    turn.facets = await _asked_in_clauses(turn, api)
    turn.intent, turn.confidence = ("service" if turn.facets else "inform"), 0.0
    hear_facets(turn)
    if reply := await first_reply(turn, api, (*ALWAYS, *UNLESS_AN_ACT)):
        return reply
    asks_of_one = turn.facets and (turn.linked or turn.service)
    return await about_service(turn, api, turn.facets) if asks_of_one else await not_understood(turn, api)


async def _asked_in_clauses(turn: Turn, api: Catalogue) -> tuple[str, ...]:
    """The facets of those clauses that ask for something of a service."""
    found: list[str] = []
    for clause in [clause for clause in clauses(turn.text) if asks(clause)][:MOST_CLAUSES]:
        heard = await api.post("/understand", turn.sender, {"text": clause})
        found += heard["facets"] if heard["kind"] == "service" else []
    return tuple(dict.fromkeys(found))


class ActionOos(TurnAction):
    def name(self) -> str:
        return "action_oos"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if reply := await _rather_a_service(turn, api):
            return reply
        if turn.confidence < SURE and (turn.service or turn.bundle) and not turn.pending:
            return await not_understood(turn, api)
        official = any(thing in turn.text for thing in words("said.official"))
        return resume(turn, Reply().card(cards.boundary(await hall(turn, api), official)))


async def _rather_a_service(turn: Turn, api: Catalogue) -> Reply | None:
    """A service named outright (帮我预检一下低保), or a short question about the one in hand (周末上班吗)."""
    from actions.service import about_service, answer_facets

    if turn.linked and turn.linked[0].get("matched") in NAMED and turn.confidence < SURE:
        return await about_service(turn, api, turn.perhaps)
    if turn.service and turn.perhaps and not turn.linked and len(turn.text) <= BRIEF:
        return await answer_facets(turn, api, turn.service, turn.perhaps)
    return None


class ActionInform(TurnAction):
    """Something told without a question open: a service named alone, or facts for later."""

    def name(self) -> str:
        return "action_inform"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.booking import offer_times
        from actions.service import about_service

        if turn.draft and turn.draft.get("service") and turn.when:
            return await offer_times(turn, api)
        if turn.linked:
            return await about_service(turn, api, turn.facets)
        return await not_understood(turn, api)


class ActionUnclear(TurnAction):
    def name(self) -> str:
        return "action_unclear"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.service import about_service

        if turn.linked:
            return await about_service(turn, api, turn.facets)
        return await not_understood(turn, api)


async def not_understood(turn: Turn, api: Catalogue) -> Reply:
    """First the best guesses, then the menu and a person."""
    from actions.service import answer_facets, change_to, only_guess, which

    if turn.pending and turn.pending["kind"] not in QUIET:
        return await _in_the_middle(turn, api)
    if _only_opens(turn.text):
        return resume(turn, Reply().say("utter_go_ahead"))
    turn.misses += 1
    await api.post("/unresolved", turn.sender, {"text": turn.text[:500], "reason": "unclear"})
    if turn.misses >= PATIENCE:
        reply = Reply().say("utter_offer_person", choices=cards.menu())
        item = await hall(turn, api)
        return reply.card(cards.office(item, ("phone", "hours"))) if item else reply
    guesses = await _guesses(turn, api)
    if only := only_guess(guesses):
        change_to(turn, only)
        return await answer_facets(turn, api, only, turn.facets)
    if guesses:
        return which(turn, guesses, {"do": "service", "facets": list(turn.facets)})
    if turn.service:  # it is most likely still about that
        again = Reply().say("utter_not_understood_of", choices=cards.go_on(turn.service), name=turn.service["name"])
        return resume(turn, again)
    return resume(turn, Reply().say("utter_not_understood", choices=cards.menu()))


async def _guesses(turn: Turn, api: Catalogue) -> list[dict[str, Any]]:
    """What it may be about; with a matter in hand a sentence that wishes nothing is about that."""
    if turn.service and not any(wish in turn.text for wish in words("said.wishing")):
        return []
    found = await api.get("/services", turn.sender, q=turn.text[:100], place=turn.place, limit=4)
    return [s for s in found["items"] if s["score"] >= 0.35]


async def _in_the_middle(turn: Turn, api: Catalogue) -> Reply:
    """Not understood while a question is open: that question stays, and is put again."""
    turn.misses += 1
    await api.post("/unresolved", turn.sender, {"text": turn.text[:500], "reason": "unclear"})
    reply = Reply().say("utter_not_understood_here")
    turn.pending = {key: value for key, value in (turn.pending or {}).items() if key != "resumed"}
    if turn.misses >= PATIENCE and (item := await hall(turn, api)):
        turn.misses = 0
        reply.card(cards.office(item, ("phone", "hours")))
    return resume(turn, reply)


def _only_opens(text: str) -> bool:
    """我想问个事: nothing is asked yet."""
    told = max((p for p in words("said.opening") if p in text), key=len, default=None)
    return told is not None and len(text) - len(told) <= FILLERS
