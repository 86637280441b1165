"""`yikan verify [DIR]`: the database in use, or a backup, which is restored once into a place that is thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import DatabaseError

from api.clock import Clock
from knowledge.store import make_engine, transaction
from knowledge.store.backup_restore import restore
from knowledge.store.migration import is_current
from knowledge.store.soundness import Finding, examine
from knowledge.store.vault import KEY_BYTES, Vault, key_file
from yikan.database import existing
from yikan.progress_bar import bar
from yikan.settings import Settings, read
from yikan.sound_report import show

BEHIND = "数据库结构不是最新的，先执行一次 yikan up 升级，再检查。"


def verify(
    folder: Annotated[Path | None, typer.Argument(help="检查这份备份；不写就检查现用的 a backup")] = None,
    key: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="另存的密钥 the key, where the backup has none")
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="数据目录 data directory (YIKAN_DATA_DIR, var)")] = None,
) -> None:
    """检查数据库、号源账目、操作记录链和密钥；有问题退出码 1。 Check the database, the book, the audit and the key."""
    settings = read(data_dir=data_dir)
    console = Console(highlight=False)
    found = _backup(settings, folder, key) if folder else _in_use(settings)
    show(console, found)
    if not all(finding.ok for finding in found):
        console.print("✗ 有问题 unsound。先停下系统，保留现场，看 docs/operate.md", style="bold red")
        raise typer.Exit(1)
    console.print("✓ 全部对得上 sound", style="green")


def _in_use(settings: Settings) -> list[Finding]:
    with existing(settings) as engine, bar(Console(stderr=True), "检查") as step:
        try:
            if not is_current(engine):
                return [Finding("schema", 1, (BEHIND,))]
            with transaction(engine, write=False) as session:
                return examine(session, _vault(settings), now=Clock(settings.now).now(), progress=step)
        except DatabaseError as damaged:  # not even the first page
            return [Finding("file", 0, (str(damaged.orig),))]


def _vault(settings: Settings) -> Vault | None:
    key = key_file(settings.home)
    if not key.is_file() or key.stat().st_size != KEY_BYTES:
        return None
    return Vault(key.read_bytes())


def _backup(settings: Settings, folder: Path, key: Path | None) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix="yikan-verify-") as room:
        engine = make_engine(f"sqlite:///{Path(room, 'yikan.db')}")
        try:
            with bar(Console(stderr=True), "试恢复") as step:
                clock = Clock(settings.now)
                return restore(engine, Path(room), folder, key=key, now=clock.now, progress=step)[1]
        finally:
            engine.dispose()
