"""What fits this person besides outcome and trips: the fee and the promised limit of their case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from knowledge.conditions import compare, decide, operands
from knowledge.model import Fact, Fee, Limit, Test, TimeLimit
from knowledge.partition import parse_value

Truth = Callable[[Test], bool | None]


def truth_of(given: Mapping[str, Any], facts: Mapping[str, Fact], on: date) -> Truth:
    """Truth of a comparison for exactly the facts given; unknown where the fact was not given."""

    def truth(test: Test) -> bool | None:
        value = given.get(test.fact)
        if value is None:
            return None
        fact = facts[test.fact.partition("@")[0]]
        return compare(test.op, parse_value(fact, value), operands(test, fact.type, on))

    return truth


def fitting_fee(fee: Fee, truth: Truth) -> Fee | None:
    """The fee of this case; None while a rule that would change it is undecided."""
    for rule in fee.rules:
        value, _ = decide(rule.when, truth)
        if value is None:
            return None
        if value:
            return fee.model_copy(update={"amount": rule.amount, "text": rule.text, "charged": rule.amount > 0})
    return fee


def fitting_limit(limit: TimeLimit, truth: Truth) -> Limit | None:
    """The promised limit of this case; None while undecided or unregistered."""
    for rule in limit.rules:
        value, _ = decide(rule.when, truth)
        if value is None:
            return None
        if value:
            return rule.promised
    return limit.promised
