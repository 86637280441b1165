"""Several services at once equal the slow second opinion: outcome, trips, ranges, and no idle question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assessment import Assessor
from knowledge.importers.sample import load_sample
from knowledge.joint import JointAssessment, JointAssessor
from knowledge.model import Evidence, Mode, Service, Step, Way
from knowledge.offering import offices_of
from tests.knowledge import brute_force
from tests.knowledge.test_assessment_against_brute_force import DOMAINS, FACTS, OFFICES, ON, services
from tests.knowledge.test_joint_trips import brute

NEAREST = [office.slug for office in OFFICES]
Json = dict[str, Any]


@st.composite
def errands(draw: st.DrawFn) -> list[Service]:
    number = draw(st.integers(1, 3))
    return [draw(services()).model_copy(update={"code": f"s{i}"}) for i in range(number)]


def joint(found: list[Service], optional: bool = False) -> JointAssessor:
    return JointAssessor([Assessor(s, FACTS, ON, OFFICES) for s in found], NEAREST, optional=optional)


def _visits(found: list[Service], person: Json) -> int | None:
    chains = [
        [
            (step, [way for way in step.ways if brute_force.holds(way.when, person, FACTS, ON)])
            for step in service.steps
            if brute_force.holds(step.when, person, FACTS, ON)
        ]
        for service in found
    ]
    return brute(chains, [OFFICES] * len(chains), {})


def _opinion(found: list[Service], person: Json, optional: bool) -> Any:
    """None when the errand cannot be done, else the visits (None: some step cannot be done) of what can."""
    able = [s for s in found if brute_force.result(s, person, FACTS, ON, OFFICES) is not None]
    if not able or (not optional and len(able) < len(found)):
        return None
    return {"visits": _visits(able, person), "services": {s.code for s in able}}


@settings(max_examples=25, deadline=None)
@given(errands(), st.booleans())
def test_every_complete_case_gets_the_same_outcome_and_trips(found: list[Service], optional: bool) -> None:
    engine = joint(found, optional)
    for person in brute_force.people(DOMAINS):
        answer, expected = engine.assess(person), _opinion(found, person, optional)
        assert answer.next_question is None
        if expected is None:
            assert answer.outcome == "ineligible"
            continue
        assert answer.outcome == "eligible"
        assert (answer.trips_min, answer.trips_max) == (expected["visits"], expected["visits"])
        applying = {service.code for service, part in zip(found, answer.parts, strict=True) if part.applies}
        assert applying == expected["services"]


@settings(max_examples=25, deadline=None)
@given(errands(), st.booleans(), st.sets(st.sampled_from(sorted(DOMAINS)), max_size=2), st.data())
def test_unknown_facts_give_exactly_the_range_of_their_completions(
    found: list[Service], optional: bool, known: set[str], data: st.DataObject
) -> None:
    told = {key: data.draw(st.sampled_from(DOMAINS[key])) for key in sorted(known)}
    people = [p for p in brute_force.people(DOMAINS) if all(p[key] == value for key, value in told.items())]
    opinions = [_opinion(found, person, optional) for person in people]
    answer = joint(found, optional).assess(told)
    possible = [opinion for opinion in opinions if opinion is not None]
    assert (answer.outcome == "ineligible") == (not possible)
    if not optional:
        assert (answer.outcome == "eligible") == (len(possible) == len(opinions))
    visits = [opinion["visits"] for opinion in possible]
    if visits and None not in visits and len(possible) == len(opinions):
        assert (answer.trips_min, answer.trips_max) == (min(visits), max(visits))


@settings(max_examples=25, deadline=None)
@given(errands(), st.booleans(), st.data())
def test_no_question_is_idle_and_the_end_is_certain(found: list[Service], optional: bool, data: st.DataObject) -> None:
    engine = joint(found, optional)
    told: Json = {}
    answer = engine.assess(told)
    while (question := answer.next_question) is not None:
        assert question.key not in told
        assert _can_matter(engine, told, question.key)
        assert answer.questions_fewest >= 1
        bound = answer.questions_most
        told[question.key] = data.draw(st.sampled_from(DOMAINS[question.key]))
        answer = engine.assess(told)
        assert answer.questions_most <= bound - 1
    assert answer.outcome in ("eligible", "ineligible")
    assert answer.trips_min == answer.trips_max


def _can_matter(engine: JointAssessor, told: Json, key: str) -> bool:
    """Whether two answers to one question give different final results for somebody who fits what was told."""
    for person in brute_force.people(DOMAINS):
        if all(person[name] == value for name, value in told.items()):
            results = {_shown(engine.assess({**person, key: value})) for value in DOMAINS[key]}
            if len(results) > 1:
                return True
    return False


def _shown(answer: JointAssessment) -> str:
    papers = {(need.evidence.name, need.exempt) for part in answer.parts for need in part.evidences}
    applying = [part.applies for part in answer.parts] if answer.outcome != "ineligible" else None
    return str((answer.outcome, answer.plan, applying, sorted(papers)))


def counter(service: str, name: str, paper: str) -> Service:
    way = Way(mode=Mode.COUNTER, text="交材料", at=("township",), presence="person")
    return Service(
        code=service,
        name=name,
        source="测试",
        evidences=(Evidence(id="paper", name=paper),),
        steps=(Step(id="apply", text="申请", ways=(way,)),),
    )


def test_one_service_alone_is_assessed_as_always() -> None:
    sample, on = load_sample(), date(2026, 11, 21)
    service = sample.published["elder-allowance"].service
    alone = Assessor(service, sample.facts, on, offices_of(service, sample.places, sample.offices, "liuxi", on))
    together = JointAssessor([alone], list(sample.offices))
    for told in ({}, {"age": 85}, {"age": 85, "hukou_place": "本县本乡镇"}, {"age": 60}):
        one, both = alone.assess(told), together.assess(told)
        assert (one.outcome, one.trips_min, one.trips_max) == (both.outcome, both.trips_min, both.trips_max)
        assert one.evidences == both.parts[0].evidences
        assert one.questions_most == both.questions_most
        assert one.next_question == both.next_question


def test_the_visit_for_two_is_one_and_says_what_each_needs() -> None:
    engine = JointAssessor(
        [Assessor(s, FACTS, ON, OFFICES) for s in (counter("a", "甲", "户口簿"), counter("b", "乙", "户口簿"))], NEAREST
    )
    answer = engine.assess({})
    assert answer.plan is not None
    assert [(v.office, [done.service for done in v.done]) for v in answer.plan.visits] == [("office-t", [0, 1])]


@pytest.mark.parametrize("codes", [["elder-allowance", "elder-card", "elder-bus-card", "pension-alive-check"]])
def test_a_shared_fact_is_asked_once_and_each_subject_apart(codes: list[str]) -> None:
    sample, on = load_sample(), date(2026, 11, 21)
    parts = [
        Assessor(s, sample.facts, on, offices_of(s, sample.places, sample.offices, "liuxi", on))
        for s in (sample.published[code].service for code in codes)
    ]
    keys = [axis.key for axis in JointAssessor(parts, list(sample.offices)).axes]
    assert len(keys) == len(set(keys))
    assert set(keys) == {axis.key for part in parts for axis in part.grid.axes}


def test_the_birthday_of_the_baby_is_not_the_grandmothers() -> None:
    sample, on = load_sample(), date(2026, 11, 21)
    parts = [
        Assessor(s, sample.facts, on, offices_of(s, sample.places, sample.offices, "liuxi", on))
        for s in (sample.published[code].service for code in ("birth-registration", "elder-allowance"))
    ]
    engine = JointAssessor(parts, list(sample.offices), optional=True)
    by_code = dict(zip(("baby", "granny"), engine.assess({"birth_date@child": "2026-10-01"}).parts, strict=True))
    assert by_code["granny"].applies is None
    old = engine.assess({"birth_date": "1940-01-01", "hukou_place": "本县本乡镇", "low_income_household": "都不是"})
    assert old.parts[1].applies is True
    assert engine.assess({"birth_date": "2026-10-01"}).parts[1].applies is False


def test_what_one_service_takes_for_granted_counts_unless_another_looks_at_it_too() -> None:
    sample = load_sample()
    found = [sample.published[code].service for code in ("divorce-register", "marriage-register")]
    offices = [offices_of(s, sample.places, sample.offices, "liuxi", ON) for s in found]
    engines = [Assessor(s, sample.facts, ON, near) for s, near in zip(found, offices, strict=True)]
    presumed = JointAssessor(engines, sorted(sample.offices)).presumed
    assert presumed["divorce_applied"] is False
    assert not {"both_mainland", "marriage_status"} & presumed.keys()
