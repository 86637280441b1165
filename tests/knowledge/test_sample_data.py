"""The sample county's files: each one valid, and true to the cross-field rules of the national element list.

Source of the rules: GB/T 39554 family as provincial checkers apply it, and 一次性告知 (what a guide must contain).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.assessment import Assessor
from knowledge.catalogue import Snapshot
from knowledge.conditions import tests_in as comparisons_in
from knowledge.decision import base_fact, conditions_of
from knowledge.given import SUBJECTS, check_facts
from knowledge.importers.sample import load_sample
from knowledge.model import Condition, Limit, Office, Service
from knowledge.model import Test as Comparison
from knowledge.offering import offices_of
from knowledge.questions import open_masks

DATA = Path(__file__).parents[2] / "knowledge/data"
CODES = sorted(path.stem for path in (DATA / "services").glob("*.yml"))
TODAY = date(2026, 11, 21)
PHONE = re.compile(r"^(0\d{2,3}-\d{7,8}|12\d{3})$")  # with area code, or a hotline such as 12348

each_service = pytest.mark.parametrize("code", CODES)


@cache
def _sample() -> Snapshot:
    return load_sample()


def _service(code: str) -> Service:
    return _sample().published[code].service


def _offered_at(service: Service) -> list[Office]:
    sample = _sample()
    return offices_of(service, sample.places, sample.offices, "qinghe", TODAY)


def _conditions(service: Service) -> Iterator[Condition | None]:
    """Every condition written anywhere in the document, fees and limits too."""
    yield from (requirement.when for requirement in service.requirements)
    yield from (scenario.when for scenario in service.scenarios)
    yield from (prerequisite.when for prerequisite in service.prerequisites)
    for evidence in service.evidences:
        yield evidence.when
        yield from (exemption.when for exemption in evidence.exempt)
    for step in service.steps:
        yield step.when
        yield from (way.when for way in step.ways)
    yield from (rule.when for rule in service.fee.rules)
    yield from (rule.when for rule in service.time_limit.rules)


def _comparisons(service: Service) -> Iterator[Comparison]:
    for condition in _conditions(service):
        yield from comparisons_in(condition)


def _calendar_days(limit: Limit) -> float:
    return {"workday": limit.value * 1.4, "day": float(limit.value), "immediate": 0.0}[limit.unit]


# --- facts -------------------------------------------------------------------------------------------------------


def test_a_fact_is_declared_once_and_its_coarser_form_exists() -> None:
    ids = [item["id"] for item in yaml.safe_load((DATA / "facts.yml").read_text("utf-8"))]
    assert len(ids) == len(set(ids))
    assert {fact.coarser for fact in _sample().facts.values() if fact.coarser} <= set(ids)


def test_facts_that_come_from_services_name_services_and_dates_they_use() -> None:
    facts = _sample().facts
    for fact in facts.values():
        assert set(fact.given_by) <= set(CODES), fact.id
        for code, key in fact.tells.items():
            assert key in {test.fact for test in _comparisons(_service(code))}, (fact.id, code)


def test_a_choice_has_options_and_a_saying_never_means_two_of_them() -> None:
    for fact in _sample().facts.values():
        assert (fact.type == "choice") == bool(fact.options), fact.id
        sayings = [saying for option in fact.options for saying in {option.value, *option.said}]
        assert len(sayings) == len(set(sayings)), fact.id
        assert not set(fact.yes_said) & set(fact.no_said), fact.id


def test_a_changeable_fact_says_what_to_change_and_towards_what() -> None:
    for fact in _sample().facts.values():
        if fact.changeable:
            assert fact.change, fact.id
            assert fact.better in ((True, False) if fact.type == "bool" else {o.value for o in fact.options}), fact.id


def test_questions_are_short_and_differ_by_subject_only_for_known_subjects() -> None:
    for fact in _sample().facts.values():
        assert set(fact.questions) <= set(SUBJECTS), fact.id
        for question in (fact.question, *fact.questions.values()):
            assert 4 <= len(question) <= 50, question
            assert question.count("？") == 1, f"{fact.id} asks more than one thing"


# --- services ----------------------------------------------------------------------------------------------------


@each_service
def test_the_file_is_named_after_its_code(code: str) -> None:
    assert _service(code).code == code


@each_service
def test_every_condition_compares_a_declared_fact_with_a_value_it_has(code: str) -> None:
    facts = _sample().facts
    for test in _comparisons(_service(code)):
        fact = facts[base_fact(test.fact)]
        values = test.value if isinstance(test.value, (list, tuple)) else [test.value]
        if fact.type == "choice":
            assert set(values) <= {option.value for option in fact.options}, test
        if fact.type == "bool":
            assert all(isinstance(value, bool) for value in values), test
        if fact.type == "number":
            assert all(isinstance(value, (int, float)) for value in values), test


@each_service
def test_what_a_request_presumes_is_a_fact_of_the_service_with_a_value_it_has(code: str) -> None:
    service, facts = _service(code), _sample().facts
    engine = Assessor(service, facts, TODAY, _offered_at(service))
    for key, value in service.presumed.items():
        assert key in {axis.key for axis in engine.grid.axes}
        assert check_facts({key: value}, facts)[key] == value


@each_service
def test_no_fact_is_asked_that_cannot_matter(code: str) -> None:
    sample = _sample()
    for place in ("qinghe", "liuxi"):
        offices = offices_of(_service(code), sample.places, sample.offices, place, TODAY)
        assessor = Assessor(_service(code), sample.facts, TODAY, offices)
        axes = assessor.grid.axes
        relevant = assessor.planner.relevant(open_masks(axes), frozenset())
        assert [axis.key for i, axis in enumerate(axes) if i not in relevant] == []


@each_service
def test_scenarios_stay_within_the_facts_the_rules_ask(code: str) -> None:
    service = _service(code)
    asked = {test.fact for condition in conditions_of(service) for test in comparisons_in(condition)}
    for scenario in service.scenarios:
        assert {test.fact for test in comparisons_in(scenario.when)} <= asked, scenario.id


@each_service
def test_every_place_and_kind_of_office_exists(code: str) -> None:
    sample, service = _sample(), _service(code)
    for offering in service.offerings:
        assert offering.place in sample.offices or offering.place in sample.places, offering.place
    kinds = {office.kind for office in _offered_at(service)}
    assert kinds, "nobody offers it"
    for step in service.steps:
        for way in step.ways:
            assert set(way.at) <= kinds, f"{step.id} names an office that does not offer the service"


@each_service
def test_some_counter_serves_those_who_book(code: str) -> None:
    service = _service(code)
    if service.bookable:
        counters = [counter for office in _offered_at(service) for counter in office.counters]
        assert any(not c.skills or service.booking_skill in c.skills for c in counters)
    skills = {skill for office in _sample().offices.values() for c in office.counters for skill in c.skills}
    assert (
        service.booking_skill is None
        or service.booking_skill in skills
        or any(not c.skills for office in _offered_at(service) for c in office.counters)
    )


@each_service
def test_a_trip_is_published_with_its_reason_and_only_then(code: str) -> None:
    trips = _service(code).trips
    assert trips.published is not None
    assert bool(trips.reason) == (trips.published > 0)


@each_service
def test_done_at_once_means_the_same_day(code: str) -> None:
    service = _service(code)
    promised = service.time_limit.promised
    same_day = promised is not None and (promised.unit == "immediate" or promised.value == 0)
    assert (service.kind == "immediate") == same_day


@each_service
def test_the_promise_keeps_the_law_and_the_steps_keep_the_promise(code: str) -> None:
    service = _service(code)
    promised, statutory = service.time_limit.promised, service.time_limit.statutory
    if promised and statutory and statutory.unit != "immediate":
        assert _calendar_days(promised) <= _calendar_days(statutory) * (1.4 if statutory.unit == "day" else 1)
    if promised:
        always = sum(step.days for step in service.steps if step.when is None and not step.scenarios)
        assert always * 1.4 <= _calendar_days(promised) or promised.unit == "day"


@each_service
def test_a_fee_names_its_basis(code: str) -> None:
    fee = _service(code).fee
    assert fee.charged is not None
    assert fee.text
    assert not fee.charged or (fee.basis and fee.amount)


@each_service
def test_the_guide_tells_everything_at_once(code: str) -> None:
    service = _service(code)
    assert len(service.aliases) >= 4
    assert len(service.faq) >= 3
    for field in ("summary", "department", "topic", "audience", "proxy", "progress", "online", "remedy", "outputs"):
        assert getattr(service, field), field
    assert service.mistakes
    assert service.sample
    assert service.checked_on
    assert service.legal_basis
    assert all(basis.articles or basis.note for basis in service.legal_basis)
    for evidence in service.evidences:
        assert evidence.form and evidence.source, evidence.id
        assert evidence.when_text or (evidence.when is None and not evidence.scenarios), evidence.id
    for requirement in service.requirements:
        assert requirement.source, requirement.id
        assert requirement.failed or requirement.when is None, requirement.id


@each_service
def test_presence_at_a_counter_has_its_reason(code: str) -> None:
    for step in _service(code).steps:
        for way in step.ways:
            if way.mode in ("counter", "kiosk"):
                assert way.reason and way.presence != "none", step.id


@each_service
def test_what_is_marked_as_local_names_a_field_or_part_that_exists(code: str) -> None:
    service = _service(code)
    for name in service.sample:
        field, _, part = name.partition(".")
        value = getattr(service, field)
        if part and isinstance(value, tuple):
            named = any(getattr(item, "id", None) == part or hasattr(item, part) for item in value)
            assert named, name
        elif part:
            assert hasattr(value, part), name


@each_service
def test_the_phone_to_ask_is_not_the_phone_to_complain(code: str) -> None:
    phones = _service(code).phones
    assert phones.consult is None or phones.consult != phones.complain
    assert all(PHONE.match(number) for number in (phones.consult, phones.complain) if number)


@each_service
def test_truth_cases_stand_on_both_sides(code: str) -> None:
    cases = yaml.safe_load((Path(__file__).parent / "truth" / f"{code}.yml").read_text("utf-8"))
    assert len({case["name"] for case in cases}) == len(cases) >= 6
    assert {case["outcome"] for case in cases} >= {"eligible", "ineligible"}
