"""The flow chart shows every question and outcome of a service, the same each time, as well-formed escaped SVG."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.flow_svg import flow_svg, wrapped
from knowledge.assessment import Assessor
from knowledge.catalogue import Snapshot
from knowledge.flow import Flow, flow_of
from knowledge.importers.proof_words import proof_words
from knowledge.importers.sample import load_sample
from knowledge.model import Service
from knowledge.offering import offices_of

ON = date(2026, 11, 21)
CODES = sorted(path.stem for path in (Path(__file__).parents[2] / "knowledge/data/services").glob("*.yml"))
SVG = "{http://www.w3.org/2000/svg}"


@cache
def _sample() -> Snapshot:
    return load_sample()


def _service(code: str) -> Service:
    return _sample().published[code].service


def _chart(service: Service, most: int = 60) -> Flow:
    sample = _sample()
    offices = offices_of(service, sample.places, sample.offices, "qinghe", ON)
    return flow_of(Assessor(service, sample.facts, ON, offices), most)


def _drawn(service: Service, flow: Flow) -> str:
    return flow_svg(service.name, flow, proof_words())


def _text(svg: str) -> str:
    """What stands in the picture, line breaks left out."""
    return "".join(node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("code", [code for code in CODES if code != "legal-aid"])
def test_every_question_and_outcome_stands_in_the_picture(code: str) -> None:
    flow = _chart(_service(code))
    text = _text(_drawn(_service(code), flow))
    for box in flow.questions:
        assert f"问{box.number} {box.text}" in text
    for outcome in flow.outcomes:
        assert f"结果{outcome.number} " in text
        assert not outcome.bring or "、".join(outcome.bring) in text


def test_every_answer_leads_further_down_and_every_box_is_led_to() -> None:
    flow = _chart(_service("residence-permit-apply"))
    led = {(branch.ends, branch.to) for box in flow.questions for branch in box.branches}
    assert {(False, box.number) for box in flow.questions[1:]} <= led
    assert {(True, box.number) for box in flow.outcomes} <= led
    assert all(branch.ends or branch.to > box.number for box in flow.questions for branch in box.branches if branch.to)


def test_the_answers_of_a_box_are_all_the_answers_there_are() -> None:
    for box in _chart(_service("elder-allowance")).questions:
        cells = [cell for branch in box.branches for cell in branch.cells]
        assert sorted(map(repr, cells)) == sorted(map(repr, box.axis.cells))


def test_a_person_who_follows_the_chart_gets_what_the_engine_says() -> None:
    service, sample = _service("id-card-renew"), _sample()
    flow = _chart(service)
    engine = Assessor(service, sample.facts, ON, offices_of(service, sample.places, sample.offices, "qinghe", ON))
    said = {}
    box = flow.questions[0]
    while True:
        branch = box.branches[-1]
        said[box.axis.key] = branch.cells[0].sample
        if branch.ends:
            break
        box = flow.questions[(branch.to or 0) - 1]
    outcome = flow.outcomes[(branch.to or 0) - 1]
    found = engine.assess(said)
    assert found.next_question is None
    assert (found.outcome == "eligible", found.trips_max) == (outcome.eligible, outcome.trips)


def test_a_chart_cut_short_says_how_many_questions_are_left() -> None:
    service = _service("residence-permit-apply")
    flow = _chart(service, most=3)
    assert len(flow.questions) == 3 and not flow.complete
    left = max(branch.left for box in flow.questions for branch in box.branches)
    assert left > 0
    assert f"其余 {left} 问" in _text(_drawn(service, flow))


def test_names_and_questions_are_escaped() -> None:
    service = _service("elder-card").model_copy(update={"name": '<script>"&'})
    svg = _drawn(service, _chart(service))
    assert "<script>" not in svg
    assert '<script>"&' in _text(svg)


def test_the_same_service_is_drawn_the_same() -> None:
    service = _service("medical-chronic")
    assert _drawn(service, _chart(service)) == _drawn(service, _chart(service))


def test_who_cannot_see_it_hears_title_and_every_step() -> None:
    service = _service("elder-card")
    flow = _chart(service)
    root = ElementTree.fromstring(_drawn(service, flow))
    assert root.get("role") == "img"
    assert service.name in str(root.findtext(f"{SVG}title"))
    told = str(root.findtext(f"{SVG}desc"))
    assert all(box.text in told for box in flow.questions)


def test_a_service_without_rules_says_so() -> None:
    service = Service(code="s", name="事", source="测试")
    assert "没有登记规则" in _text(_drawn(service, _chart(service)))


def test_lines_are_no_wider_than_the_box_and_lose_nothing() -> None:
    text = "领到身份证那天（或者网上 https://example.org/a/very/long/address 查到的那天）满60周岁了吗？"
    lines = wrapped(text, 19)
    assert "".join(lines) == text
    assert all(len(line) <= 36 for line in lines)
