"""/openapi.json complete: every route with its problems, as they really look."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.schemas.problem import Problem

Json = dict[str, Any]

DESCRIPTION = (
    "The public contract. Errors are RFC 9457 problems whose `title` and `detail` are Chinese and fit to show. "
    "Times are ISO 8601 with offset. Every reply carries `X-Request-Id`."
)


def describe(app: FastAPI) -> None:
    """Replace the framework's description of validation errors by ours."""

    def openapi() -> Json:
        if app.openapi_schema is None:
            bare = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
            app.openapi_schema = _complete(bare)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(schema: Json) -> Json:
    schemas: Json = schema["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path in schema["paths"].values():
        for operation in path.values():
            _mend(operation["responses"])
    return schema


def _mend(responses: Json) -> None:
    """A 422 of the framework's own making has the body of our problems."""
    for status, response in responses.items():
        content = response.get("content", {})
        if status == "422" and "application/json" in content:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        response["headers"] = {"X-Request-Id": {"schema": {"type": "string"}}, **response.get("headers", {})}
