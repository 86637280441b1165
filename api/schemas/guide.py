"""The guide of a service. Null means unregistered and is shown as 未登记."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from api.schemas.base import Named, Out
from api.schemas.place import OfficeBrief


class Basis(Out):
    law: str
    articles: list[str]
    note: str | None


class ConditionOut(Out):
    id: str
    text: str
    source: str | None


class ScenarioOut(Out):
    id: str
    name: str
    note: str | None = None


class EvidenceOut(Out):
    """`exempt`: may be spared, and `exempt_reason` says how; `ask_counter`: 请向窗口核实."""

    id: str
    name: str
    form: str | None
    copies: int | None
    source: str | None
    exempt: bool
    exempt_reason: str | None
    needed_when_text: str | None
    ask_counter: bool = False
    filled_on_site: bool = False
    note: str | None = None


class WayOut(Out):
    mode: str
    text: str
    presence: str
    reason: str | None


class StepOut(Out):
    """`days`: working days of waiting before the next step, 0 = the same visit. `mode`, `presence`: the first way's."""

    order: int
    text: str
    mode: str | None
    presence: str | None
    days: int
    ways: list[WayOut]


class LimitOut(Out):
    value: int
    unit: Literal["workday", "day", "immediate"]


class TimeLimitOut(Out):
    statutory: LimitOut | None
    promised: LimitOut | None
    text: str | None


class FeeOut(Out):
    """`amount` in yuan; null = unregistered. `charged` without an amount: costs something, nobody said how much."""

    amount: float | None
    charged: bool | None = None
    basis: str | None
    text: str | None


class TripsOut(Out):
    published: int | None
    reason: str | None


class OutputOut(Out):
    name: str
    type: str | None
    validity: str | None
    collect: list[str]


class PhonesOut(Out):
    consult: str | None
    complain: str | None


class QuestionOut(Out):
    q: str
    a: str


class OfferedAt(OfficeBrief):
    """Where the service can be had; `role` says whether formally, or only to hand in, to ask, or at a kiosk.

    `power`: how it came to decide here (statutory, delegated, entrusted, extended, stationed). Done here from `since`
    on and before `until`, where a list says so.
    """

    role: str
    note: str | None
    power: str | None = None
    since: date | None = None
    until: date | None = None


class VariantOut(Out):
    """What differs at this place for some of the scenarios."""

    scenarios: list[str]
    time_limit: TimeLimitOut | None
    fee: FeeOut | None
    phone: str | None
    hours: str | None
    addresses: list[str]


class Guide(Out):
    """`verify_by`: the last day it counts as checked; `overdue`: that day has passed, so answers carry a caution."""

    code: str
    name: str
    aliases: list[str]
    topic: str | None
    summary: str | None
    department: str | None
    level: str | None
    offered_at: list[OfferedAt]
    nearest: OfferedAt | None
    kind: str | None
    legal_basis: list[Basis]
    conditions: list[ConditionOut]
    scenarios: list[ScenarioOut]
    evidences: list[EvidenceOut]
    channels: list[str]
    steps: list[StepOut]
    time_limit: TimeLimitOut
    fee: FeeOut
    trips: TripsOut
    outputs: list[OutputOut]
    phones: PhonesOut
    hours: str | None
    online: str | None
    proxy: str | None
    progress: str | None
    faq: list[QuestionOut]
    mistakes: list[str]
    remedy: str | None
    bookable: bool
    assessable: bool
    variants: list[VariantOut]
    version: int
    effective_from: date
    checked_on: date | None
    verify_by: date | None
    overdue: bool
    source: str


class HitOut(Named):
    """`matched` says why it was found; `place` is the place whose catalogue it belongs to."""

    place: str | None
    score: float
    matched: str | None
    topic: str | None = None


class HitList(Out):
    items: list[HitOut]


class AnswerOut(Out):
    """`text` is at most 300 characters and complete; `missing` are the facets asked that nobody registered."""

    title: str
    text: str
    data: dict[str, Any]
    facets: list[str]
    missing: list[str]
    bookable: bool
    assessable: bool
