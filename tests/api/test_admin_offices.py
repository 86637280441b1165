"""Staffing, planned closures and holidays without a notice, as an admin does them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from knowledge.store.audit import AuditStore
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import transaction
from knowledge.store.users import UserStore
from tests.api.conftest import OwnApi
from tests.builders import NOW

OFFICE, PASSWORD = "office-liuxi", "Lasting-key-88"


@pytest.fixture(params=["admin"])
def admin(own_api: OwnApi, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    with transaction(own_api.parts.engine, write=True) as session:
        UserStore(session).add("boss", request.param, PASSWORD, now=NOW, must_change=False)
    headers = {"Accept": "text/html"}
    with httpx.Client(base_url=own_api.url, headers=headers, follow_redirects=True, timeout=30) as browser:
        send(browser, "/admin/login", "/admin/login", name="boss", password=PASSWORD)
        yield browser


def send(browser: httpx.Client, path: str, page: str = "/admin/offices", **fields: str) -> httpx.Response:
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get(page).text)
    assert token
    return browser.post(path, data={**fields, "csrf": token.group(1)})


def counter(own_api: OwnApi) -> tuple[str, int]:
    with transaction(own_api.parts.engine, write=False) as session:
        first = CatalogueStore(session).snapshot(NOW.date()).offices[OFFICE].counters[0]
        return first.name, first.staffed


def test_staffing_is_changed_and_audited(own_api: OwnApi, admin: httpx.Client) -> None:
    name, staffed = counter(own_api)
    path = f"/admin/offices/{OFFICE}/staffing"
    assert send(admin, path, counter=name, staffed=str(staffed + 2)).status_code == 200
    assert counter(own_api) == (name, staffed + 2)
    assert send(admin, path, counter=name, staffed="many").status_code == 409
    assert send(admin, path, counter="没有的", staffed="1").status_code == 409
    with transaction(own_api.parts.engine, write=False) as session:
        assert [entry.what for entry in AuditStore(session).entries()].count("staffing") == 1


def test_seeding_again_leaves_what_an_admin_changed(own_api: OwnApi, admin: httpx.Client) -> None:
    from knowledge.importers.sample import load_sample

    name, staffed = counter(own_api)
    send(admin, f"/admin/offices/{OFFICE}/staffing", counter=name, staffed=str(staffed + 2))
    with transaction(own_api.parts.engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=NOW)
    assert counter(own_api) == (name, staffed + 2)


def test_a_planned_closure_is_announced_on_the_page(admin: httpx.Client) -> None:
    times = {"start": "2026-12-01T08:00", "end": "2026-12-01T12:00"}
    assert "已保存" in send(admin, f"/admin/offices/{OFFICE}/close", reason="刷墙", **times).text
    assert send(admin, f"/admin/offices/{OFFICE}/close", reason=" ", **times).status_code == 409


def test_a_holiday_without_notice_is_confirmed_once(own_api: OwnApi, admin: httpx.Client) -> None:
    assert "2027-01-01" in admin.get("/admin/offices").text
    assert send(admin, "/admin/offices/holidays/2027-01-01/confirm").status_code == 200
    with transaction(own_api.parts.engine, write=False) as session:
        kinds = {day.kind for day in CatalogueStore(session).snapshot(NOW.date()).calendar if day.on.year == 2027}
    assert kinds == {"confirmed"}
    assert send(admin, "/admin/offices/holidays/2027-03-03/confirm").status_code == 409


@pytest.mark.parametrize("admin", ["editor"], indirect=True)
def test_an_editor_sees_the_offices_and_changes_nothing(own_api: OwnApi, admin: httpx.Client) -> None:
    assert admin.get("/admin/offices").status_code == 200
    name, staffed = counter(own_api)
    token = admin.cookies["yikan_csrf"]
    sent = {"csrf": token, "counter": name, "staffed": "9"}
    assert admin.post(f"/admin/offices/{OFFICE}/staffing", data=sent).status_code == 403
    assert counter(own_api) == (name, staffed)
