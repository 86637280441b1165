"""`yikan import FILE`: guides from a workbook, all or nothing, with a row-level report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from api.clock import Clock
from knowledge.errors import NotFound
from knowledge.importers.files import read_file
from knowledge.importers.guides import Guides
from knowledge.model import Place
from knowledge.places import Places
from knowledge.store.catalogue import CatalogueStore
from yikan.database import write
from yikan.import_report import Report, report
from yikan.settings import Settings, read

SHOWN_REFUSALS = 20


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=".xlsx .xls .csv .json")],
    mapping: Annotated[str | None, typer.Option(help="对照表 column mapping (默认按表头识别)")] = None,
    place: Annotated[str | None, typer.Option(help="没写地区的行属于哪里 where rows without a region belong")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查不写入 write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="报告用 JSON")] = False,
) -> None:
    """导入办事指南；有一行不合格就一行也不写。 Load guides: one refused row, and nothing is written."""
    settings = read()
    console = Console(stderr=as_json, highlight=False)
    with console.status(f"导入 {file.name} importing …"), write(settings, keep=not dry_run) as session:
        guides = read_file(file, mapping, _home(session, settings, place))
        made = report(file.name, guides, _publish(session, settings, file.name, guides), dry_run)
    if as_json:
        typer.echo(json.dumps(made.as_json(), ensure_ascii=False))
    else:
        _show(console, made)
    if made.refused:
        raise typer.Exit(1)


def _publish(session: Session, settings: Settings, source: str, guides: Guides) -> dict[str, str]:
    """Service code → created, changed or unchanged; nothing is written when a row was refused."""
    if guides.refused:
        return {}
    store = CatalogueStore(session)
    now = Clock(settings.now).now()
    before = {service.code: len(store.versions(service.code)) for service in guides.services}
    store.publish_import(guides.services, source, on=now.date(), now=now, places=guides.places)
    return {code: _what_happened(count, len(store.versions(code))) for code, count in before.items()}


def _what_happened(before: int, after: int) -> str:
    if before == after:
        return "unchanged"
    return "changed" if before else "created"


def _home(session: Session, settings: Settings, name: str | None) -> list[Place]:
    """The named place and its parents, outermost first. Raises NotFound for a name nobody knows."""
    if name is None:
        return []
    snapshot = CatalogueStore(session).snapshot(Clock(settings.now).now().date())
    places = Places.of(snapshot.places, snapshot.offices)
    slug = next((found.slug for found in places.resolve(name) if found.kind == "place"), None)
    if slug is None:
        raise NotFound(f"不认识的地方：{name}。请用 slug、名称或别名(见 GET /api/v1/places)。")
    return [snapshot.places[step] for step in reversed(places.ancestors(slug))]


def _show(console: Console, made: Report) -> None:
    table = Table("", "行 rows", "事项 services")
    for what, label in (("created", "新增 created"), ("changed", "更新 changed"), ("unchanged", "未变 unchanged")):
        table.add_row(label, str(made.rows[what]), str(made.services[what]))
    table.add_row("不合格 refused", str(len({refusal.row for refusal in made.refused})), "")
    console.print(table)
    for refusal in made.refused[:SHOWN_REFUSALS]:
        console.print(f"  第 {refusal.row} 行 row · {refusal.field}: {refusal.reason}", markup=False, soft_wrap=True)
    if len(made.refused) > SHOWN_REFUSALS:
        console.print(f"  … 另有 {len(made.refused) - SHOWN_REFUSALS} 处，用 --json 看全部 (all with --json)")
    if made.refused:
        console.print("没有写入任何内容 nothing was written", style="bold red")
    elif made.dry_run:
        console.print("只是检查，没有写入 dry run, nothing was written", style="yellow")
