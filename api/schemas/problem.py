"""RFC 9457 problem bodies."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.base import Out


class Problem(Out):
    """`title` and `detail` are Chinese and fit to show; `errors` names the fields that are wrong."""

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None
