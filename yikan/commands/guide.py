"""`yikan guide`: one guide as the running system shows it, today or as of another day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer
from rich.console import Console

from yikan import running
from yikan.api_client import call
from yikan.settings import read

UNREGISTERED = "未登记"
UNITS = {"workday": "个工作日", "day": "天"}


def guide(
    code: Annotated[str, typer.Argument(help="事项编码 the code of the service")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="哪一天的 as of a date (默认今天)")] = None,
    place: Annotated[str | None, typer.Option(help="在哪里问 a place or office (默认本地)")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="原样输出 the guide as JSON")] = False,
) -> None:
    """看一个事项的指南，可以看某一天的。 Show a guide, today's or that of another day."""
    asked = {"on": on.date().isoformat() if on else None, "place": place}
    found = running.require(read().run_file)
    with httpx.Client(base_url=found.url, timeout=30, trust_env=False) as http:
        params = {name: value for name, value in asked.items() if value is not None}
        shown = call(http, "GET", f"/api/v1/services/{quote(code, safe='')}", params=params)
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for line in lines(shown):
        console.print(line, markup=False, soft_wrap=True)


def lines(shown: Mapping[str, Any]) -> Iterator[str]:
    """The guide in the order in which people ask; what nobody registered is said to be so."""
    yield f"{shown['name']}（{shown['code']}）第 {shown['version']} 版，{shown['effective_from']} 起"
    yield from filter(None, [shown["summary"]])
    yield from _section("材料", [_paper(paper) for paper in shown["evidences"]])
    yield from _section("条件", [item["text"] for item in shown["conditions"]])
    yield from _section("步骤", [item["text"] for item in shown["steps"]])
    yield from _section("在哪办", [f"{o['name']}：{o['address'] or UNREGISTERED}" for o in shown["offered_at"]])
    yield f"时限：{_limit(shown['time_limit'])}"
    yield f"收费：{_fee(shown['fee'])}"
    yield f"跑几趟：{_or_none(shown['trips']['published'])}"
    yield f"咨询：{_or_none(shown['phones']['consult'])}　投诉：{_or_none(shown['phones']['complain'])}"
    late = "，已经过了核对日期" if shown["overdue"] else ""
    yield f"来源：{shown['source']}（{_or_none(shown['checked_on'])} 核对{late}）"


def _section(title: str, items: list[str]) -> Iterator[str]:
    yield f"{title}：" + ("" if items else UNREGISTERED)
    yield from (f"  {number}. {item}" for number, item in enumerate(items, 1))


def _paper(paper: Mapping[str, Any]) -> str:
    notes = [paper["form"], paper["needed_when_text"], paper["exempt_reason"]]
    said = "；".join(note for note in notes if note)
    return f"{paper['name']}（{said}）" if said else str(paper["name"])


def _limit(item: Mapping[str, Any]) -> str:
    promised = item["promised"]
    if promised is None:
        return item["text"] or UNREGISTERED
    return "当场办好" if promised["unit"] == "immediate" else f"{promised['value']}{UNITS[promised['unit']]}"


def _fee(item: Mapping[str, Any]) -> str:
    if item["text"]:
        return str(item["text"])
    return UNREGISTERED if item["amount"] is None else f"{item['amount']:g}元"


def _or_none(value: Any) -> str:
    return UNREGISTERED if value is None else str(value)
