"""`yikan import FILE`: guides from a workbook, table or document file, all or nothing, with a row-level report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from knowledge.errors import Invalid, NotFound
from knowledge.importers.files import open_file
from knowledge.importers.guides import Progress
from knowledge.importers.remarks import Remark
from yikan.import_report import Report, refused_file
from yikan.settings import Settings, read

if TYPE_CHECKING:
    from yikan.importing import Steps

SHOWN_REMARKS = 20


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=".xlsx .xls .csv .json .jsonl .yml")],
    mapping: Annotated[str | None, typer.Option(help="对照表名或 .yml 文件 column mapping (默认按表头识别)")] = None,
    place: Annotated[str | None, typer.Option(help="没写地区的行属于哪里 where rows without a region belong")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查不写入 write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="报告用 JSON")] = False,
) -> None:
    """导入办事指南；有一行不合格就一行也不写。 Load guides: one refused row, and nothing is written."""
    settings = read()
    console = Console(stderr=as_json, highlight=False)
    try:
        made = _import(file, mapping, place, dry_run, settings, None if as_json else console)
    except (Invalid, NotFound) as error:
        if as_json:
            typer.echo(json.dumps(refused_file(file.name, dry_run, error.detail), ensure_ascii=False))
        raise
    if as_json:
        typer.echo(json.dumps(made.as_json(), ensure_ascii=False))
    else:
        _show(console, made)
    if made.refused:
        raise typer.Exit(1)


def _import(
    file: Path, mapping: str | None, place: str | None, dry_run: bool, settings: Settings, console: Console | None
) -> Report:
    opened = open_file(file, mapping)
    from yikan.importing import imported  # all of the database, which a file that cannot be read does not need

    with _bar(console) as steps:
        return imported(opened, file.name, place, dry_run, settings, steps)


@contextmanager
def _bar(console: Console | None) -> Iterator[Steps]:
    """A bar on a terminal, nothing elsewhere. What it yields starts a stretch of work and returns how to move on."""
    if console is None or not console.is_terminal:
        yield lambda what: lambda done, of: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:

        def step(what: str) -> Progress:
            task = bar.add_task(what, total=None)
            return lambda done, of: bar.update(task, completed=done, total=of)

        yield step


def _show(console: Console, made: Report) -> None:
    table = Table("", "行 rows", "事项 services")
    for what, label in (("created", "新增 created"), ("changed", "更新 changed"), ("unchanged", "未变 unchanged")):
        table.add_row(label, str(made.rows[what]), str(made.services[what]))
    table.add_row("不合格 refused", str(made.rows["refused"]), "")
    if made.rows["held"]:
        table.add_row("搁置 held", str(made.rows["held"]), "")
    table.add_row("合计 total", str(made.total), str(sum(made.services.values())))
    console.print(table)
    _list(console, "不合格 refused", made.refused, "bold red")
    _list(console, "提醒 warnings", made.warnings, "yellow")
    if made.refused:
        console.print("没有写入任何内容 nothing was written", style="bold red")
    elif made.dry_run:
        console.print("只是检查，没有写入 dry run, nothing was written", style="yellow")


def _list(console: Console, title: str, remarks: Sequence[Remark], style: str) -> None:
    if remarks:
        console.print(title, style=style)
    for remark in remarks[:SHOWN_REMARKS]:
        row = f"第 {remark.row} 行 row · " if remark.row else ""
        field = f"{remark.field}: " if remark.field else ""
        console.print(f"  {row}{field}{remark.reason}", markup=False, soft_wrap=True)
    if len(remarks) > SHOWN_REMARKS:
        console.print(f"  … 另有 {len(remarks) - SHOWN_REMARKS} 处，用 --json 看全部 (all with --json)")
