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


def form_of(browser: httpx.Client) -> dict[str, str]:
    """What the page of the office holds now, as a browser would send it back."""
    page = browser.get(f"/admin/offices/{OFFICE}").text
    inputs = dict(re.findall(r'<input name="([a-z_]+)"[^>]*? value="([^"]*)"', page))
    areas = dict(re.findall(r'<textarea name="([a-z0-9_-]+)"[^>]*>([^<]*)</textarea>', page))
    return {**inputs, **areas, "then": "refuse"}


def save(browser: httpx.Client, **changed: str) -> httpx.Response:
    path = f"/admin/offices/{OFFICE}"
    return send(browser, path, path, **{**form_of(browser), **changed})


def test_saving_an_untouched_office_changes_nothing(own_api: OwnApi, admin: httpx.Client) -> None:
    with transaction(own_api.parts.engine, write=False) as session:
        before = CatalogueStore(session).snapshot(NOW.date()).offices[OFFICE]
    assert save(admin).status_code == 200
    with transaction(own_api.parts.engine, write=False) as session:
        assert CatalogueStore(session).snapshot(NOW.date()).offices[OFFICE] == before


def test_new_hours_and_a_special_day_count_at_the_next_question(own_api: OwnApi, admin: httpx.Client) -> None:
    done = save(admin, periods="周一至周六 09:00-12:00", exceptions="2026-12-31 关门 停电检修")
    assert done.status_code == 200 and "已保存" in done.text
    own_api.parts.cache.expire()
    office = httpx.get(f"{own_api.url}/api/v1/offices/{OFFICE}?on=2026-12-31").json()
    assert office["week"].startswith("周一至周六 09:00–12:00")
    assert office["day"]["open"] is False


def test_a_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(admin: httpx.Client) -> None:
    refused = save(admin, periods="周一至周五 08:30-12:00\n周末看情况", address="新地址一楼")
    assert refused.status_code == 422
    assert "第2行" in refused.text and "周末看情况" in refused.text and "新地址一楼" in refused.text
    assert "新地址一楼" not in admin.get(f"/admin/offices/{OFFICE}").text


def test_one_phone_for_questions_and_complaints_is_refused(admin: httpx.Client) -> None:
    assert save(admin, phone="0999-6012100", complain_phone="0999-6012100").status_code == 422
    assert save(admin, phone="打总机").status_code == 422


def test_hours_are_not_emptied_by_accident(admin: httpx.Client) -> None:
    assert save(admin, periods="").status_code == 422


@pytest.mark.parametrize("admin", ["editor"], indirect=True)
def test_an_editor_sees_one_office_and_saves_nothing(admin: httpx.Client) -> None:
    assert admin.get(f"/admin/offices/{OFFICE}").status_code == 200
    assert save(admin, address="别处").status_code == 403
