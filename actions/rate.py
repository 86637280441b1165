"""好差评 of the talk or of a ticket that was answered: five grades, never forced; a bad one needs a reason."""

from __future__ import annotations

import re
from typing import Any

from actions.alike import in_common
from actions.base import TurnAction
from actions.client import Catalogue
from actions.pending import ask, resume, says_no
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

BAD = 2  # grades up to this one need a reason
TELLING = 3  # characters that a reason and what is said have in common
ANSWERED = ("replied", "closed")

_POINTS = re.compile(r"(?<![\d.])([1-5一二两三四五])\s*(?:分(?!钟)|颗?星)")
_FIGURES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


class ActionRate(TurnAction):
    def name(self) -> str:
        return "action_rate"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return await rate(turn, api)


async def rate_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """给个满意, 打4分: a rating whatever the sentence was taken for; None where it is none."""
    said = turn.text.replace(word("said.week"), "")
    if turn.choice is not None or turn.linked or not says(said, words("tickets.rating")):
        return None
    return await rate(turn, api) if grade_in(turn.text) else None


async def rate(turn: Turn, api: Catalogue) -> Reply:
    """Of the ticket that is spoken of, else of this talk."""
    grade = grade_in(turn.text)
    if item := await _ticket_meant(turn, api):
        if item["status"] not in ANSWERED:
            return resume(turn, Reply().say("utter_rate_later", number=item["number"]))
        return await _graded(turn, api, grade, {"kind": "ticket", "id": item["number"]})
    return await _graded(turn, api, grade, None)


async def _graded(turn: Turn, api: Catalogue, grade: int | None, subject: Json | None) -> Reply:
    if grade is None:
        return ask_grade(turn, subject)
    return await record_grade(turn, api, {"grade": grade, "subject": subject})


async def _ticket_meant(turn: Turn, api: Catalogue) -> Json | None:
    """下水道那个处理得…: a ticket of one's own that is named by its matter or as such."""
    from actions.ticket_filed import those_meant

    if not says(turn.text, words("tickets.rating_of_ticket")):
        return None
    items: list[Json] = (await api.get("/tickets", turn.sender))["items"]
    return (await those_meant(turn, api, items))[0] if items else None


def grade_in(text: str) -> int | None:
    """很满意, 打1分, 给五星: a grade that is told; 一星期 is none."""
    text = text.replace(word("said.week"), "")
    if any(phrase in text for phrase in words("said.grade1")):
        return 1
    if points := _POINTS.search(text):
        return _FIGURES.get(points[1]) or int(points[1])
    if any(phrase in text for phrase in words("said.grade5")):
        return 5
    labels = sorted(words("grades").items(), key=lambda item: -len(item[1]))
    return next((int(grade) for grade, label in labels if label in text), None)


def ask_grade(turn: Turn, subject: Json | None = None) -> Reply:
    named: Json = {"subject": subject} if subject else {}
    options = [choice(label, do="grade", grade=int(grade), **named) for grade, label in words("grades").items()]
    return ask(turn, {"kind": "grade", **named}, "utter_ask_grade", options)


async def take_grade(turn: Turn, api: Catalogue) -> Reply | None:
    """A grade that was typed; anything else is no rating, and nobody is made to give one."""
    about: Json = {"subject": turn.pending["subject"]} if turn.pending and turn.pending.get("subject") else {}
    if reason := _reason_in(turn):
        return await record_grade(turn, api, reason)
    if grade := grade_in(turn.text):
        return await record_grade(turn, api, {"grade": grade, **about})
    turn.pending = None
    return Reply().say("utter_kept") if says_no(turn) else None


def _reason_in(turn: Turn) -> Json | None:
    """就是工作人员态度不好: the reason of the list that shares most with what is said."""
    pending = turn.pending or {}
    shared = {r["id"]: len(in_common(str(r["text"]), turn.text)) for r in pending.get("reasons") or []}
    best = max(shared, key=lambda reason: shared[reason], default=None)
    if best is None or shared[best] < TELLING:
        return None
    return {"grade": pending["grade"], "subject": pending["subject"], "reason": best}


async def record_grade(turn: Turn, api: Catalogue, payload: Json) -> Reply:
    """Grades 1 and 2 need a reason of the list first."""
    subject: Json = payload.get("subject") or {"kind": "answer", "id": turn.sender}
    if payload["grade"] <= BAD and "reason" not in payload:
        found = await api.get("/ratings/reasons", turn.sender)
        reasons = [r if isinstance(r, dict) else {"id": r, "text": r} for r in found["items"]]
        given = {"grade": payload["grade"], "subject": subject}
        options = [choice(str(r["text"]), do="grade", reason=r["id"], **given) for r in reasons]
        return ask(
            turn, {"kind": "grade", "subject": subject, "reasons": reasons, **given}, "utter_ask_reason", options
        )
    body = {"subject": subject, "grade": payload["grade"]}
    if "reason" in payload:
        body["reason"] = payload["reason"]
    turn.pending = None
    await api.post("/ratings", turn.sender, body)
    return Reply().say("utter_rated_low" if payload["grade"] <= BAD else "utter_rated")
