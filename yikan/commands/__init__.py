"""`yikan`: one file per command; this is the list. A refusal is one Chinese sentence, exit code 1."""

from __future__ import annotations

import os
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from knowledge.errors import YikanError
from yikan.commands.ask import ask
from yikan.commands.backup import backup
from yikan.commands.bench import bench
from yikan.commands.export import export
from yikan.commands.fit_search import fit_search
from yikan.commands.guide import guide
from yikan.commands.import_ import import_
from yikan.commands.import_calendar import import_calendar
from yikan.commands.mutate import mutate
from yikan.commands.prove import prove
from yikan.commands.reindex import reindex
from yikan.commands.restore import restore
from yikan.commands.seed import seed
from yikan.commands.train import train
from yikan.commands.understand import understand
from yikan.commands.up import up
from yikan.commands.user import user
from yikan.commands.verify import verify

OTHERS_NOTHING = 0o077


class Commands(TyperGroup):
    """Shows an error of ours as its sentence; anything else is a defect and keeps its traceback."""

    def invoke(self, ctx: Any) -> Any:
        os.umask(OTHERS_NOTHING)  # the data directory holds names and phone numbers
        try:
            return super().invoke(ctx)
        except YikanError as error:
            console = Console(stderr=True)
            console.print(f"✗ {error.detail}", style="bold red", markup=False, highlight=False, soft_wrap=True)
            for problem in error.errors:
                console.print(f"  {problem}", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="一看就办: 县乡政务服务助手 (a citizen-service assistant). 设置见 docs/settings.md",
)
app.command("up")(up)
app.command("seed")(seed)
app.command("import")(import_)
app.command("import-calendar")(import_calendar)
app.command("export")(export)
app.command("ask")(ask)
app.command("understand")(understand)
app.command("guide")(guide)
app.command("train")(train)
app.command("fit-search")(fit_search)
app.command("prove")(prove)
app.command("mutate")(mutate)
app.command("bench")(bench)
app.command("reindex")(reindex)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("verify")(verify)
app.add_typer(user, name="user")
