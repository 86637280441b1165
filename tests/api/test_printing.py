"""What is printed holds every point that must be told at once, and the same list as everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import httpx
import pytest

from api.appointments import bring
from api.catalogue import Catalogue, prepare
from api.guide import guide
from api.printing.notice import Case, Letterhead, notice
from api.view import Here
from api.words import words
from knowledge.assessment import Assessment
from knowledge.bring_list import needed, papers, spared, text_of
from knowledge.calendar import Calendar
from knowledge.catalogue import Published
from knowledge.given import check_facts
from knowledge.importers.sample import load_sample
from tests.api.pdf_text import page_count, pdf_text
from tests.builders import NOW, a_service

PERMIT = "residence-permit-apply"
TENANT = {"hukou_place": "外省", "live_here_months": 8, "residence_basis": "租房或买房", "housing_kind": "租的"}
HEAD = Letterhead("青禾县政务服务中心", "GZ20261124-00F1", date(2026, 11, 24), "https://qinghe.example/#case=abc")


@cache
def catalogue() -> Catalogue:
    return prepare(load_sample(), NOW.date())


def here() -> Here:
    found = catalogue()
    return Here(found.snapshot, Calendar(found.snapshot.calendar), "qinghe", NOW)


def assessed(code: str, facts: dict[str, Any]) -> Assessment:
    found = catalogue()
    return found.assessor(code, "qinghe", NOW.date()).assess(check_facts(facts, found.snapshot.facts))


def case(code: str, facts: dict[str, Any]) -> Case:
    published = catalogue().service(code)
    result = assessed(code, facts)
    return Case(
        service=published.service,
        guide=guide(published, here()),
        assessed=result,
        papers=papers([published.service], [result]),
        spared=spared([result]),
        offices={slug: office.name for slug, office in catalogue().snapshot.offices.items()},
    )


def close(text: str) -> str:
    """Without blanks: lines break where they must."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def permit() -> tuple[Case, str]:
    made = case(PERMIT, TENANT)
    return made, close(pdf_text(notice(made, HEAD)))


def test_the_notice_names_office_number_and_day(permit: tuple[Case, str]) -> None:
    _, text = permit
    for said in ("一次性告知单", "居住证申领", HEAD.office, HEAD.number, "2026年11月24日"):
        assert said in text


def test_the_notice_holds_every_point_of_the_rule(permit: tuple[Case, str]) -> None:
    made, text = permit
    for title in words("print.sections").values():
        assert close(title) in text
    service, shown = made.service, made.guide
    must = [basis.law for basis in service.legal_basis]
    must += [step.text for step in service.steps]
    must += [str(shown.phones.consult), str(shown.phones.complain)]
    must += [requirement.failed.rstrip("。") for requirement in service.requirements if requirement.failed]
    must += [paper.name for paper in service.evidences] + [paper.form for paper in service.evidences if paper.form]
    must += [paper.source for paper in service.evidences if paper.source]
    must += [shown.offered_at[0].name, str(shown.offered_at[0].address)]
    must += ["签字", "一式两份", "承诺", "法定"]
    assert [said for said in must if close(said) not in text] == []


def test_pages_are_numbered(permit: tuple[Case, str]) -> None:
    made, text = permit
    pages = page_count(notice(made, HEAD))
    assert pages >= 2
    for number in range(1, pages + 1):
        assert f"第{number}页，共{pages}页" in text


def test_what_is_spared_stands_apart_from_what_is_brought(permit: tuple[Case, str]) -> None:
    made, _ = permit
    assert made.papers
    assert not {paper.name for paper in made.papers} & {item.name for item in made.spared}


def test_joint_departments_stand_in_their_order() -> None:
    made = case("homestead-building", {})
    assert close(" → ".join(made.service.joint)) in close(pdf_text(notice(made, HEAD)))


def test_a_refused_case_is_told_why_and_how_to_mend_it() -> None:
    made = case(PERMIT, {**TENANT, "live_here_months": 2})
    assert made.assessed is not None and made.assessed.outcome == "ineligible"
    text = close(pdf_text(notice(made, HEAD)))
    failed = [reason for reason in made.assessed.reasons if reason.result is False]
    assert failed and all(close(str(reason.failed)).rstrip("。") in text for reason in failed)
    assert "暂时办不了" in text and "您这次的情况" in text


def test_an_empty_guide_says_what_is_not_registered() -> None:
    published = replace(catalogue().service(PERMIT), service=a_service(steps=[]))
    bare = Case(published.service, guide(published, here()), None, (), (), {})
    assert close(pdf_text(notice(bare, HEAD))).count("未登记") >= 5


@pytest.mark.parametrize("code", sorted(load_sample().published)[::9])
def test_services_of_all_sorts_can_be_printed(code: str) -> None:
    made = case(code, {})
    text = close(pdf_text(notice(made, HEAD)))
    assert close(made.service.name) in text
    assert [paper.name for paper in made.service.evidences if close(paper.name) not in text] == []
    assert "{" not in text and "None" not in text


def test_the_poster_is_a_pdf_with_the_guide(api: httpx.Client) -> None:
    reply = api.get(f"/guides/{PERMIT}.pdf")
    assert reply.status_code == 200 and reply.headers["content-type"] == "application/pdf"
    text = close(pdf_text(reply.content))
    assert "居住证申领" in text and "扫一扫" in text and "申请人的身份证" in text
    assert page_count(reply.content) == 1
    assert api.get("/guides/nowhere.pdf").status_code == 404
    assert api.get(f"/guides/{PERMIT}").headers["content-type"].startswith("text/html")


# --- one list -----------------------------------------------------------------------------------------------------


def appointed(code: str, facts: dict[str, Any]) -> list[str]:
    found = catalogue()
    office = found.snapshot.offices["office-county"]
    return [paper["name"] for paper in bring([found.service(code).service], office, facts, found)]


def printed(code: str, facts: dict[str, Any]) -> list[str]:
    return [paper.name for paper in case(code, facts).papers]


def reminded(code: str, facts: dict[str, Any]) -> list[str]:
    text = text_of(case(code, facts).papers)
    return [paper.name for paper in case(code, facts).papers if paper.name in text]


def on_the_card(code: str, facts: dict[str, Any]) -> list[str]:
    return [need.evidence.name for need in assessed(code, facts).evidences if need.bring]


@pytest.mark.parametrize("where", [appointed, printed, reminded], ids=lambda made: str(made.__name__))
@pytest.mark.parametrize(
    ("code", "facts"),
    [(PERMIT, TENANT), ("elder-allowance", {"age": 82, "hukou_place": "本县本乡镇"}), ("id-card-replace", {})],
)
def test_the_list_is_the_same_wherever_it_is_shown(
    where: Callable[[str, dict[str, Any]], list[str]], code: str, facts: dict[str, Any]
) -> None:
    if facts or where is not appointed:
        assert where(code, facts) == list(dict.fromkeys(on_the_card(code, facts)))


def test_nothing_known_means_what_everybody_brings() -> None:
    published: Published = catalogue().service(PERMIT)
    names = [evidence.name for evidence in needed(published.service, None)]
    assert names == appointed(PERMIT, {})
    assert names
