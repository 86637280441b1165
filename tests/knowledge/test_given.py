"""What a caller may send: older ids and values are taken, and whose a fact is when its question says so."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from knowledge.errors import UnknownFact
from knowledge.given import check_facts
from knowledge.importers.sample import load_sample
from knowledge.model import Fact


@cache
def facts() -> dict[str, Fact]:
    return dict(load_sample().facts)


def given(**told: Any) -> dict[str, Any]:
    return check_facts(told, facts())


def test_a_question_about_the_child_is_the_same_with_and_without_the_subject() -> None:
    assert given(school_stage="小学") == {"school_stage": "小学", "school_stage@child": "小学"}
    assert check_facts({"school_stage@child": "小学"}, facts()) == given(school_stage="小学")
    assert check_facts({"cremated@deceased": True}, facts()) == given(cremated=True)


def test_both_spellings_that_differ_are_kept_apart() -> None:
    told = {"school_stage": "小学", "school_stage@child": "幼儿园"}
    assert check_facts(told, facts()) == told


def test_anybodys_birth_date_is_not_the_childs() -> None:
    assert given(birth_date="1946-01-01") == {"birth_date": "1946-01-01"}


def test_an_older_id_stands_for_the_facts_that_took_its_place() -> None:
    found = given(card_expire_date="2027-01-10")
    assert set(found) == {"id_card_expire_date", "license_expire_date", "disability_card_expire_date"}
    assert set(found.values()) == {"2027-01-10"}


def test_the_present_id_counts_before_an_older_one() -> None:
    found = given(license_expire_date="2026-12-01", card_expire_date="2027-01-10")
    assert found["license_expire_date"] == "2026-12-01"
    assert found["id_card_expire_date"] == "2027-01-10"


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("debts_clear", "异常", {"abnormal_list": True}),
        ("debts_clear", "不清楚", {"debts_clear": None}),
        ("property_status", "有共有人", {"property_status": "都没有", "co_owners": True}),
        ("property_status", "不清楚", {"property_status": None}),
        ("violation_type", "扣证或吊销", {"license_withheld": True}),
        ("disability_type", "视", {"disability_type": "视力"}),
        ("facility_type", "没有", {"house_papers": False}),
        ("stall_goods", "夜市", {"stall_place": "夜市"}),
        ("tree_location", "不清楚", {"tree_location": None}),
    ],
)
def test_an_older_value_says_the_facts_of_today(fact: str, value: str, said: dict[str, Any]) -> None:
    assert given(**{fact: value}) == said


def test_an_older_value_never_overrides_what_is_said_outright() -> None:
    assert given(property_status="有共有人", co_owners=False)["co_owners"] is False


def test_an_older_value_of_another_person_stays_with_that_person() -> None:
    assert check_facts({"disability_type@child": "听"}, facts()) == {"disability_type@child": "听力"}


@pytest.mark.parametrize("told", [{"card_expire_date": "明天"}, {"nothing": 1}, {"debts_clear": "乱写"}])
def test_what_no_fact_declares_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(UnknownFact):
        check_facts(told, facts())


@pytest.mark.parametrize(
    ("fact", "value", "follows"),
    [
        ("cooling_start", "2026-10-01", {"divorce_applied": True}),
        ("adult_children_support", "能", {"duty_support": "养得起"}),
        ("has_disability_card", False, {"disability_card_status": "没办过"}),
        ("household_income_month", 0, {"no_steady_income": True}),
        ("household_income_month", 0.0, {"no_steady_income": True}),
        ("household_income_month", 900, {}),
        ("cooling_start", None, {}),
    ],
)
def test_what_follows_from_a_fact_is_known_too(fact: str, value: Any, follows: dict[str, Any]) -> None:
    assert given(**{fact: value}) == {fact: value, **follows}


def test_what_is_said_outright_counts_before_what_follows() -> None:
    assert given(has_disability_card=False, disability_card_status="丢了")["disability_card_status"] == "丢了"


def test_what_follows_stays_with_the_same_person() -> None:
    assert check_facts({"disability_level@child": "二"}, facts())["has_disability_card@child"] is True


def test_a_couple_is_a_man_and_a_woman_unless_told_otherwise() -> None:
    assert given(gender="男")["gender@spouse"] == "女"
    assert check_facts({"gender": "女", "gender@spouse": "女"}, facts())["gender@spouse"] == "女"
    assert check_facts({"gender@child": "男"}, facts()) == {"gender@child": "男"}


def test_everything_that_follows_exists() -> None:
    for fact in facts().values():
        for follows in fact.implies.values():
            assert check_facts(follows, facts()).keys() >= follows.keys()


def test_every_older_value_says_facts_and_values_that_exist() -> None:
    for fact in facts().values():
        for said in fact.accepts.values():
            assert check_facts(said, facts()).keys() >= said.keys()
