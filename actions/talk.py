"""The talk about the talk: greetings, what can you do, back, repeat, stop, start over, a yes nobody asked for."""

from __future__ import annotations

from actions import cards, check, holding, pausing
from actions.base import TurnAction
from actions.client import Catalogue
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import words


class ActionSmalltalk(TurnAction):
    def name(self) -> str:
        return "action_smalltalk"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        for kind in ("thanks", "bye"):
            if any(phrase in turn.text for phrase in words(f"said.{kind}")):
                return resume(turn, Reply().say(f"utter_{kind}"))
        if any(phrase in turn.text for phrase in words("said.praise")):
            return resume(turn, Reply().say("utter_praise"))
        if turn.service and not turn.pending and not any(p in turn.text for p in words("said.hello")):
            return Reply().say("utter_go_on", choices=cards.go_on(turn.service), name=turn.service["name"])
        return resume(turn, Reply().say("utter_hello", choices=cards.menu()))


class ActionMeta(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_meta"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if any(phrase in turn.text for phrase in words("said.praise")) and not any(
            mark in turn.text for mark in words("said.asking")
        ):
            return resume(turn, Reply().say("utter_praise"))
        return resume(turn, Reply().say("utter_what_i_can", choices=cards.menu()))


class ActionBack(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_back"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        kind = (turn.pending or {}).get("kind")
        if turn.parked and kind in (None, "fact") and recalls(turn):
            return await recall(turn, api)
        if kind == "fact":
            return await check.step_back(turn, api)
        if kind in ("name", "other_name", "phone", "confirm_booking"):
            return await holding.step_back(turn, api)
        if reply := await check.back_from_result(turn, api):
            return reply
        return await recall(turn, api) if turn.parked else Reply().say("utter_first_step")


def recalls(turn: Turn) -> bool:
    """上一个 is the matter before; 上一个问题 is the question before."""
    matter = any(phrase in turn.text for phrase in words("said.recall"))
    return matter and not any(phrase in turn.text for phrase in words("said.a_question"))


async def recall(turn: Turn, api: Catalogue) -> Reply:
    """The matter before, taken up again."""
    from actions.service import answer_facets

    before = turn.parked[0]
    turn.pending = None
    turn.take_up(before)
    return await answer_facets(turn, api, before, ())


class ActionRepeat(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_repeat"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return Reply(list(turn.last)) if turn.last else Reply().say("utter_hello", choices=cards.menu())


class ActionRestart(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_restart"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        turn.forget_all()
        return Reply().say("utter_restarted", choices=cards.menu())


class ActionStop(TurnAction):
    listens_to_pending = False

    def name(self) -> str:
        return "action_stop"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return pausing.stop(turn)


class ActionAffirm(TurnAction):
    """A yes nobody asked for: offer what usually comes next."""

    def name(self) -> str:
        return "action_affirm"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return _what_next(turn)


class ActionDeny(TurnAction):
    def name(self) -> str:
        return "action_deny"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        turn.pending = None
        return _what_next(turn)


def _what_next(turn: Turn) -> Reply:
    """With a service in hand what usually comes next of it, else the menu."""
    if turn.service:
        return Reply().say("utter_go_on", choices=cards.go_on(turn.service), name=turn.service["name"])
    return Reply().say("utter_what_next", choices=cards.menu())
