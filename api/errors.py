"""Errors as RFC 9457 problems: the one table from class to status, and one body for all of them.

The tree of errors is drawn in knowledge/errors.py. The framework's own 404, 405 and 422 and anything unexpected get the
same body; `title` and `detail` are Chinese and fit to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.pages import problem_page
from api.schemas.problem import Problem
from api.words import word, words
from knowledge.errors import Forbidden, Invalid, NotFound, Refused, TooMany, Unauthorised, Unavailable, YikanError

Json = dict[str, Any]

STATUS: Mapping[type[YikanError], int] = {
    Unauthorised: 401,
    Forbidden: 403,
    NotFound: 404,
    Refused: 409,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
    YikanError: 500,
}
# A refusal whose status is not that of its class.
STATUS_OF_NAME = {"idempotency-key-missing": 400}
MEDIA_TYPE = "application/problem+json"


def status_of(error: YikanError) -> int:
    """The HTTP status of an error: by its name where that has one of its own, else by its nearest class."""
    if error.name in STATUS_OF_NAME:
        return STATUS_OF_NAME[error.name]
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def problem(
    status: int,
    name: str,
    detail: str,
    errors: Sequence[Mapping[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem body. A name without a title of its own gets the general one."""
    titles = words("problems.titles")
    body = Problem(
        type=f"/problems/{name}",
        title=titles.get(name, titles["error"]),
        status=status,
        detail=_printable(detail),
        errors=[dict(error) for error in errors] if errors else None,
    )
    content = body.model_dump(exclude_none=True)
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def _printable(text: str) -> str:
    """Half a surrogate pair, echoed from a request, is nothing UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode()


def internal() -> Response:
    """The body for what nobody foresaw; the cause is in the log, not in the reply."""
    return problem(500, "internal", word("problems.details.internal"))


def refused() -> Response:
    """The body for a request that cannot even be read."""
    return problem(422, "invalid", word("problems.titles.invalid"))


def too_large(most: int) -> Response:
    """The body for a request of more than `most` bytes; the rest of it is not read, so the connection ends."""
    detail = word("problems.details.too-large", most=most // 1024)
    return problem(413, "too-large", detail, headers={"Connection": "close"})


def responses(*statuses: int) -> dict[int | str, Json]:
    """The problems of a route for /openapi.json; 503 (still loading) is possible everywhere."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    titles = words("problems.statuses")
    return {status: {"description": titles[status], "content": content} for status in (*statuses, 503)}


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(YikanError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _framework)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, YikanError)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    if isinstance(error, Unauthorised):
        headers["WWW-Authenticate"] = "Bearer"
    status = status_of(error)
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "5"
    if wants_page(request):
        return problem_page(request, status, error.detail)
    return problem(status, error.name, error.detail, error.errors, headers)


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # a body that is no text at all
        return problem(422, "invalid", word("problems.details.unreadable"))
    name = {413: "too-large", 404: "not-found", 405: "method-not-allowed", 401: "unauthorised", 403: "forbidden"}.get(
        error.status_code, "invalid" if error.status_code < 500 else "internal"
    )
    details = words("problems.details")
    detail = (
        details[name] if name in details and name not in ("invalid", "too-large") else words("problems.titles")[name]
    )
    if wants_page(request):
        return problem_page(request, error.status_code, detail)
    return problem(error.status_code, name, detail, headers=error.headers)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = field_errors(error.errors())
    listed = "；".join(f"{item['field']}：{item['detail']}" for item in errors[:3])
    detail = word("problems.details.invalid", fields=listed)
    return problem_page(request, 422, detail) if wants_page(request) else problem(422, "invalid", detail, errors)


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """pydantic's findings as `{"field", "detail"}` in Chinese; the field is the path below body or query."""
    return [{"field": _path(item["loc"]), "detail": _sentence(item)} for item in errors]


def _path(loc: Sequence[Any]) -> str:
    inner = loc[1:] if len(loc) > 1 and loc[0] in ("body", "query", "path", "header") else loc
    return ".".join(str(part) for part in inner)


def _sentence(item: Mapping[str, Any]) -> str:
    if item["type"] == "value_error" and str(item.get("ctx", {}).get("error")) == "service_code_or_codes":
        return word("problems.services")
    templates = words("problems.fields")
    template = str(templates.get(item["type"], templates["other"]))
    return template.format(**{key: value for key, value in item.get("ctx", {}).items() if key != "error"})


def wants_page(request: Request) -> bool:
    """A browser that opened a page gets a page; everything else gets the problem as JSON."""
    accepts = request.headers.get("accept", "")
    return "text/html" in accepts and not request.url.path.startswith("/api/")
