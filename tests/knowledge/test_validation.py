"""Every rule of the checker: it speaks on one service and keeps silent on its neighbour across the line."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from knowledge.catalogue import Snapshot
from knowledge.importers.rulebook import load_rulebook
from knowledge.importers.sample import load_sample
from knowledge.model import Service
from knowledge.validation import RULES, Context, errors, validate, warnings
from tests.builders import PLACES, a_complete_service, an_imported, an_office

TODAY = date(2026, 11, 24)
BOOK = load_rulebook()

# What the sample county does not know yet: facts nobody published. The numbers may only fall.
KNOWN_WARNINGS = {"V17-result-sample": 65, "C31-depth": 64, "C14-paper-copies": 8, "V08-fee-payment": 5}


@cache
def sample() -> Snapshot:
    return load_sample()


def context(**changed: Any) -> Context:
    known = {
        "book": BOOK,
        "facts": sample().facts,
        "places": {place.slug: place for place in PLACES},
        "offices": {"hall": an_office(complain_phone="0571-5550199")},
        "on": TODAY,
    }
    return Context(**{**known, **changed})


def county() -> Context:
    return Context(BOOK, sample().facts, sample().places, sample().offices, TODAY)


def found(service: Service, rule: str, **changed: Any) -> list[str]:
    return [finding.field for finding in validate(service, context(**changed)) if finding.id == rule]


def test_a_complete_service_has_nothing_to_mend() -> None:
    assert validate(a_complete_service(), context()) == []


PAPER = {"id": "id-card", "name": "身份证", "form": "原件", "copies": 1, "source": "公安机关"}
WAY = {"mode": "counter", "text": "到窗口交", "presence": "anyone", "reason": "要当面核对"}
FEE = {"amount": 5, "charged": True, "basis": "渡口收费办法", "items": ["工本费5元"], "online_payment": True}
OFFER = {"place": "hall", "level": "township"}

BREACHES: list[tuple[str, dict[str, Any], str]] = [
    ("V01-same-day", {"kind": "immediate"}, "time_limit.promised"),
    ("V01-same-day", {"time_limit": {"promised": {"value": 0, "unit": "immediate"}}}, "kind"),
    ("V02-trip-needs-reason", {"trips": {"published": 1}}, "trips.reason"),
    ("V03-no-trip-no-reason", {"trips": {"published": 0, "reason": "要签字"}}, "trips.reason"),
    ("V04-no-trip-by-which-way", {"trips": {"published": 0}}, "steps"),
    ("V05-fully-online-no-trip", {"depth": "IV"}, "depth"),
    ("V06-fee-basis", {"fee": {**FEE, "basis": None}}, "fee.basis"),
    ("V07-fee-items", {"fee": {**FEE, "items": []}}, "fee.items"),
    ("V08-fee-payment", {"fee": {**FEE, "online_payment": None}}, "fee.online_payment"),
    ("V09-free-no-payment", {"fee": {"amount": 0, "charged": False, "online_payment": True}}, "fee.online_payment"),
    ("V10-fee-amount", {"fee": {**FEE, "charged": False, "online_payment": None}}, "fee.amount"),
    ("V11-phones-differ", {"phones": {"consult": "0571-5550100", "complain": "0571-5550100"}}, "phones.complain"),
    ("V12-phone-area-code", {"phones": {"consult": "5550100"}}, "phones.consult"),
    ("V13-hours-name-days", {"hours": "9:00-17:00"}, "hours"),
    (
        "V14-address-to-the-door",
        {"offerings": [{"place": "lake", "level": "county", "addresses": ["大湖县城"]}]},
        "offerings.0.addresses",
    ),
    ("V15-audience-fits-topic", {"topic": "社会救助", "serves": ["organisation"]}, "serves"),
    ("V16-result-type", {"outputs": [{"name": "过渡证", "sample": "大厅公示栏"}]}, "outputs.0.type"),
    ("V17-result-sample", {"outputs": [{"name": "过渡证", "type": "证照"}]}, "outputs.0.sample"),
    ("V18-permit-question", {"power_type": "行政许可", "faq": []}, "faq"),
    ("V19-steps-within-promise", {"steps": [{"id": "a", "text": "审", "days": 4, "ways": [WAY]}]}, "steps"),
    (
        "V20-promise-within-law",
        {"time_limit": {"promised": {"value": 3, "unit": "workday"}, "statutory": {"value": 2, "unit": "workday"}}},
        "time_limit.promised",
    ),
    ("C01-name", {"name": " "}, "name"),
    ("C02-place", {"offerings": []}, "offerings"),
    ("C02-place", {"offerings": [{**OFFER, "until": "2026-11-24"}]}, "offerings"),
    ("C03-source", {"source": " "}, "source"),
    ("C04-basis", {"legal_basis": []}, "legal_basis"),
    ("C05-basis-article", {"legal_basis": [{"law": "渡口管理办法"}]}, "legal_basis.0.articles"),
    ("C06-time-limit", {"time_limit": {}}, "time_limit"),
    ("C07-steps", {"steps": []}, "steps"),
    ("C08-fee", {"fee": {}}, "fee"),
    ("C09-address", {"offerings": [{"place": "lake", "level": "county"}]}, "offerings.0.addresses"),
    ("C10-hours", {"offerings": [{"place": "lake", "level": "county"}]}, "offerings.0.hours"),
    ("C11-consult", {"phones": {}, "offerings": [{"place": "lake", "level": "county"}]}, "offerings.0.phones.consult"),
    (
        "C12-complain",
        {"phones": {}, "offerings": [{"place": "lake", "level": "county"}]},
        "offerings.0.phones.complain",
    ),
    ("C13-paper-form", {"evidences": [{**PAPER, "form": None}]}, "evidences.0.form"),
    ("C14-paper-copies", {"evidences": [{**PAPER, "copies": None}]}, "evidences.0.copies"),
    ("C15-paper-issuer", {"evidences": [{**PAPER, "source": None}]}, "evidences.0.source"),
    (
        "C16-paper-when",
        {"evidences": [{**PAPER, "when": {"fact": "age", "op": ">=", "value": 60}}]},
        "evidences.0.when_text",
    ),
    ("C17-conditions", {"requirements": []}, "requirements"),
    (
        "C18-refusal",
        {"requirements": [{"id": "r", "text": "满60岁", "when": {"fact": "age", "op": ">=", "value": 60}}]},
        "requirements.0.failed",
    ),
    ("C19-remedy", {"remedy": None}, "remedy"),
    ("C20-joint-order", {"department": "渡口镇（几家联审）"}, "joint"),
    ("C21-shared-data", {"evidences": [{**PAPER, "name": "社保缴费证明"}]}, "evidences.0.exempt"),
    ("C22-presence", {"steps": [{"id": "a", "text": "交", "ways": [{**WAY, "reason": None}]}]}, "steps.0.ways.0"),
    ("C23-trips", {"trips": {}}, "trips.published"),
    ("C24-result", {"outputs": []}, "outputs"),
    ("C25-aliases", {"aliases": ["过渡", "坐船证", "渡证"]}, "aliases"),
    ("C26-questions", {"faq": [{"q": "要钱吗？", "a": "不要。"}]}, "faq"),
    ("C27-texts", {"summary": None}, "summary"),
    ("C28-kind", {"kind": None}, "kind"),
    ("C29-audience", {"serves": []}, "serves"),
    ("C30-topic", {"topic": "水上"}, "topic"),
    ("C31-depth", {"depth": None}, "depth"),
    ("C32-checked", {"checked_on": None}, "checked_on"),
    ("C33-checked-ahead", {"checked_on": "2026-11-25"}, "checked_on"),
    (
        "R01-facts",
        {"requirements": [{"id": "r", "text": "x", "failed": "y", "when": {"fact": "luck", "op": "=", "value": True}}]},
        "facts",
    ),
    (
        "R02-values",
        {"requirements": [{"id": "r", "text": "x", "failed": "y", "when": {"fact": "age", "op": "=", "value": "老"}}]},
        "facts",
    ),
    ("R03-places", {"offerings": [OFFER, {"place": "nowhere", "level": "county"}]}, "offerings.1.place"),
    ("R04-offices", {"steps": [{"id": "a", "text": "交", "ways": [{**WAY, "at": ["police"]}]}]}, "steps.0.ways.0.at"),
    ("R05-dates", {"offerings": [OFFER, {**OFFER, "from": "2027-02-01", "until": "2027-01-01"}]}, "offerings.1.until"),
]


@pytest.mark.parametrize(("rule", "changed", "field"), BREACHES, ids=[rule for rule, _, _ in BREACHES])
def test_a_breach_is_found_at_its_field(rule: str, changed: dict[str, Any], field: str) -> None:
    assert field in found(a_complete_service(**changed), rule)


def test_every_rule_is_written_in_the_book_and_has_a_case_here() -> None:
    assert set(BOOK.by_id) == RULES
    assert {rule for rule, _, _ in BREACHES} == RULES


@pytest.mark.parametrize(("rule", "changed", "field"), BREACHES, ids=[rule for rule, _, _ in BREACHES])
def test_a_message_names_its_field_and_the_remedy(rule: str, changed: dict[str, Any], field: str) -> None:
    told = [f.message for f in validate(a_complete_service(**changed), context()) if f.id == rule]
    assert told and all("“" in message and "：" in message and "{" not in message for message in told)


def test_what_an_offering_overrides_is_checked_there() -> None:
    late = {"promised": {"value": 30, "unit": "workday"}}
    service = a_complete_service(
        time_limit={"promised": {"value": 3, "unit": "workday"}, "statutory": {"value": 20, "unit": "workday"}},
        offerings=[OFFER, {**OFFER, "time_limit": {**late, "statutory": {"value": 20, "unit": "workday"}}}],
    )
    assert found(service, "V20-promise-within-law") == ["offerings.1.time_limit.promised"]


def test_what_the_service_says_wrongly_is_told_once() -> None:
    service = a_complete_service(hours="9:00-17:00", offerings=[OFFER, {**OFFER, "fee": {"charged": False}}])
    assert found(service, "V13-hours-name-days") == ["hours"]


def test_a_variant_inside_an_offering_is_checked_too() -> None:
    variant = {"scenarios": ["s"], "fee": {"charged": True, "basis": "x", "online_payment": False}}
    service = a_complete_service(scenarios=[{"id": "s", "name": "急办"}], offerings=[{**OFFER, "variants": [variant]}])
    assert found(service, "V07-fee-items") == ["offerings.0.variants.0.fee.items"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"hours": "逢二逢七赶场天上午"}, "V13-hours-name-days"),
        ({"phones": {"consult": "12348"}}, "V12-phone-area-code"),
        ({"phones": {"consult": "0431—84257676"}}, "V12-phone-area-code"),
        ({"phones": {"consult": "（0431）84257676"}}, "V12-phone-area-code"),
        ({"phones": {"consult": "城区：0431-85610000；乡下 0431-85620000"}}, "V12-phone-area-code"),
        ({"trips": {"published": 0}, "steps": [{"id": "a", "text": "寄", "ways": [{"mode": "mail", "text": "寄"}]}]},
         "V04-no-trip-by-which-way"),
        ({"joint": ["农业农村", "自然资源"], "department": "镇（联审）"}, "C20-joint-order"),
        ({"department": "县残联审核"}, "C20-joint-order"),
        ({"offerings": [{**OFFER, "from": "2027-01-01"}]}, "C02-place"),
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(changed: dict[str, Any], rule: str) -> None:
    assert found(a_complete_service(**changed), rule) == []


def test_an_imported_service_needs_name_place_and_source_only() -> None:
    bare = validate(an_imported(), context())
    assert errors(bare) == []
    assert {"C06-time-limit", "C08-fee", "C19-remedy"} <= {finding.id for finding in warnings(bare)}
    nameless = validate(an_imported(name="", source="", offerings=[]), context())
    assert {finding.id for finding in errors(nameless)} == {"C01-name", "C02-place", "C03-source"}


def test_the_same_document_may_be_measured_by_the_other_profile() -> None:
    assert errors(validate(an_imported(), context(), "native"))


def test_errors_come_first() -> None:
    severities = [finding.severity for finding in validate(a_complete_service(remedy=None, depth=None), context())]
    assert severities == ["error", "warning"]


@pytest.mark.parametrize("code", sorted(sample().published))
def test_every_service_of_the_sample_county_may_be_published(code: str) -> None:
    assert errors(validate(sample().published[code].service, county())) == []


def test_the_sample_county_has_no_more_warnings_than_are_known() -> None:
    counted: dict[str, int] = {}
    for published in sample().published.values():
        for finding in validate(published.service, county()):
            counted[finding.id] = counted.get(finding.id, 0) + 1
    assert counted == KNOWN_WARNINGS
