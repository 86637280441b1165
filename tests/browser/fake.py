"""A hand-written API that speaks the chat part of the contract: each text has a scripted reply or trouble.

The page under test is the real build, served with the real headers; only what stands behind the API is scripted, so
that lost connections, expired sessions and slow answers can be had at will.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from api.pages import mount_web
from tests.browser import samples

Json = dict[str, Any]


def text(said: str) -> Json:
    return {"type": "text", "text": said}


@dataclass
class Script:
    """What the fake does and what it saw. `broken` replies are cut off that many times; `expired` tokens get 401."""

    replies: dict[str, list[Json]] = field(default_factory=dict)
    broken: int = 0
    delay_s: float = 0.0
    expired: set[str] = field(default_factory=set)
    received: list[Json] = field(default_factory=list)
    history: list[Json] = field(default_factory=list)
    sessions: int = 0
    known: set[str] = field(default_factory=set)
    bearers: list[str | None] = field(default_factory=list)


def problem(status: int, detail: str) -> JSONResponse:
    body = {"type": "/problems/invalid", "title": detail, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def fake_app(script: Script) -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/chat/sessions", status_code=201)
    def session() -> Json:
        script.sessions += 1
        welcome = [text("您好，我是一看就办。")]
        script.history[:] = [_item("assistant", message) for message in welcome]
        return {"token": f"token-{script.sessions}", "expires_at": samples.LATER, "messages": welcome}

    @app.get("/api/v1/chat/messages")
    def history(request: Request) -> Any:
        if _token(request) in script.expired:
            return problem(401, "对话已过期")
        return {"messages": script.history}

    @app.post("/api/v1/chat/messages")
    async def message(request: Request) -> Any:
        body = await request.json()
        script.received.append(body)
        if _token(request) in script.expired:
            return problem(401, "对话已过期")
        if script.broken > 0:
            script.broken -= 1
            return Response(status_code=502)
        if body["text"] == "太长":
            return problem(422, "一次说得太多了，请分几次说。")
        if body["message_id"] not in script.known:
            script.known.add(body["message_id"])
            script.history.append(_item("resident", text(body["text"].lower())))
        await asyncio.sleep(script.delay_s)
        replies = script.replies.get(body["text"], [text(f"收到：{body['text']}")])
        script.history += [_item("assistant", reply) for reply in replies]
        return {"messages": replies}

    @app.get("/api/v1/appointments/{name}.ics")
    def calendar(name: str, request: Request) -> Response:
        script.bearers.append(_token(request))
        return Response(f"BEGIN:VCALENDAR\nUID:{name}\nEND:VCALENDAR\n", media_type="text/calendar")

    mount_web(app)
    return app


def _token(request: Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _item(who: str, message: Json) -> Json:
    return {"from": who, "at": samples.NOW, "message": message}
