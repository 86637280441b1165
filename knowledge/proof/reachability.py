"""Reachability: everything written down happens to somebody, and what is conditional is not so for everybody.

Judged among the entitled (requirements: among all). In a sample, "never seen" is no proof: such a fault is not grave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.conditions import tests_in
from knowledge.decision import Bools, conditions_of
from knowledge.model import Condition
from knowledge.partition import test_key
from knowledge.proof.cases import conditions_beside
from knowledge.proof.outcomes import Outcomes
from knowledge.proof.report import Fault


def everything_happens(found: Outcomes) -> Iterator[Fault]:
    """Every requirement, scenario, paper, exemption, step, way, prerequisite, fee and limit can count and can not."""
    parts = (_requirements, _scenarios, _evidences, _exemptions, _steps, _ways, _prerequisites, _fees, _limits)
    for part in parts:
        for fault in part(found):
            yield fault if found.cases.exact else replace(fault, grave=False)


def every_comparison_can_go_both_ways(found: Outcomes) -> Iterator[Fault]:
    """No single comparison is true, or false, for every value the fact can have."""
    axes = {axis.key: axis for axis in found.cases.axes}
    seen: set[str] = set()
    for condition in (*conditions_of(found.service), *conditions_beside(found.service)):
        for test in tests_in(condition):
            values = axes[test.fact].truth[test_key(test)]
            if len(set(values)) == 1 and test_key(test) not in seen:
                seen.add(test_key(test))
                rule = "comparison-always" if values[0] else "comparison-never"
                yield Fault(
                    rule,
                    {"question": axes[test.fact].fact.question, "comparison": test_key(test), "fact": test.fact},
                )


def _both(rows: Bools, among: Bools, when: Condition | None, never: Fault, always: Fault) -> Iterator[Fault]:
    """`never` when it holds in none of the rows, `always` when a condition is written and it holds in all of them."""
    if not among.any():
        return
    if not (rows & among).any():
        yield never
    elif when is not None and not (~rows & among).any():
        yield always


def _requirements(found: Outcomes) -> Iterator[Fault]:
    for item, rows in zip(found.service.requirements, found.requirements, strict=True):
        about = {"requirement": item.text, "id": item.id}
        everybody = found.cases.truth(None)
        yield from _both(
            rows, everybody, item.when, Fault("requirement-never", about), Fault("requirement-always", about)
        )


def _scenarios(found: Outcomes) -> Iterator[Fault]:
    for item in found.service.scenarios:
        about = {"scenario": item.name, "id": item.id}
        rows = found.scenarios[item.id]
        yield from _both(
            rows, found.eligible, item.when, Fault("scenario-never", about), Fault("scenario-always", about)
        )


def _evidences(found: Outcomes) -> Iterator[Fault]:
    for item, rows in zip(found.service.evidences, found.needed, strict=True):
        about = {"evidence": item.name, "id": item.id}
        yield from _both(
            rows, found.eligible, item.when, Fault("evidence-never", about), Fault("evidence-always", about)
        )


def _exemptions(found: Outcomes) -> Iterator[Fault]:
    """The first exemption that fits counts: a later one may be shadowed."""
    for item, rows in zip(found.service.evidences, found.needed, strict=True):
        left = rows & found.eligible
        for exemption in item.exempt:
            about = {"evidence": item.name, "reason": exemption.reason}
            applies = found.cases.truth(exemption.when)
            if (rows & found.eligible).any():
                never, always = Fault("exemption-never", about), Fault("exemption-always", about)
                if not left.any():
                    yield never
                yield from _both(applies, left, exemption.when, never, always)
            left = left & ~applies


def _steps(found: Outcomes) -> Iterator[Fault]:
    for item, rows in zip(found.service.steps, found.active, strict=True):
        about = {"step": item.text, "id": item.id}
        yield from _both(rows, found.eligible, item.when, Fault("step-never", about), Fault("step-always", about))


def _ways(found: Outcomes) -> Iterator[Fault]:
    for step, active, ways in zip(found.service.steps, found.active, found.ways, strict=True):
        for way, rows in zip(step.ways, ways, strict=True):
            about = {"step": step.text, "way": way.text}
            among = found.eligible & active
            yield from _both(rows, among, way.when, Fault("way-never", about), Fault("way-always", about))


def _prerequisites(found: Outcomes) -> Iterator[Fault]:
    for item, rows in zip(found.service.prerequisites, found.prerequisites, strict=True):
        about = {"prerequisite": item.text, "id": item.id}
        never, always = Fault("prerequisite-never", about), Fault("prerequisite-always", about)
        yield from _both(rows, found.eligible, item.when, never, always)


def _fees(found: Outcomes) -> Iterator[Fault]:
    rules = [(rule.when, rule.text) for rule in found.service.fee.rules]
    yield from _in_order(found, rules, "fee-never")


def _limits(found: Outcomes) -> Iterator[Fault]:
    rules = [(rule.when, rule.text) for rule in found.service.time_limit.rules]
    yield from _in_order(found, rules, "limit-never")


def _in_order(found: Outcomes, rules: list[tuple[Condition, str]], rule: str) -> Iterator[Fault]:
    """Of rules tried one after another, each is the first that fits for somebody."""
    left = found.eligible
    for when, text in rules:
        rows = found.cases.truth(when)
        if left.any() and not (rows & left).any():
            yield Fault(rule, {"text": text})
        left = left & ~rows
