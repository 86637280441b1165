"""A choice that was offered and taken: its payload says what to do."""

from __future__ import annotations

from typing import Any

from actions import booking, cards, check, holding, manage, privacy, ticket, waiting
from actions.base import TurnAction
from actions.client import Catalogue
from actions.office import chosen_hall
from actions.reply import Reply
from actions.service import answer_facets, change_to
from actions.turn import Turn

Json = dict[str, Any]

NEEDS_SERVICE = ("service", "check", "recheck", "book")


class ActionChoose(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_choose"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if not turn.choice:
            return Reply().say("utter_choice_gone", choices=cards.menu())
        return await carry_out(turn, api, turn.choice)


async def carry_out(turn: Turn, api: Catalogue, payload: Json) -> Reply:
    """Do what a payload says. Unknown ones cannot come from outside: payloads never leave the server."""
    if payload.get("service"):
        choose_service(turn, payload["service"], payload)
    service = turn.service or {}
    if payload["do"] in NEEDS_SERVICE and not service:
        return Reply().say("utter_ask_service", choices=cards.menu())
    match payload["do"]:
        case "service":
            turn.pending = None
            return await answer_facets(turn, api, service, tuple(payload.get("facets") or ()))
        case "check":
            return await check.start_check(turn, api, service)
        case "recheck":
            return await check.restart_check(turn, api, service)
        case "fact":
            return await check.take_choice(turn, api, payload)
        case "why":
            return check.explain_question(turn)
        case "book":
            turn.when = payload.get("when") or turn.when
            return await booking.start(turn, api, service, payload.get("also"))
        case "slot":
            return await holding.take_slot(turn, api, payload["slot"])
        case "more_times":
            return await booking.offer_times(turn, api, anyhow=True)
        case "book_at":
            return await booking.book_at(turn, api, payload["office"])
        case "wait":
            return await waiting.wait(turn, api, payload.get("services") or [service], payload.get("when"))
        case "stop_waiting":
            return await waiting.stop(turn, api)
        case "yes" | "no" as answer:
            return await _decide(turn, api, answer == "yes")
        case "cancel" | "move" | "show" as act:
            return await manage.with_appointment(turn, api, act, payload["appointment"])
        case "move_slot":
            return await manage.take_move_slot(turn, api, payload["slot"])
        case "ticket":
            return await ticket.start(turn, api, payload["kind"])
        case "hall":
            return await chosen_hall(turn, api, payload)
        case "no_contact":
            return await ticket.without_contact(turn, api)
        case "grade":
            from actions.rate import record_grade

            return await record_grade(turn, api, payload)
        case "rate":
            from actions.rate import ask_grade

            return ask_grade(turn)
        case "mine":
            return await manage.list_mine(turn, api)
        case "copy_records":
            return await privacy.copy(turn, api)
        case "erase_records":
            return privacy.ask_to_erase(turn)
        case "human":
            return await ticket.offer_human(turn, api)
        case "topics" | "menu":
            turn.pending = None
            return await topics(turn, api)
    return Reply().say("utter_choice_gone", choices=cards.menu())


def choose_service(turn: Turn, service: Json, payload: Json) -> None:
    """Take it up, and remember what it was chosen from: 另一个 is another of those."""
    pending = turn.pending or {}
    source = payload if payload.get("offered") else pending
    change_to(turn, service)
    if turn.service and (told := source.get("told")) and told not in turn.service.get("said", []):
        turn.service = {**turn.service, "said": [*turn.service.get("said", []), told]}
    offered = source.get("offered") or []
    if turn.service and not source.get("listed") and service["code"] in {each.get("code") for each in offered}:
        bare = [{"code": each["code"], "name": each["name"]} for each in offered]
        turn.service = {**turn.service, "among": {"said": source.get("said", ""), "services": bare}}


async def topics(turn: Turn, api: Catalogue) -> Reply:
    """The catalogue by what people come for, a page at a time."""
    from actions.service import which

    found = await api.get("/services", turn.sender, place=turn.session_place, limit=50)
    reply = which(turn, found["items"], {"do": "service", "facets": ["overview"]})
    turn.pending = {**(turn.pending or {}), "listed": True}
    return reply


async def _decide(turn: Turn, api: Catalogue, yes: bool) -> Reply:
    """A yes or no that was tapped: the same as if it had been said."""
    from actions.pending import answer_pending

    if not turn.pending:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.intent = "affirm" if yes else "deny"
    return await answer_pending(turn, api) or Reply().say("utter_choice_gone", choices=cards.menu())
