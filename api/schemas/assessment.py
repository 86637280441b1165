"""预检 over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import Body, Named, Out
from api.schemas.guide import FeeOut, LimitOut


class AssessmentQuery(Body):
    """A fact is `id` or `id@subject`; null means "does not know or will not say"."""

    place: str | None = Field(default=None, min_length=1, max_length=80)
    on: date | None = Field(default=None, ge=date(2000, 1, 1), le=date(2099, 12, 31))
    facts: dict[str, Any] = Field(default={}, max_length=300)


class BatchQuery(AssessmentQuery):
    """Several services as one errand, or (some of) a bundle's: then its order counts, and a service this person
    cannot have is left out instead of spoiling the errand."""

    services: list[str] = Field(default=[], max_length=10)
    bundle: str | None = Field(default=None, min_length=1, max_length=80)

    @model_validator(mode="after")
    def _names_something(self) -> BatchQuery:
        if not self.services and self.bundle is None:
            raise PydanticCustomError("services_missing", "services or bundle")
        return self


class OpensOut(Out):
    start: datetime
    end: datetime


class VisitOut(Out):
    """`who` must be there (`anyone`: a proxy may go; a proxy's trip counts as one, too). `minutes`: at the counter.

    `days_before`: working days of waiting since the visit before; `earliest`: the first day the plan allows;
    `opens`: the office's first opening from then on (null: unregistered); `closed_then`: not open on that first day;
    `market_day`: it opens with market-day hours. `note` says in a sentence what is to be minded.
    """

    visit: int
    office: str
    do: list[str]
    bring: list[str]
    services: list[str] = []
    who: Literal["anyone", "relative", "person", "both"] = "anyone"
    who_text: str | None = None
    reasons: list[str] = []
    minutes: int | None = None
    days_before: int = 0
    earliest: date | None = None
    opens: OpensOut | None = None
    closed_then: bool = False
    market_day: bool = False
    note: str | None = None


class TripsRange(Out):
    """Null where nothing can be said; the plan is the best one known. `remote`: what is done without going anywhere.

    `days`: working days of waiting in all.
    """

    min: int | None
    max: int | None
    plan: list[VisitOut]
    remote: list[str] = []
    days: int | None = None


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
    yes_label: str | None = None  # of a bool that asks in the negative: how its two choices are put
    no_label: str | None = None


class Left(Out):
    min: int
    max: int


class PrerequisiteOut(Out):
    text: str
    where: str
    outings: int


class EvidenceNeeded(Out):
    """`needed` null: an answer not known decides; `bring` says whether to take it along, `every_visit` each time."""

    id: str
    name: str
    form: str | None
    copies: int | None
    source: str | None
    needed: bool | None
    bring: bool
    every_visit: bool = False
    exempt: bool
    exempt_reason: str | None
    needed_when_text: str | None
    ask_counter: bool
    note: str | None
    service: str
    services: list[str] = []


class ReasonOut(Out):
    """`lacks`: what is missing to a threshold that is not reached yet, in words; null where nothing of that kind is."""

    requirement: str
    text: str
    result: bool | None
    because: list[str]
    source: str | None
    failed: str | None
    service: str | None = None
    lacks: str | None = None


class ImprovementOut(Out):
    """`changes`: the facts to change; `days_more`, `fee_more`: what it costs beside now (null: not known)."""

    text: str
    trips_after: int
    changes: list[str] = []
    days_more: int | None = None
    fee_more: float | None = None


class PartOut(Out):
    """One service of several. `applies` null: not decided yet; `left_out`: why it is not in the plan."""

    code: str
    name: str
    applies: bool | None
    registered: bool = True
    left_out: Literal["ineligible", "alternative", "optional"] | None = None
    when_text: str | None = None


class AssessmentOut(Out):
    """`benefit`: decided after checking, the verdict reads 初步符合; `uses`: the facts this service looks at.

    `summary`: the result in one sentence, from these very numbers. `on`: the day assessed; `rules_from`: since when
    the rules used are in force. `exact` false: too many cases to plan the questions exactly, the bounds still hold.
    `questions_left` counts answers; 不知道 is not counted.
    """

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
    shareable: dict[str, Any] = {}
    service: Named
    services: list[Named] | None = None
    parts: list[PartOut] | None = None
    summary: str = ""
    rules_from: date | None = None
    on: date | None = None
    exact: bool = True
    checked_on: date | None
    source: str
