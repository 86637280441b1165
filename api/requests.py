"""Around every request: its id, its log line, its measurement, safe headers, and a last guard against silence."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import internal, refused
from api.metrics import Metrics

log = structlog.get_logger(__name__)

_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
SAFE_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), payment=()",
}


class RequestMiddleware:
    """Pure ASGI. Headers that a reply set itself stay as they are."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        begun, status = time.perf_counter(), 0

        async def reply(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _completed(message.get("headers", []), request_id)}
            await send(message)

        try:
            if _unspeakable(scope):
                await refused()(scope, receive, reply)
            else:
                await self.app(scope, receive, reply)
        except Exception:
            log.exception("request_failed", path=scope["path"])
            if status:
                raise
            await internal()(scope, receive, reply)
        finally:
            self._measure(scope, status, time.perf_counter() - begun)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self.metrics.requests.labels(scope["method"], route, status).observe(seconds)
        log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))


def _unspeakable(scope: Scope) -> bool:
    """A NUL in the address: no database takes one, so nothing can be found there."""
    return "\x00" in scope["path"] or b"%00" in scope["query_string"]


def _request_id(scope: Scope) -> str:
    """The caller's own id where it is harmless, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.match(given := value.decode("latin-1")):
            return str(given)
    return secrets.token_hex(8)


def _completed(headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    added = [(name, value) for name, value in SAFE_HEADERS.items() if name not in present]
    if b"cache-control" not in present:
        added.append((b"cache-control", b"no-store"))
    return [*headers, *added, (b"x-request-id", request_id.encode())]
