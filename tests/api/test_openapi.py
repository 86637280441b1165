"""/openapi.json is complete, and no request it allows brings the API down."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NotSet

Json = dict[str, Any]

REAL = {"code": "legal-aid", "slug": "office-liuxi", "id": "none", "number": "none"}

# The contract's routes; /metrics, /healthz, /readyz beside them.
CONTRACT = {
    "POST /api/v1/chat/sessions",
    "POST /api/v1/chat/messages",
    "GET /api/v1/chat/messages",
    "GET /api/v1/services",
    "GET /api/v1/services/{code}",
    "GET /api/v1/places",
    "GET /api/v1/offices/{slug}",
    "GET /api/v1/bundles",
    "GET /api/v1/bundles/{slug}",
    "POST /api/v1/services/{code}/assessment",
    "POST /api/v1/assessments",
    "GET /api/v1/services/{code}/slots",
    "POST /api/v1/appointments",
    "POST /api/v1/appointments/holds",
    "GET /api/v1/appointments",
    "GET /api/v1/appointments/{id}",
    "GET /api/v1/appointments/{id}.ics",
    "POST /api/v1/appointments/{id}/cancel",
    "POST /api/v1/appointments/{id}/reschedule",
    "POST /api/v1/appointments/lookup",
    "POST /api/v1/tickets",
    "GET /api/v1/tickets",
    "GET /api/v1/tickets/{number}",
    "POST /api/v1/ratings",
    "GET /api/v1/ratings/reasons",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
}


@pytest.fixture(scope="module")
def description(api: httpx.Client) -> Json:
    found: Json = api.get("/openapi.json").json()
    return found


def operations(description: Json) -> dict[str, Json]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_of_the_contract_is_described(description: Json) -> None:
    assert operations(description).keys() >= CONTRACT


def test_every_problem_is_described_as_it_looks(description: Json) -> None:
    for name, operation in operations(description).items():
        for status, response in operation["responses"].items():
            assert "X-Request-Id" in response["headers"], name
            if int(status) >= 400 and name != "GET /readyz":
                assert response["content"].keys() == {"application/problem+json"}, name
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_bodies_refuse_unknown_fields(description: Json) -> None:
    schemas = description["components"]["schemas"]
    for name, operation in operations(description).items():
        if "requestBody" in operation:
            reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert schemas[reference.rpartition("/")[2]]["additionalProperties"] is False, name


@pytest.mark.parametrize("operation", sorted(CONTRACT - {"GET /metrics"}))
def test_no_request_brings_the_api_down(operation: str, description: Json, api: httpx.Client) -> None:
    """Requests made from the description, right and wrong ones, as a resident with a conversation."""
    method, path = operation.split(" ")
    opened = api.post("/api/v1/chat/sessions", json={}).json()
    token = {"Authorization": f"Bearer {opened['token']}"}
    asked = schemathesis.openapi.from_dict(description)[path][method]

    @given(case=st.one_of(asked.as_strategy(), asked.as_strategy(generation_mode=GenerationMode.NEGATIVE)), real=...)
    @settings(max_examples=24, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def check(case: Any, real: bool) -> None:
        if real and case.path_parameters:
            case.path_parameters = {name: REAL[name] for name in case.path_parameters}
        reply = send(api, case, token)
        assert reply.status_code < 500, reply.text
        if reply.status_code >= 400:
            assert reply.headers["content-type"] == "application/problem+json"

    check()


def send(api: httpx.Client, case: Any, token: Json) -> httpx.Response:
    body = case.body
    sent = None if isinstance(body, NotSet) else body if isinstance(body, bytes) else json.dumps(body)
    given = {name: str(value) for name, value in (case.headers or {}).items()}
    known = {"authorization", "content-type"}
    headers = {
        name: value
        for name, value in given.items()
        if name.lower() not in known and re.fullmatch(r"[!-~]([ -~]*[!-~])?", value)
    }
    wanted = {name: str(value) for name, value in (case.query or {}).items()}
    path = quote(unquote(case.formatted_path), safe="/")
    everything = {**headers, **token, "Content-Type": "application/json"}
    return api.request(case.method, path, params=wanted, content=sent, headers=everything)
