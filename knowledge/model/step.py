"""How it is done: steps, the ways to do each, and what has to be done elsewhere first."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from knowledge.model.fact import Condition
from knowledge.model.value import Slug, Value


class Mode(StrEnum):
    ONLINE = "online"
    KIOSK = "kiosk"
    MAIL = "mail"
    AGENT = "agent"  # village agent or staff carry it onward: no trip
    HOME = "home"  # staff come to the home: no trip
    PHONE = "phone"
    COUNTER = "counter"


class Way(Value):
    """办理方式 of one step. A visit is needed when `mode` is counter or kiosk.

    `at`: kinds of office that can do it (village, township, county, police, marriage, disabled), nearest first;
    empty: every office that offers the service. `presence`: who must be there (anyone: a proxy may come).
    """

    mode: Mode
    text: str
    at: tuple[str, ...] = ()
    presence: Literal["none", "anyone", "relative", "person", "both"] = "none"
    reason: str | None = None
    when: Condition | None = None
    days: int | None = None  # overrides the step's waiting
    fee: float | None = None


class Step(Value):
    """环节. `days`: working days of waiting before the next step; 0 within the same visit."""

    id: Slug
    text: str
    days: int = 0
    when: Condition | None = None
    scenarios: tuple[str, ...] = ()
    ways: tuple[Way, ...]


class Prerequisite(Value):
    """An outing elsewhere that is needed first (assessment at a hospital, photo): not a trip, but named."""

    id: Slug
    text: str
    where: str
    outings: int = 1
    when: Condition | None = None
