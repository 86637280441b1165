"""`yikan understand`: what the running system makes of a text, one JSON line each, without any effect."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import httpx
import typer

from knowledge.errors import Invalid
from yikan import running
from yikan.api_client import call
from yikan.settings import read

PATIENCE_S, PAUSE_S = 60, 0.5  # the bot starts within a minute


def understand(
    text: Annotated[str | None, typer.Argument(help="一句话 one text")] = None,
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="每行一句 one text per line")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="一句一行 JSON (the only form)")] = True,
) -> None:
    """系统怎样理解这句话(不产生任何影响)。 What is understood, without side effects."""
    found = running.require(read().run_file)
    headers = {"X-Yikan-Service": found.service_secret}
    with httpx.Client(base_url=found.url, timeout=30, trust_env=False, headers=headers) as http:
        _wait_for_the_bot(http)
        for one in _texts(text, file):
            typer.echo(json.dumps(call(http, "POST", "/api/v1/understand", json={"text": one}), ensure_ascii=False))


def _wait_for_the_bot(http: httpx.Client) -> None:
    """The API answers before the bot does, and a text would seem unclear. After `PATIENCE_S` it is asked anyway."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and http.get("/readyz").json()["checks"]["bot"]["status"] == "down":
        time.sleep(PAUSE_S)


def _texts(text: str | None, file: Path | None) -> Iterable[str]:
    """Raises Invalid unless exactly one source is given. Empty lines of a file are no texts."""
    if (text is None) == (file is None):
        raise Invalid("请给一句话，或用 --file 给一个文件(二选一)。")
    if file is None:
        return [text or ""]
    return [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
