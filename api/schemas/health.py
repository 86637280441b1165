"""Whether we live and are ready."""

from __future__ import annotations

from typing import Literal

from api.schemas.base import Out


class Alive(Out):
    status: Literal["ok"]


class Check(Out):
    status: Literal["ok", "degraded", "down"]
    detail: str


class Ready(Out):
    """503 only when `status` is down."""

    status: Literal["ready", "degraded", "down"]
    checks: dict[str, Check]
