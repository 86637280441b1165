"""The check at the counter: the form shrinks, the result stands beside it, and no answer leaves the request."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from knowledge.store.audit import AuditStore
from knowledge.store.engine import transaction
from knowledge.store.users import UserStore
from tests.api.conftest import OwnApi
from tests.api.pdf_text import pdf_text
from tests.builders import NOW

CHECK = "/desk/check/residence-permit-apply"
NOTICE = "/desk/notice/residence-permit-apply"
ONCE = "Once-only-77"
TENANT = {
    "f:hukou_place": "外省",
    "f:live_here_months": "8",
    "f:residence_basis": "租房或买房",
    "f:housing_kind": "租的",
}


@pytest.fixture
def desk(own_api: OwnApi) -> Iterator[httpx.Client]:
    """A clerk's browser, signed in."""
    with transaction(own_api.parts.engine, write=True) as session:
        UserStore(session).add("linlin", "desk", ONCE, now=NOW, must_change=False)
    with httpx.Client(base_url=own_api.url, follow_redirects=True, timeout=30) as browser:
        post(browser, "/desk/login", "/desk/login", name="linlin", password=ONCE)
        yield browser


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def post(desk: httpx.Client, path: str, page: str, **fields: str) -> httpx.Response:
    return desk.post(path, data={**fields, "csrf": csrf(desk.get(page))})


def questions(page: httpx.Response) -> list[str]:
    return re.findall(r'data-key="([^"]+)"', page.text)


def brought(page: httpx.Response) -> list[str]:
    return re.findall(r'data-paper="([^"]+)"', page.text)


def test_strangers_see_no_form(own_api: OwnApi) -> None:
    reply = own_api.client.get(CHECK, follow_redirects=True)
    assert reply.url.path == "/desk/login"
    assert own_api.client.post(CHECK, data={"csrf": "x"}).status_code == 401
    assert own_api.client.post(NOTICE, data={"csrf": "x"}).status_code == 401


def test_all_questions_stand_on_one_form_and_become_fewer(desk: httpx.Client) -> None:
    blank = desk.get(CHECK)
    assert len(questions(blank)) >= 4
    answered = post(desk, CHECK, CHECK, **TENANT)
    assert len(questions(answered)) < len(questions(blank)) + len(TENANT)
    assert set(TENANT) >= {f"f:{key}" for key in questions(answered) if f"f:{key}" in TENANT}


def test_what_rules_it_out_leaves_no_question_and_says_why(desk: httpx.Client) -> None:
    page = post(desk, CHECK, CHECK, **{**TENANT, "f:live_here_months": "2"})
    assert "目前不符合条件" in page.text and "不用再问了" in page.text
    assert set(questions(page)) == {key.removeprefix("f:") for key in TENANT}


def test_the_result_is_that_of_the_assessment(desk: httpx.Client) -> None:
    facts = {"hukou_place": "外省", "live_here_months": 8, "residence_basis": "租房或买房", "housing_kind": "租的"}
    path = "/api/v1/services/residence-permit-apply/assessment"
    told = desk.post(path, json={"facts": facts}).json()
    page = post(desk, CHECK, CHECK, **TENANT)
    assert brought(page) == [paper["name"] for paper in told["evidences"] if paper["bring"]]


def test_does_not_know_is_an_answer(desk: httpx.Client) -> None:
    page = post(desk, CHECK, CHECK, **{"f:hukou_place": "?"})
    assert re.search(r'value="\?" checked', page.text)


def test_a_value_nobody_offers_is_refused(desk: httpx.Client) -> None:
    assert post(desk, CHECK, CHECK, **{"f:hukou_place": "月球"}).status_code == 422
    assert desk.post(CHECK, data={**TENANT, "csrf": "guessed"}).status_code == 403


def test_the_notice_shows_the_list_of_the_form(desk: httpx.Client, own_api: OwnApi) -> None:
    reply = post(desk, NOTICE, CHECK, **TENANT, office="office-county")
    assert reply.headers["content-type"] == "application/pdf" and reply.headers["cache-control"] == "no-store"
    text = re.sub(r"\s", "", pdf_text(reply.content))
    page = post(desk, CHECK, CHECK, **TENANT)
    assert [name for name in brought(page) if name not in text] == []
    with transaction(own_api.parts.engine, write=False) as session:
        last = AuditStore(session).entries(limit=1)[0]
    assert last.what == "notice" and last.object.split()[1] in text
    assert "外省" not in last.object
