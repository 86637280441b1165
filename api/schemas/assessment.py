"""预检 over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Body, Named, Out
from api.schemas.guide import FeeOut, LimitOut


class AssessmentQuery(Body):
    """A fact is `id` or `id@subject`; null means "does not know or will not say"."""

    place: str | None = Field(default=None, min_length=1, max_length=80)
    on: date | None = Field(default=None, ge=date(2000, 1, 1), le=date(2099, 12, 31))
    facts: dict[str, Any] = Field(default={}, max_length=300)


class BatchQuery(AssessmentQuery):
    services: list[str] = Field(min_length=1, max_length=10)


class VisitOut(Out):
    visit: int
    office: str
    do: list[str]
    bring: list[str]


class TripsRange(Out):
    """Null where nothing can be said; the plan is the best one known."""

    min: int | None
    max: int | None
    plan: list[VisitOut]


class OptionOut(Out):
    value: Any
    label: str


class QuestionAsked(Out):
    fact: str
    text: str
    why: str
    type: Literal["bool", "choice", "number", "date"]
    options: list[OptionOut] | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    sensitive: bool = False


class Left(Out):
    min: int
    max: int


class PrerequisiteOut(Out):
    text: str
    where: str
    outings: int


class EvidenceNeeded(Out):
    """`needed` null: an answer not known decides; `bring` says whether to take it along."""

    id: str
    name: str
    form: str | None
    copies: int | None
    source: str | None
    needed: bool | None
    bring: bool
    exempt: bool
    exempt_reason: str | None
    needed_when_text: str | None
    ask_counter: bool
    note: str | None
    service: str


class ReasonOut(Out):
    requirement: str
    text: str
    result: bool | None
    because: list[str]
    source: str | None
    failed: str | None


class ImprovementOut(Out):
    text: str
    trips_after: int


class AssessmentOut(Out):
    """`benefit`: decided after checking, the verdict reads 初步符合; `uses`: the facts this service looks at."""

    outcome: Literal["eligible", "ineligible", "undetermined"]
    trips: TripsRange
    next_question: QuestionAsked | None
    questions_left: Left
    prerequisites: list[PrerequisiteOut]
    evidences: list[EvidenceNeeded]
    reasons: list[ReasonOut]
    improvements: list[ImprovementOut]
    scenarios: list[str]
    fee: FeeOut | None
    time_limit: LimitOut | None
    benefit: bool
    registered: bool
    uses: list[str]
    service: Named
    services: list[Named] | None = None
    checked_on: date | None
    source: str
