"""How large a request may be, before anything is read of it: nobody needs 64 KB to ask for an appointment."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import too_large

KIB = 1024
PUBLIC = ("/api/v1/", "/channels/")
MOST_PUBLIC = 64 * KIB  # bytes; 2,000 characters are 12 KB even where each is written as an escape
MOST = 16 * KIB * KIB  # staff send workbooks


class BodyLimit:
    """Pure ASGI. 413 as a problem, by the announced length, or as soon as more than allowed has come."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MOST_PUBLIC if scope["path"].startswith(PUBLIC) else MOST
        if _announced(scope) > most:
            await too_large(most)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)


def _announced(scope: Scope) -> int:
    """Bytes by `Content-Length`; 0 where it is not told (chunks are counted as they come)."""
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


def _counted(receive: Receive, most: int) -> Receive:
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413)
        return message

    return counted
