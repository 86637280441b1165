"""`yikan understand`: what the running system makes of a text, one JSON line each, without any effect."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import httpx
import typer

from knowledge.errors import Invalid
from yikan import running
from yikan.api_client import call
from yikan.settings import read


def understand(
    text: Annotated[str | None, typer.Argument(help="一句话 one text")] = None,
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="每行一句 one text per line")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="一句一行 JSON (the only form)")] = True,
) -> None:
    """系统怎样理解这句话(不产生任何影响)。 What is understood, without side effects."""
    found = running.require(read().run_file)
    headers = {"X-Yikan-Service": found.service_secret}
    with httpx.Client(base_url=found.url, timeout=30, trust_env=False, headers=headers) as http:
        for one in _texts(text, file):
            typer.echo(json.dumps(call(http, "POST", "/api/v1/understand", json={"text": one}), ensure_ascii=False))


def _texts(text: str | None, file: Path | None) -> Iterable[str]:
    """Raises Invalid unless exactly one source is given. Empty lines of a file are no texts."""
    if (text is None) == (file is None):
        raise Invalid("请给一句话，或用 --file 给一个文件(二选一)。")
    if file is None:
        return [text or ""]
    return [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
