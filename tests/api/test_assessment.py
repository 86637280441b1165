"""预检 over HTTP: the contract's shape, stateless, and the same whatever way a question is answered."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from api.assessments import joined
from api.schemas.assessment import AssessmentOut
from knowledge.importers.sample import load_sample

Json = dict[str, Any]

CODES = sorted(load_sample().published)
SHAPE = {
    "outcome",
    "trips",
    "next_question",
    "questions_left",
    "prerequisites",
    "evidences",
    "reasons",
    "improvements",
}


def assess(api: httpx.Client, code: str, facts: Json, **more: Any) -> Json:
    reply = api.post(f"/api/v1/services/{code}/assessment", json={"facts": facts, **more})
    assert reply.status_code == 200, reply.text
    found: Json = reply.json()
    return found


def first_option(question: Json) -> Any:
    plain = {"bool": True, "number": question["minimum"] or 1, "date": "1950-01-01"}
    return question["options"][0]["value"] if question["options"] else plain[question["type"]]


@pytest.mark.parametrize("code", CODES)
def test_answering_until_nothing_is_asked_ends_it(api: httpx.Client, code: str) -> None:
    facts: Json = {}
    found = assess(api, code, facts)
    while found["next_question"]:
        assert found.keys() >= SHAPE
        assert found["questions_left"]["min"] >= 1
        facts[found["next_question"]["fact"]] = first_option(found["next_question"])
        found = assess(api, code, facts)
    assert found["outcome"] in ("eligible", "ineligible")
    assert found["questions_left"] == {"min": 0, "max": 0}
    if found["outcome"] == "ineligible":
        assert found["trips"] == {"min": None, "max": None, "plan": []}
        assert found["evidences"] == []
    else:
        assert found["trips"]["min"] == found["trips"]["max"] == len(found["trips"]["plan"])


@pytest.mark.parametrize("code", CODES[::8])
def test_saying_nothing_ends_it_honestly(api: httpx.Client, code: str) -> None:
    facts: Json = {}
    found = assess(api, code, facts)
    while found["next_question"]:
        assert found["next_question"]["fact"] not in facts
        facts[found["next_question"]["fact"]] = None
        found = assess(api, code, facts)
    assert found["outcome"] in ("eligible", "undetermined")


def test_the_same_facts_give_the_same_answer(api: httpx.Client) -> None:
    facts = {"age": 70, "birth_date@child": None}
    assert assess(api, "elder-allowance", facts) == assess(api, "elder-allowance", facts)


def test_an_unknown_fact_names_its_field(api: httpx.Client) -> None:
    reply = api.post("/api/v1/services/elder-allowance/assessment", json={"facts": {"age@boss": 3}})
    assert reply.status_code == 422
    assert reply.json()["type"] == "/problems/invalid"


def test_two_services_are_one_errand(api: httpx.Client) -> None:
    codes = ["id-card-replace", "legal-aid"]
    reply = api.post("/api/v1/assessments", json={"services": codes, "facts": {}})
    found = reply.json()
    assert reply.status_code == 200
    assert [item["code"] for item in found["services"]] == codes
    assert found.keys() >= SHAPE


def test_visits_to_the_same_office_are_made_together(api: httpx.Client) -> None:
    facts: Json = {}
    codes = ["legal-aid", "disability-card-apply"]
    parts = [AssessmentOut.model_validate(assess(api, code, facts)) for code in codes]
    visit = {"visit": 1, "office": "office-county", "do": ["交材料"], "bring": ["a"]}
    trips = {"min": 1, "max": 1, "plan": [visit]}
    alike = [
        AssessmentOut.model_validate({**part.model_dump(), "outcome": "eligible", "trips": trips}) for part in parts
    ]
    both = joined(alike)
    assert (both.trips.min, both.trips.max, len(both.trips.plan)) == (1, 1, 1)
    assert both.trips.plan[0].do == ["交材料", "交材料"]
    elsewhere = AssessmentOut.model_validate(
        {**alike[1].model_dump(), "trips": {"min": 1, "max": 2, "plan": [{**visit, "office": "police-liuxi"}]}}
    )
    apart = joined([alike[0], elsewhere])
    assert (apart.trips.min, apart.trips.max) == (2, 3)


def test_one_that_cannot_be_done_spoils_the_errand(api: httpx.Client) -> None:
    part = AssessmentOut.model_validate(assess(api, "legal-aid", {}))
    refused = part.model_copy(update={"outcome": "ineligible"})
    both = joined([part, refused])
    assert both.outcome == "ineligible"
    assert both.trips.plan == []
    assert both.next_question is None
