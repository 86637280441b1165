"""`yikan export FILE`: the services in force as a file that `yikan import` reads back without any change."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from knowledge.catalogue import Snapshot
from knowledge.errors import Invalid, NotFound
from knowledge.importers.native_write import places_for, write_file
from knowledge.model import Service
from yikan.database import in_force
from yikan.settings import read


class Format(StrEnum):
    xlsx = "xlsx"
    csv = "csv"
    jsonl = "jsonl"
    yaml = "yaml"


SUFFIXES = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl", ".json": "jsonl", ".yml": "yaml", ".yaml": "yaml"}


def export(
    file: Annotated[Path, typer.Argument(dir_okay=False, help=".xlsx .csv .jsonl .yml")],
    service: Annotated[
        list[str] | None, typer.Option(help="只导出这个编码，可写多次 only this code, repeatable")
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format", help="格式 format (默认看后缀)")] = None,
) -> None:
    """导出现行事项，原样再导入不会有变化。 Write the services in force; importing them again changes nothing."""
    settings = read()
    kind = format_.value if format_ else SUFFIXES.get(file.suffix.lower())
    if kind is None or SUFFIXES.get(file.suffix.lower()) != kind:
        raise Invalid(f"后缀“{file.suffix}”与格式对不上，请用 .xlsx、.csv、.jsonl 或 .yml。")
    if not file.absolute().parent.is_dir():
        raise NotFound(f"找不到文件夹“{file.parent}”，请先建好。")
    snapshot = in_force(settings) or Snapshot(stamp=0, published={})
    chosen = _chosen({code: each.service for code, each in snapshot.published.items()}, service or [])
    console = Console(highlight=False)
    with console.status(f"导出 {file.name} exporting …"):
        write_file(file, kind, chosen, places_for(chosen, snapshot.places))
    console.print(f"已导出 exported {len(chosen)} 个事项 services → {file}", soft_wrap=True)


def _chosen(services: dict[str, Service], codes: list[str]) -> list[Service]:
    """Raises NotFound for a code nobody published, and where there is nothing to export."""
    unknown = [code for code in codes if code not in services]
    if unknown:
        raise NotFound(f"没有现行事项 {'、'.join(unknown)}，请检查编码。")
    chosen = [services[code] for code in dict.fromkeys(codes or services)]
    if not chosen:
        raise NotFound("还没有现行事项，请先运行 yikan seed 或 yikan import。")
    return chosen
