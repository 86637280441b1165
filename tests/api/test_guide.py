"""The guide has the contract's shape, and nothing in it is invented."""

from __future__ import annotations

import httpx
import pytest

from api.guide import guide
from knowledge.importers.sample import load_sample
from tests.builders import a_service, an_imported, an_office, here, published

# fmt: off
CONTRACT = {
    "code", "name", "aliases", "department", "level", "offered_at", "nearest", "kind", "legal_basis", "conditions",
    "scenarios", "evidences", "channels", "steps", "time_limit", "fee", "trips", "outputs", "phones", "hours", "faq",
    "remedy", "version", "effective_from", "checked_on", "source",
}
# fmt: on
EVIDENCE = {"id", "name", "form", "copies", "source", "exempt", "exempt_reason", "needed_when_text"}
CODES = sorted(load_sample().published)


@pytest.mark.parametrize("code", CODES)
def test_every_sample_guide_has_the_contracts_shape(api: httpx.Client, code: str) -> None:
    found = api.get(f"/api/v1/services/{code}").json()
    assert found.keys() >= CONTRACT
    assert all(item.keys() >= EVIDENCE for item in found["evidences"])
    assert all(item.keys() >= {"order", "text", "mode", "presence", "days"} for item in found["steps"])
    assert found["time_limit"].keys() >= {"statutory", "promised"}
    assert found["nearest"] == found["offered_at"][0]


def test_what_nobody_registered_is_null() -> None:
    service = an_imported()
    found = guide(published(service), here(service, place="lake"))
    assert found.fee.amount is None
    assert found.time_limit.promised is None
    assert found.trips.published is None
    assert found.phones.consult is None
    assert found.hours is None
    assert found.nearest is None


def test_the_nearest_office_comes_first() -> None:
    far = an_office(slug="far-hall", name="县政务服务中心", kind="county", place="lake")
    offered = [{"place": "far-hall", "level": "county"}, {"place": "hall", "level": "township"}]
    service = a_service(offerings=offered)
    found = guide(published(service), here(service, offices=(far, an_office())))
    assert [office.slug for office in found.offered_at] == ["hall", "far-hall"]


def test_a_township_falls_back_to_its_district() -> None:
    service = an_imported(
        offerings=[
            {
                "place": "lake",
                "level": "county",
                "phones": {"consult": "0571-5550199"},
                "addresses": ["大湖县政务大厅"],
            },
            {"place": "far", "level": "county", "phones": {"consult": "0571-5550188"}},
        ]
    )
    found = guide(published(service), here(service, place="reed"))
    assert found.phones.consult == "0571-5550199"
    assert found.nearest is not None
    assert found.nearest.address == "大湖县政务大厅"


def test_of_many_addresses_that_of_the_township_comes_first() -> None:
    addresses = ["柳树镇：柳树街2号", "大湖县政务服务中心一楼", "渡口镇：水边街9号"]
    service = an_imported(offerings=[{"place": "lake", "level": "county", "addresses": addresses}])
    near = guide(published(service), here(service, place="ferry"))
    assert [item.address for item in near.offered_at] == [
        "渡口镇：水边街9号",
        "大湖县政务服务中心一楼",
        "柳树镇：柳树街2号",
    ]
    county = guide(published(service), here(service, place="lake"))
    assert county.offered_at[0].address == "大湖县政务服务中心一楼"


def test_a_place_may_be_named_by_its_alias(api: httpx.Client) -> None:
    named = api.get("/api/v1/services/residence-permit-apply", params={"place": "北河"}).json()
    slug = api.get("/api/v1/services/residence-permit-apply", params={"place": "liuxi-beihe"}).json()
    assert named == slug
    assert named["nearest"]["slug"] == "office-beihe"


def test_an_empty_search_lists_by_topic(api: httpx.Client) -> None:
    items = api.get("/api/v1/services", params={"limit": 100}).json()["items"]
    topics = [item["topic"] for item in items]
    assert sorted(item["code"] for item in items) == CODES
    assert len(set(topics)) == sum(a != b for a, b in zip([None, *topics], topics, strict=False))


def test_an_office_says_whether_it_is_open(api: httpx.Client) -> None:
    found = api.get("/api/v1/offices/office-liuxi").json()
    assert found["open_now"] is True
    assert found["hours"] == "08:30–12:00、14:00–17:30"
    assert found["next_opening"] == "2026-11-24T14:00:00+08:00"
    assert api.get("/api/v1/offices/柳溪镇大厅").json() == found


def test_a_bundle_names_its_services(api: httpx.Client) -> None:
    for item in api.get("/api/v1/bundles").json()["items"]:
        found = api.get(f"/api/v1/bundles/{item['slug']}").json()
        assert found["services"]
        assert {step["service"]["code"] for step in found["plan"]} <= set(CODES)


def test_the_printed_guide_escapes_what_it_shows(api: httpx.Client) -> None:
    page = api.get("/guides/legal-aid", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "法律援助" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
