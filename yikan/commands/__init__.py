"""`yikan`: one file per command; this is the list. A refusal is one Chinese sentence, exit code 1."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_command

from knowledge.errors import YikanError

OTHERS_NOTHING = 0o077
# Read when numpy is loaded, here and in the processes that are started: what is multiplied is small, and threads that
# spin beside those of the sentence encoder made a search take twice as long.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
NAMES = (
    *("up", "seed", "import", "import-calendar", "export", "ask", "understand", "guide", "train", "fit-search"),
    *("prove", "mutate", "bench", "reindex", "backup", "restore", "verify", "user"),
)


class Loaded(Mapping[str, Any]):
    """The commands by name; the module of one is imported when it is asked for, so that each starts quickly."""

    def __getitem__(self, name: str) -> Any:
        if name not in NAMES:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def __contains__(self, name: object) -> bool:
        return name in NAMES


@cache
def _command(name: str) -> Any:
    """`import-calendar` is the function import_calendar in the module of that name; `import`, a keyword, is import_."""
    attribute = "import_" if name == "import" else name.replace("-", "_")
    found = getattr(import_module(f"yikan.commands.{attribute}"), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name)(found)
        found = alone
    command = get_command(found)
    command.name = name
    return command


class Commands(TyperGroup):
    """Shows an error of ours as its sentence; anything else is a defect and keeps its traceback."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Loaded()  # type: ignore[assignment]  # nothing is ever added to it

    def invoke(self, ctx: Any) -> Any:
        os.umask(OTHERS_NOTHING)  # the data directory holds names and phone numbers
        os.environ.setdefault(*ONE_THREAD)
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


@app.callback()
def _group() -> None:
    """Its words stand above; without a callback typer wants a command to be registered."""
