"""`yikan up`: the processes, and where to find them."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from knowledge.errors import Unavailable
from knowledge.store import migrate
from yikan import running
from yikan.logbook import Logbook
from yikan.model import verified
from yikan.programs import Plan, plan, programs
from yikan.settings import Settings, read
from yikan.supervisor import Supervisor


def up(
    port: Annotated[int | None, typer.Option(help="端口 port (YIKAN_PORT, 8000)")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="数据目录 data directory (YIKAN_DATA_DIR, var)")] = None,
) -> None:
    """启动全部进程，Ctrl-C 停止。 Start every process; Ctrl-C stops them."""
    settings = read(port=port, data_dir=data_dir)
    _refuse_twice(settings)
    planned = plan(settings)
    if planned.bot_ports:
        verified()
    migrate(settings.database_in_force)
    console = Console()
    logbook = Logbook(settings.home / "log", console)
    running.Running(os.getpid(), planned.api_url, planned.service_secret).write(settings.run_file)
    try:
        _welcome(logbook, planned)
        asyncio.run(Supervisor(programs(planned), logbook).run())
    finally:
        settings.run_file.unlink(missing_ok=True)
        logbook.close()


def _refuse_twice(settings: Settings) -> None:
    """Raises Unavailable when this data directory is in use, or the port is."""
    other = running.find(settings.run_file)
    if other is not None:
        raise Unavailable(f"系统已在运行：{other.url}(进程 {other.pid})。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Unavailable(
                f"端口 {settings.host}:{settings.port} 不能使用({error.strerror})。请用 --port 换一个。"
            ) from error


def _welcome(logbook: Logbook, planned: Plan) -> None:
    settings = planned.settings
    for name, path in (("聊天 chat", "/"), ("窗口 desk", "/desk"), ("后台 admin", "/admin")):
        logbook.say(f"  {name:10} {planned.api_url}{path}", style="bold")
    first = settings.home / "first-login.txt"
    if first.is_file():
        logbook.say(f"  首次登录密码 first passwords: {first}")
    logbook.say(f"  日志 log: {logbook.path}")
