"""`yikan backup DIR`: everything that cannot be made again, while the system runs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.clock import Clock
from knowledge.store.backup import save
from knowledge.store.backup_manifest import Manifest
from yikan.database import existing
from yikan.progress_bar import bar
from yikan.settings import read

WITH_KEY = """备份里有密钥 keys/personal.key：拿到这份备份的人能打开姓名和电话，请像保管现金一样保管。
要放到别处的，用 --without-key 备份，密钥另外存一份(docs/operate.md)。"""
WITHOUT_KEY = """备份里没有密钥(指纹 {fingerprint})：请确认 {key} 已另存一份，丢了它，姓名和电话谁也打不开。"""


def backup(
    folder: Annotated[Path, typer.Argument(help="新的或空的目录 a new or empty folder")],
    without_key: Annotated[
        bool, typer.Option("--without-key", help="不带密钥，姓名电话打不开 leave out the key of personal data")
    ] = False,
    data_dir: Annotated[Path | None, typer.Option(help="数据目录 data directory (YIKAN_DATA_DIR, var)")] = None,
) -> None:
    """备份，不用停系统。 Save everything, while the system runs."""
    settings = read(data_dir=data_dir)
    clock, console = Clock(settings.now), Console(highlight=False)
    with existing(settings) as engine, bar(Console(stderr=True), "备份") as step:
        made = save(
            engine,
            settings.home,
            folder,
            version=version("yikan"),
            now=clock.now,
            with_key=not without_key,
            progress=step,
        )
    size = sum(part.bytes for part in made.files.values()) / 1e6
    console.print(
        f"✓ 已备份 saved: {folder}({made.rows:,} 行 rows, {len(made.tables)} 张表 tables, {size:.1f} MB)，"
        f"包含 {made.started_at:%Y-%m-%d %H:%M:%S} 以前的全部内容",
        soft_wrap=True,
    )
    _about_key(console, made, settings.home / "keys" / "personal.key")
    console.print(f"  检查这份备份 check it: yikan verify {folder}", soft_wrap=True)


def _about_key(console: Console, made: Manifest, key: Path) -> None:
    if made.with_key:
        console.print(WITH_KEY, style="yellow")
    elif made.fingerprint:
        console.print(WITHOUT_KEY.format(fingerprint=made.fingerprint, key=key), style="yellow", soft_wrap=True)
