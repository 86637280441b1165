"""`yikan ask`: one turn with the running system, as a resident."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from yikan import running
from yikan.api_client import call
from yikan.ask_sessions import AskSessions
from yikan.settings import read

Message = Mapping[str, Any]


def ask(
    text: str,
    session: Annotated[str | None, typer.Option(help="接着这个名字的对话 go on with the talk of this name")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="原样输出 the reply as JSON")] = False,
) -> None:
    """像居民一样问一句。 Say one thing to the running system, as a resident."""
    settings = read()
    found = running.require(settings.run_file)
    sessions = AskSessions(settings.home / "ask-sessions.json")
    with httpx.Client(base_url=found.url, timeout=30, trust_env=False) as http:
        token = sessions.token(session)
        if token is None or _is_over(http, token):
            token = call(http, "POST", "/api/v1/chat/sessions", json={})["token"]
            sessions.keep(session, token)
        body = {"text": text, "message_id": str(uuid.uuid4())}
        reply = call(http, "POST", "/api/v1/chat/messages", json=body, headers=_bearer(token))
    if as_json:
        typer.echo(json.dumps(reply, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for line in lines(reply["messages"]):
        console.print(line, markup=False, soft_wrap=True)


def lines(messages: Iterable[Message]) -> Iterable[str]:
    """What a resident would read: texts, numbered choices, what else a card offers."""
    for message in messages:
        if title := message.get("title"):
            yield f"【{title}】"
        yield message["text"]
        for number, choice in enumerate(message.get("choices", ()), start=1):
            yield f"  {number}. {choice['label']}"
        if actions := message.get("actions"):
            yield "  " + " ".join(f"[{action['label']}]" for action in actions)


def _is_over(http: httpx.Client, token: str) -> bool:
    return http.get("/api/v1/chat/messages", headers=_bearer(token)).status_code == httpx.codes.UNAUTHORIZED


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
