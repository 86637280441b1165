"""The catalogue's vocabulary as frozen values (names follow CPSV-AP and HSDS; see docs/architecture.md).

A service document is one YAML file under knowledge/data/services; `Service.model_validate(yaml)` is its only
reader. Facts are data here, judgement is code elsewhere. Unregistered fields stay None and are shown as 未登记.
"""

from __future__ import annotations

from knowledge.model.fact import All, AnyOf, Condition, Fact, Not, Option, Test
from knowledge.model.office import Booked, CalendarDay, Closure, Counter, DatedException, Office, Period, Place, Shift
from knowledge.model.paper import Basis, Evidence, Exemption, Requirement, Scenario
from knowledge.model.service import Bundle, Level, Member, Offering, Power, Service
from knowledge.model.step import Mode, Prerequisite, Step, Way
from knowledge.model.terms import Fee, FeeRule, Limit, LimitRule, Output, Phones, Question, TimeLimit, Trips, Variant
from knowledge.model.value import Slug, Value

__all__ = [
    "All",
    "AnyOf",
    "Basis",
    "Booked",
    "Bundle",
    "CalendarDay",
    "Closure",
    "Condition",
    "Counter",
    "DatedException",
    "Evidence",
    "Exemption",
    "Fact",
    "Fee",
    "FeeRule",
    "Level",
    "Limit",
    "LimitRule",
    "Member",
    "Mode",
    "Not",
    "Offering",
    "Office",
    "Option",
    "Output",
    "Period",
    "Phones",
    "Place",
    "Power",
    "Prerequisite",
    "Question",
    "Requirement",
    "Scenario",
    "Service",
    "Shift",
    "Slug",
    "Step",
    "Test",
    "TimeLimit",
    "Trips",
    "Value",
    "Variant",
    "Way",
]
