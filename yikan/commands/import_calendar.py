"""`yikan import-calendar FILE…`: the State Council's notice of a year; who is booked on a day that closes is moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.clock import Clock
from knowledge.importers.holidays import read_holidays
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.moving import change_supply
from knowledge.store.vault import open_vault
from yikan.database import write
from yikan.settings import read

REASON = "放假安排有调整"


def import_calendar(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="放假安排 notices (.json)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查不写入 write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="报告用 JSON")] = False,
) -> None:
    """导入放假和调休安排；已约在放假日的号改期并通知。 Load holidays; bookings on days that close are moved."""
    settings = read()
    now = Clock(settings.now).now()
    days = [day for file in files for day in read_holidays(file)]
    with write(settings, keep=not dry_run) as session:
        snapshot = CatalogueStore(session).snapshot(now.date())
        known = {(day.on, day.office): day for day in snapshot.calendar}
        new = [day for day in days if known.get((day.on, day.office)) != day]
        vault = open_vault(settings.home)
        done = change_supply(session, vault, snapshot, now=now, who="import", reason=REASON, days=new)
    report = {"days": len(days), "changed": len(new), "moved": len(done.moved), "cancelled": len(done.cancelled)}
    report["dry_run"] = dry_run
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    Console(highlight=False).print(
        f"日子 days: {len(days)}，有变动 changed {len(new)}；改期 moved {len(done.moved)}，取消 cancelled "
        f"{len(done.cancelled)}" + ("（只是检查，没有写入 dry run）" if dry_run else ""),
        soft_wrap=True,
    )
