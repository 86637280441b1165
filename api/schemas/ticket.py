"""What residents leave for a person to take over, and how they rate us."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Body, Out

TicketKind = Literal["report", "help", "unresolved", "complaint", "callback", "human"]


class TicketBody(Body):
    kind: TicketKind
    text: str = Field(min_length=1, max_length=2000)
    place: str | None = Field(default=None, min_length=1, max_length=80)
    contact: str | None = Field(default=None, min_length=1, max_length=40)


class ReportText(Body):
    text: str = Field(min_length=1, max_length=2000)


class ReportKindOut(Out):
    """Who a report goes to. `known` False: nobody can tell from the words, a person hands it out.

    `care`: what to do at once, where it is dangerous.
    """

    id: str
    name: str
    department: str
    standard: bool
    workdays: int
    known: bool
    care: str | None = None


class TicketOut(Out):
    """`about`: for a report, who it was given to; `answer`: what they replied."""

    number: str
    kind: str
    status: Literal["received", "assigned", "in_progress", "replied", "closed"]
    created_at: datetime
    due: datetime
    about: ReportKindOut | None = None
    answer: str | None = None


class TicketList(Out):
    items: list[TicketOut]


class Subject(Body):
    kind: Literal["answer", "appointment", "ticket"]
    id: str = Field(min_length=1, max_length=80)


class RatingBody(Body):
    """5 = 非常满意 … 1 = 非常不满意; grades 1 and 2 need a reason from `GET /ratings/reasons`."""

    subject: Subject
    grade: int = Field(ge=1, le=5)
    reason: str | None = Field(default=None, min_length=1, max_length=80)
    text: str | None = Field(default=None, max_length=1000)


class RatingOut(Out):
    subject_kind: str
    subject_id: str
    grade: int
    created_at: datetime


class ReasonList(Out):
    items: list[str]


class UnclearBody(Body):
    """A sentence nobody understood, kept as a task."""

    text: str = Field(min_length=1, max_length=500)
    reason: str = Field(default="unclear", max_length=40)
