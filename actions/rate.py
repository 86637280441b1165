"""好差评: five grades, never forced; a bad one is asked for its reason."""

from __future__ import annotations

from typing import Any

from actions.base import TurnAction
from actions.client import Catalogue
from actions.pending import ask, says_no
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import words

Json = dict[str, Any]


class ActionRate(TurnAction):
    def name(self) -> str:
        return "action_rate"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        said = grade_in(turn.text)
        return await record_grade(turn, api, {"grade": said}) if said else ask_grade(turn)


def grade_in(text: str) -> int | None:
    """很满意，给五星: a grade that is told without being asked for."""
    said = ((5, "grade5"), (1, "grade1"))
    if any(phrase in text for phrase in words("said.grade1")):
        return 1
    return next((grade for grade, kind in said if any(phrase in text for phrase in words(f"said.{kind}"))), None)


def ask_grade(turn: Turn) -> Reply:
    options = [choice(label, do="grade", grade=int(grade)) for grade, label in words("grades").items()]
    return ask(turn, {"kind": "grade"}, "utter_ask_grade", options)


async def take_grade(turn: Turn, api: Catalogue) -> Reply | None:
    """A grade that was typed; anything else is no rating, and nobody is made to give one."""
    for grade, label in words("grades").items():
        if turn.text.strip() == label:
            return await record_grade(turn, api, {"grade": int(grade)})
    if turn.intent == "rate" and (said := grade_in(turn.text)):
        return await record_grade(turn, api, {"grade": said})
    turn.pending = None
    return Reply().say("utter_kept") if says_no(turn) else None


async def record_grade(turn: Turn, api: Catalogue, payload: Json) -> Reply:
    """Grades 1 and 2 need a reason of the list first."""
    if payload["grade"] <= 2 and "reason" not in payload:
        found = await api.get("/ratings/reasons", turn.sender)
        reasons = [r if isinstance(r, dict) else {"id": r, "text": r} for r in found["items"]]
        options = [choice(str(r["text"]), do="grade", grade=payload["grade"], reason=r["id"]) for r in reasons]
        return ask(turn, {"kind": "grade"}, "utter_ask_reason", options)
    body = {"subject": {"kind": "answer", "id": turn.sender}, "grade": payload["grade"]}
    if "reason" in payload:
        body["reason"] = payload["reason"]
    turn.pending = None
    await api.post("/ratings", turn.sender, body)
    return Reply().say("utter_rated_low" if payload["grade"] <= 2 else "utter_rated")
