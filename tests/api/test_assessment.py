"""预检 over HTTP: the contract's shape, stateless, and the same whatever way a question is answered."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

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
        assert (found["trips"]["min"], found["trips"]["max"], found["trips"]["plan"]) == (None, None, [])
        assert found["evidences"] == []
    else:
        assert found["trips"]["min"] == found["trips"]["max"] == len(found["trips"]["plan"])


@pytest.mark.parametrize("code", CODES)
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


def errand(api: httpx.Client, services: list[str], facts: Json, **more: Any) -> Json:
    reply = api.post("/api/v1/assessments", json={"services": services, "facts": facts, **more})
    assert reply.status_code == 200, reply.text
    found: Json = reply.json()
    return found


def answered(api: httpx.Client, services: list[str], facts: Json, **more: Any) -> Json:
    """Answer everything that is asked with the first option."""
    facts = dict(facts)
    found = errand(api, services, facts, **more)
    while found["next_question"]:
        assert found["next_question"]["fact"] not in facts
        facts[found["next_question"]["fact"]] = first_option(found["next_question"])
        found = errand(api, services, facts, **more)
    return found


LAID_OFF = {"why_left_job": "单位不要", "unemp_ins_months": 24, "job_wanted": True, "unemployment_registered": False}


def test_registering_first_opens_what_comes_after_it_in_the_same_errand(api: httpx.Client) -> None:
    alone = assess(api, "unemployment-benefit", LAID_OFF)
    together = errand(api, ["unemployment-register", "unemployment-benefit"], LAID_OFF)
    assert alone["outcome"] == "ineligible"
    assert together["outcome"] != "ineligible"


ELDER = {
    "birth_date": "1940-01-01",
    "hukou_place": "本县本乡镇",
    "low_income_household": "都不是",
    "no_smartphone": True,
    "accept_agent": False,
    "mobility_limited": False,
    "applicant_is_self": "自己",
    "accept_mail": False,
}
CARDS = ["elder-allowance", "elder-card"]


def test_visits_to_the_same_office_are_made_together(api: httpx.Client) -> None:
    alone = [assess(api, code, ELDER, place="liuxi")["trips"] for code in CARDS]
    both = answered(api, CARDS, ELDER, place="liuxi")
    assert both["outcome"] == "eligible"
    assert max(t["min"] for t in alone) <= both["trips"]["max"] < sum(t["max"] for t in alone)
    first = both["trips"]["plan"][0]
    assert set(first["services"]) == set(CARDS)
    assert first["who"] in ("anyone", "relative", "person", "both")


def test_a_paper_that_several_services_want_is_listed_once(api: httpx.Client) -> None:
    both = answered(api, CARDS, ELDER, place="liuxi")
    names = [paper["name"] for paper in both["evidences"]]
    assert len(names) == len(set(names))
    assert any(len(paper["services"]) == 2 for paper in both["evidences"])


def test_one_that_cannot_be_done_spoils_the_errand_and_is_named(api: httpx.Client) -> None:
    found = answered(api, CARDS, {**ELDER, "birth_date": "1964-01-01"})
    assert found["outcome"] == "ineligible"
    assert found["trips"] == {"min": None, "max": None, "plan": [], "remote": [], "days": None}
    assert found["evidences"] == []
    assert next(part for part in found["parts"] if part["code"] == "elder-allowance")["applies"] is False


@pytest.mark.parametrize("bundle", sorted(load_sample().bundles))
def test_a_bundle_leaves_out_what_is_not_meant_for_this_person(api: httpx.Client, bundle: str) -> None:
    found = answered(api, [], {}, bundle=bundle)
    assert found["outcome"] in ("eligible", "ineligible")
    assert found["questions_left"] == {"min": 0, "max": 0}
    assert {part["left_out"] for part in found["parts"]} <= {None, "ineligible", "alternative", "optional"}
    if found["outcome"] == "eligible":
        assert found["trips"]["min"] == found["trips"]["max"] == len(found["trips"]["plan"])


def test_a_bundle_knows_its_own_services_only(api: httpx.Client) -> None:
    reply = api.post("/api/v1/assessments", json={"bundle": "newborn", "services": ["elder-card"], "facts": {}})
    assert reply.status_code == 422
    assert "elder-card" in reply.json()["detail"]
    assert api.post("/api/v1/assessments", json={"facts": {}}).status_code == 422


@pytest.mark.parametrize("code", CODES)
def test_the_sentence_and_the_numbers_never_disagree(api: httpx.Client, code: str) -> None:
    facts: Json = {}
    while True:
        found = assess(api, code, facts)
        _check_sentence(found)
        question = found["next_question"]
        if question is None:
            break
        facts[question["fact"]] = first_option(question)


def _check_sentence(found: Json) -> None:
    text, fewest, most = found["summary"], found["trips"]["min"], found["trips"]["max"]
    if found["outcome"] == "ineligible":
        assert "办不了" in text and not re.search(r"跑\d", text)
        return
    said = re.search(r"跑(\d+)(?:到(\d+))?趟", text)
    if said:
        assert (int(said[1]), int(said[2] or said[1])) == (fewest, most)
    else:
        assert (fewest, most) == (0, 0) if "一趟都不用跑" in text else None in (fewest, most)
    papers = re.search(r"(?:带|备好?)(\d+)样", text)
    assert (int(papers[1]) if papers else 0) == sum(paper["bring"] for paper in found["evidences"])
    outings = re.search(r"出门(\d+)次", text)
    assert (int(outings[1]) if outings else 0) == sum(item["outings"] for item in found["prerequisites"])
    if found["benefit"] and found["outcome"] == "eligible":
        assert "初步符合" in text and "可以办" not in text


@pytest.mark.parametrize("code", ["elder-allowance", "subsistence-allowance", "elder-card"])
def test_a_closed_office_is_said_with_its_next_opening(api: httpx.Client, code: str) -> None:
    facts = {**ELDER, "birth_date": "1940-01-01"}
    sunday = _finished(api, code, facts, on="2026-11-22", place="liuxi")
    monday = _finished(api, code, facts, on="2026-11-23", place="liuxi")
    assert sunday["trips"]["min"] == monday["trips"]["min"]
    if sunday["trips"]["plan"]:
        visit = sunday["trips"]["plan"][0]
        assert visit["closed_then"] and "不开门" in visit["note"]
        assert visit["opens"]["start"] > "2026-11-22T23"
        assert not monday["trips"]["plan"][0]["closed_then"]


def _finished(api: httpx.Client, code: str, facts: Json, **more: Any) -> Json:
    facts = dict(facts)
    found = assess(api, code, facts, **more)
    while found["next_question"]:
        facts[found["next_question"]["fact"]] = first_option(found["next_question"])
        found = assess(api, code, facts, **more)
    return found


def test_before_the_rules_were_in_force_nothing_is_claimed(api: httpx.Client) -> None:
    before = assess(api, "subsistence-allowance", {}, on="2026-06-30")
    after = assess(api, "subsistence-allowance", {}, on="2026-07-01")
    assert before["outcome"] == "undetermined"
    assert before["trips"]["min"] is None
    assert before["next_question"] is None
    assert "2026-07-01" in before["reasons"][0]["text"]
    assert after["next_question"] is not None


def test_after_a_round_has_ended_nothing_is_claimed(api: httpx.Client) -> None:
    last = assess(api, "machinery-subsidy", {}, on="2026-12-31")
    after = assess(api, "machinery-subsidy", {}, on="2027-01-01")
    assert last["next_question"] is not None
    assert (after["outcome"], after["trips"]["min"], after["next_question"]) == ("undetermined", None, None)
    assert "2027-01-01" in after["reasons"][0]["text"]


def test_what_is_shown_at_every_visit_stands_in_each_of_them(api: httpx.Client) -> None:
    agreed = {"partner_agree": True, "divorce_agreement_ready": True, "both_capable": True}
    facts = {**agreed, "marriage_in_mainland": True, "marriage_cert_have": True}
    first, second = assess(api, "divorce-register", facts)["trips"]["plan"]
    assert first["bring"] == ["id_card", "marriage_cert", "divorce_agreement", "photo"]
    assert second["bring"] == ["id_card", "marriage_cert"]


COMES_BACK: list[tuple[str, Json, list[str]]] = [
    ("social-card-apply", {"social_card_status": "没办过", "age": 30, "accept_agent": False}, ["id_card"]),
    ("public-rental", {"own_house_here": False, "low_income_household": "低保", "cooperative": True}, ["id_card"]),
    (
        "pension-resident-claim",
        {"pension_type": "居民", "age": 61, "pension_years": 12, "pension_top_up": True},
        ["id_card"],
    ),
    ("id-card-renew", {"id_card_status": "坏了看不清", "age": 30, "mobility_limited": False}, ["id_card"]),
    ("birth-registration", {"age@child": 7, "birth_cert_have": True}, ["household_book", "id_card"]),
]


@pytest.mark.parametrize(("code", "facts", "shown"), COMES_BACK)
def test_who_comes_back_shows_the_papers_again(api: httpx.Client, code: str, facts: Json, shown: list[str]) -> None:
    here = {"hukou_place": "本县本乡镇", "hukou_place@child": "本县本乡镇", "no_smartphone": True, "accept_mail": False}
    own = {"applicant_is_self": "自己", "accept_agent": False, "id_urgent": False}
    plan = assess(api, code, {**here, **own, **facts})["trips"]["plan"]
    assert len(plan) == 2
    assert plan[1]["bring"] == shown


def test_what_only_fails_together_is_said_with_its_reason(api: httpx.Client) -> None:
    """Two of twenty-one: whoever is the man is too young, before anybody asked who that is."""
    found = assess(api, "marriage-register", {"age": 21, "age@spouse": 21})
    assert found["outcome"] == "ineligible"
    assert False in [reason["result"] for reason in found["reasons"]]
    assert "22周岁" in found["summary"]


def test_who_goes_nowhere_is_not_told_to_carry_papers(api: httpx.Client) -> None:
    old = {"age": 85, "hukou_place": "本县本乡镇", "low_income_household": "都不是", "no_smartphone": False}
    assert "备好1样材料" in assess(api, "elder-allowance", old)["summary"]
    walks = {**old, "no_smartphone": True, "accept_agent": False, "mobility_limited": False}
    assert "，带1样材料" in assess(api, "elder-allowance", {**walks, "applicant_is_self": "自己"})["summary"]


def test_nobody_is_asked_what_the_other_of_a_couple_is(api: httpx.Client) -> None:
    facts: Json = {"gender": "男", "close_relatives": False}
    asked = set()
    while question := assess(api, "marriage-register", facts)["next_question"]:
        asked.add(question["fact"])
        facts[question["fact"]] = first_option(question)
    assert "marriage_status@spouse" in asked
    assert "gender@spouse" not in asked


def test_an_outing_after_the_application_is_not_said_to_come_first(api: httpx.Client) -> None:
    lost = {"social_card_status": "丢了", "no_smartphone": False, "accept_mail": True}
    assert "另外要出门1次" in assess(api, "social-card-replace", lost)["summary"]


@pytest.mark.parametrize("on", ["2000-01-01", "2099-12-31"])
def test_any_day_gets_an_honest_answer(api: httpx.Client, on: str) -> None:
    for code in CODES:
        found = assess(api, code, {}, on=on)
        assert found["outcome"] in ("eligible", "undetermined", "ineligible")
        assert found["registered"] or found["reasons"]


@pytest.mark.parametrize(
    ("fact", "value"),
    [("birth_date", "1940-02-30"), ("birth_date", "很久以前"), ("age", -1), ("age", "八十"), ("hukou_place", "火星")],
)
def test_an_impossible_value_is_refused_in_chinese(api: httpx.Client, fact: str, value: Any) -> None:
    reply = api.post("/api/v1/services/elder-allowance/assessment", json={"facts": {fact: value}})
    assert reply.status_code == 422
    assert str(value) in reply.json()["detail"]
    assert reply.json()["errors"][0]["field"] == fact


def test_completed_years_leave_a_threshold_open_only_where_they_do(api: httpx.Client) -> None:
    facts = {"hukou_place": "本县本乡镇", "low_income_household": "都不是", "no_smartphone": False}
    assert assess(api, "elder-allowance", {**facts, "age": 80}, on="2026-11-21")["outcome"] == "eligible"
    assert assess(api, "elder-allowance", {**facts, "age": 79}, on="2026-11-21")["outcome"] == "ineligible"


def test_someone_elses_birthday_says_nothing_about_this_person(api: httpx.Client) -> None:
    asked = assess(api, "elder-allowance", {"birth_date@child": "2026-10-01"})
    assert asked == assess(api, "elder-allowance", {})
