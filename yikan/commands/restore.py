"""`yikan restore DIR`: a backup into an empty data directory or database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.engine import make_url

from api.clock import Clock
from knowledge.errors import Invalid, Unavailable
from knowledge.store import make_engine
from knowledge.store.backup_restore import restore as put_back
from yikan import running
from yikan.progress_bar import bar
from yikan.settings import Settings, read
from yikan.sound_report import show

LOST = (
    "密钥已丢：原来的姓名、电话和诉求内容打不开，已清空；预约的时间、事项和预约码都在。请逐个打电话或在窗口重新登记。"
)


def restore(
    folder: Annotated[Path, typer.Argument(help="yikan backup 写的目录 the folder of a backup")],
    data_dir: Annotated[Path | None, typer.Option(help="恢复到哪个数据目录 data directory (YIKAN_DATA_DIR)")] = None,
    key: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="另存的密钥 the key, where the backup has none")
    ] = None,
    key_lost: Annotated[
        bool, typer.Option("--key-lost", help="密钥找不回了，姓名电话不要了 give up names and phones")
    ] = False,
) -> None:
    """恢复到空的数据目录；不覆盖任何东西。 Put a backup into an empty data directory; nothing is overwritten."""
    if key and key_lost:
        raise Invalid("--key 和 --key-lost 只能用一个。")
    settings = read(data_dir=data_dir)
    if (other := running.find(settings.run_file)) is not None:
        raise Unavailable(f"系统正在这个数据目录上运行：{other.url}(进程 {other.pid})。请先停下它。")
    engine = make_engine(_prepared(settings))
    try:
        with bar(Console(stderr=True), "恢复") as step:
            clock = Clock(settings.now)
            made, found = put_back(
                engine, settings.home, folder, key=key, key_lost=key_lost, now=clock.now, progress=step
            )
    finally:
        engine.dispose()
    console = Console(highlight=False)
    show(console, found)
    started = f"{made.started_at:%Y-%m-%d %H:%M:%S}"
    console.print(f"✓ 已恢复 restored: {made.rows:,} 行 rows，备份开始于 {started}", soft_wrap=True)
    if key_lost:
        console.print(LOST, style="yellow")
    console.print("  工作人员要重新登录；模型没在时先执行 yikan train。启动 start: yikan up", soft_wrap=True)


def _prepared(settings: Settings) -> str:
    """The address of the database; a SQLite file gets its folder."""
    url = settings.database_in_force
    file = make_url(url).database
    if url.startswith("sqlite") and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return url
