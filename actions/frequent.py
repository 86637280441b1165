"""What people ask beside the matter: may I come late, will you remind me, are you a person, is it kept secret."""

from __future__ import annotations

import re
from datetime import date

from actions import cards
from actions.client import Catalogue
from actions.names import any_kin
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.waiting import wants_to_wait
from actions.words import word, words

RULES = {"late": "check_in", "cancel": "cancel_hours", "remind": "reminders", "missed": "missed"}
OF_A_BOOKING = ("late", "missed")
OTHERS = ("crisis", "report")


async def frequent_question(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply to such a question, then the open question again; None where the text is something else."""
    if turn.choice is not None or turn.intent in OTHERS or wants_to_wait(turn):
        return None
    for kind in ("privacy", "robot"):
        if _says(turn, kind):
            return resume(turn, Reply().say(f"utter_{kind}"))
    topic = next((topic for topic in words("said.faq") if _says(turn, f"faq.{topic}")), None)
    if topic is None and await _somebody_else_goes(turn, api):
        topic = "stand_in"
    if topic is None or (topic in OF_A_BOOKING and await _of_the_matter(turn, api)):
        return None
    if topic == "lost_code":
        from actions.manage import desk

        return resume(turn, Reply().say("utter_lost_code", **await desk(turn, api)))
    if topic == "stand_in":
        return resume(turn, Reply().say("utter_stand_in"))
    rules = await api.get("/appointments/rules", turn.sender)
    if topic == "horizon":
        until = cards.day(date.fromisoformat(rules["until"]))
        return resume(turn, Reply().say("utter_horizon", until=until, rule=rules["texts"].get("horizon_workdays", "")))
    text = rules["texts"].get(RULES[topic])
    return resume(turn, Reply().tell(text)) if text else None


async def _of_the_matter(turn: Turn, api: Catalogue) -> bool:
    """第二次去晚了会咋样 with nothing booked asks about the matter in hand."""
    from actions.manage import mine

    return turn.service is not None and not turn.draft_open and not await mine(turn, api)


async def _somebody_else_goes(turn: Turn, api: Catalogue) -> bool:
    """我去不了，能让我姐代我去不 of an appointment that stands."""
    from actions.manage import mine

    asked = re.search(word("said.another_goes").replace("KIN", any_kin()), turn.text)
    return asked is not None and turn.pending is None and bool(await mine(turn, api))


def _says(turn: Turn, what: str) -> bool:
    return any(phrase in turn.text for phrase in words(f"said.{what}"))
