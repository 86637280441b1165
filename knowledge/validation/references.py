"""Rules about what a document refers to: declared facts with values they have, offices that offer the service."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.conditions import tests_in
from knowledge.decision import base_fact
from knowledge.model import Condition, Fact, Service, Test
from knowledge.offering import offices_of
from knowledge.validation.finding import Breach, Context


def facts_declared(service: Service, context: Context) -> Iterator[Breach]:
    for test in _tests(service):
        if base_fact(test.fact) not in context.facts:
            yield Breach("facts", {"fact": test.fact})


def values_fit(service: Service, context: Context) -> Iterator[Breach]:
    for test in _tests(service):
        fact = context.facts.get(base_fact(test.fact))
        if fact is not None and not _fits(test, fact):
            yield Breach("facts", {"fact": test.fact, "value": test.value})


def _fits(test: Test, fact: Fact) -> bool:
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    if fact.type == "choice":
        return set(values) <= {option.value for option in fact.options}
    if fact.type == "bool":
        return all(isinstance(value, bool) for value in values)
    if fact.type == "number":
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return True


def _tests(service: Service) -> Iterator[Test]:
    for condition in _conditions(service):
        yield from tests_in(condition)


def _conditions(service: Service) -> Iterator[Condition | None]:
    """Every condition written anywhere in the document, fees and limits too."""
    yield from (requirement.when for requirement in service.requirements)
    yield from (scenario.when for scenario in service.scenarios)
    yield from (prerequisite.when for prerequisite in service.prerequisites)
    papers = [*service.evidences, *(e for o in service.offerings for e in o.evidences or ())]
    for evidence in papers:
        yield evidence.when
        yield from (exemption.when for exemption in evidence.exempt)
    for step in service.steps:
        yield step.when
        yield from (way.when for way in step.ways)
    yield from (rule.when for rule in service.fee.rules)
    yield from (rule.when for rule in service.time_limit.rules)


def ways_offered(service: Service, context: Context) -> Iterator[Breach]:
    """A step is not sent to a kind of office that does not offer the service."""
    everywhere = service.model_copy(update={"offerings": tuple(_timeless(service))})
    kinds = {office.kind for office in offices_of(everywhere, context.places, context.offices, None, context.on)}
    for number, step in enumerate(service.steps):
        for place, way in enumerate(step.ways):
            if lost := [kind for kind in way.at if kind not in kinds]:
                yield Breach(f"steps.{number}.ways.{place}.at", {"kind": lost[0], "step": step.text})


def _timeless(service: Service) -> Iterator[object]:
    return (offering.model_copy(update={"from_": None, "until": None}) for offering in service.offerings)
