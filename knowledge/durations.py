"""How many slots in a row a service takes: its own number, or that of the case (情形) it is. Pure.

lengths_of(services, given, facts, on, scenario=None) -> tuple[int, ...]

`scenario` names the case outright; else the case whose condition is true of the facts given. Of several the longest
counts: a visit that ends early disturbs nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.conditions import compare, decide, operands
from knowledge.model import Fact, Service, Test

Facts = Mapping[str, Any]


def lengths_of(
    services: Sequence[Service], given: Facts, facts: Mapping[str, Fact], on: date, scenario: str | None = None
) -> tuple[int, ...]:
    """One number per service. `given`: checked facts under their canonical keys (knowledge.given.check_facts)."""
    return tuple(_length(service, given, facts, on, scenario) for service in services)


def _length(service: Service, given: Facts, facts: Mapping[str, Fact], on: date, scenario: str | None) -> int:
    named = [s.duration for s in service.scenarios if s.id == scenario and s.duration]
    if named:
        return named[0]
    true = [
        s.duration
        for s in service.scenarios
        if s.duration and s.when and decide(s.when, lambda test: _truth(test, given, facts, on))[0]
    ]
    return max(true, default=service.duration)


def _truth(test: Test, given: Facts, facts: Mapping[str, Fact], on: date) -> bool | None:
    fact = facts.get(test.fact.partition("@")[0])
    value = given.get(test.fact.removesuffix("@applicant"))
    if fact is None or value is None:
        return None
    if fact.type == "date":
        value = date.fromisoformat(str(value))
    elif fact.type == "number":
        value = float(value)
    return compare(test.op, value, operands(test, fact.type, on))
