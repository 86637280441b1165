"""`yikan user add NAME --role ROLE`: a staff account with a one-time password."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from api.clock import Clock
from knowledge.store.users import UserStore
from yikan.database import write
from yikan.passwords import one_time
from yikan.settings import read

user = typer.Typer(no_args_is_help=True, help="工作人员账号 staff accounts")


class Role(StrEnum):
    desk = "desk"
    editor = "editor"
    publisher = "publisher"
    auditor = "auditor"
    admin = "admin"


@user.callback()
def _group() -> None:
    """Keeps `add` a sub-command although it is the only one."""


@user.command("add")
def add(name: str, role: Annotated[Role, typer.Option(help="岗位 role")]) -> None:
    """新建账号，显示一次性密码。 Make an account; its one-time password is printed once."""
    settings = read()
    password = one_time()
    with write(settings) as session:
        UserStore(session).add(name, role.value, password, now=Clock(settings.now).now())
    typer.echo(f"已建账号 account made: {name} ({role.value})")
    typer.echo(f"一次性密码(首次登录须修改) one-time password: {password}")
