"""Whatever goes wrong, the body is a problem with a Chinese sentence fit to show."""

from __future__ import annotations

import json
import re

import httpx
import pytest

import knowledge.errors
from api.errors import STATUS, status_of
from api.words import words
from knowledge.errors import Invalid, Refused, TooMany, YikanError

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def all_errors(parent: type[YikanError] = YikanError) -> list[type[YikanError]]:
    return [parent, *(error for child in parent.__subclasses__() for error in all_errors(child))]


@pytest.mark.parametrize("error", [e for e in all_errors() if e.__module__ == knowledge.errors.__name__])
def test_every_error_has_a_status_and_a_title(error: type[YikanError]) -> None:
    made = error("不行。", retry_after=3) if error is TooMany else error("不行。")
    assert status_of(made) in STATUS.values()
    assert CHINESE.search(words("problems.titles")[error.name])


def test_a_missing_idempotency_key_is_a_bad_request() -> None:
    assert status_of(Invalid("少了", name="idempotency-key-missing")) == 400
    assert status_of(Refused("满了", name="slot-full")) == 409


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "name"),
    [
        ("GET", "/api/v1/nothing-here", None, 404, "not-found"),
        ("DELETE", "/api/v1/services", None, 405, "method-not-allowed"),
        ("GET", "/api/v1/services/no-such-service", None, 404, "not-found"),
        ("GET", "/api/v1/services?place=桃花源", None, 404, "not-found"),
        ("GET", "/api/v1/services?limit=0", None, 422, "invalid"),
        ("GET", "/api/v1/services?limit=many", None, 422, "invalid"),
        ("GET", "/api/v1/services?q=%00", None, 422, "invalid"),
        ("GET", "/api/v1/offices/nowhere", None, 404, "not-found"),
        ("GET", "/api/v1/bundles/nothing", None, 404, "not-found"),
        ("GET", "/api/v1/services/legal-aid/answer?facets=weather", None, 422, "invalid"),
        ("GET", "/api/v1/tickets", None, 401, "unauthorised"),
        ("GET", "/api/v1/appointments", None, 401, "unauthorised"),
        ("POST", "/api/v1/chat/sessions", {"place": "桃花源"}, 404, "not-found"),
        ("POST", "/api/v1/chat/sessions", {"nickname": "x"}, 422, "invalid"),
        ("POST", "/api/v1/services/legal-aid/assessment", {"facts": {"shoe_size": 43}}, 422, "invalid"),
        ("POST", "/api/v1/services/legal-aid/assessment", {"facts": {"\ud800": 1}}, 422, "invalid"),
        ("POST", "/api/v1/services/legal-aid/assessment", {"on": "yesterday"}, 422, "invalid"),
        ("POST", "/api/v1/unresolved", {"text": "x"}, 403, "forbidden"),
    ],
)
def test_a_bad_request_gets_a_chinese_problem(
    api: httpx.Client, method: str, path: str, body: object, status: int, name: str
) -> None:
    sent = None if body is None else json.dumps(body)  # escaped, so that half a character can be sent
    reply = api.request(method, path, content=sent, headers={"Content-Type": "application/json"})
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-request-id"]
    problem = reply.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{name}", status)
    assert CHINESE.search(problem["title"])
    assert CHINESE.search(problem["detail"])


def test_wrong_fields_are_listed_in_chinese(api: httpx.Client, resident: dict[str, str]) -> None:
    reply = api.post("/api/v1/tickets", json={"kind": "gossip", "text": "", "mood": 1}, headers=resident)
    listed = {item["field"]: item["detail"] for item in reply.json()["errors"]}
    assert listed.keys() == {"kind", "text", "mood"}
    assert all(CHINESE.search(detail) for detail in listed.values())


def test_broken_json_is_told_so(api: httpx.Client) -> None:
    reply = api.post("/api/v1/chat/sessions", content="{", headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert "JSON" in reply.json()["detail"]


def test_a_browser_gets_a_page_instead(api: httpx.Client) -> None:
    reply = api.get("/guides/no-such-guide", headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")


def test_what_nobody_foresaw_is_a_problem_too(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.catalogue.CatalogueCache.fresh", property(broken))
    reply = api.get("/api/v1/places")
    assert reply.status_code == 500
    assert reply.json()["type"] == "/problems/internal"
    assert reply.headers["x-request-id"]
    assert "Zero" not in reply.text


def test_a_request_keeps_the_id_it_came_with(api: httpx.Client) -> None:
    assert api.get("/healthz", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert api.get("/healthz", headers={"X-Request-Id": "<b>"}).headers["x-request-id"] != "<b>"
