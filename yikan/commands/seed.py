"""`yikan seed`: the sample county with its sentence vectors and, the first time, two staff accounts."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from sqlalchemy.orm import Session

from api.clock import Clock
from knowledge.importers.sample import load_sample
from knowledge.store import make_engine, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.users import UserStore
from yikan.database import write
from yikan.passwords import one_time
from yikan.private_file import write_private
from yikan.settings import Settings, read
from yikan.vectors import indexed

FIRST_USERS = (("admin", "admin"), ("desk", "desk"))


def seed() -> None:
    """载入示例县(可重复执行)。 Load the sample county; again changes nothing."""
    settings = read()
    now = Clock(settings.now).now()
    console = Console(highlight=False)
    with console.status("读取示例县 reading the sample county …"):
        sample = load_sample()
    with console.status("写入数据库 writing …"), write(settings) as session:
        counts = CatalogueStore(session).seed(sample, now=now)
        passwords = _first_users(session, now)
        if passwords:
            write_private(settings.home / "first-login.txt", _sheet(passwords))
    console.print(
        f"示例县 sample county: {len(sample.published)} 个事项 services, {len(sample.offices)} 个大厅 offices; "
        f"新增 created {counts.created}, 更新 changed {counts.changed}, 未变 unchanged {counts.unchanged}",
        soft_wrap=True,
    )
    if passwords:
        _show(console, settings, passwords)
    if settings.meaning:
        _learn(settings, now)


def _learn(settings: Settings, now: datetime) -> None:
    """So that the first question is found by meaning too; where all is known, nothing is computed."""
    engine = make_engine(settings.database_in_force)
    try:
        with transaction(engine, write=False) as session:
            snapshot = CatalogueStore(session).snapshot(now.date())
        indexed(engine, snapshot)
    finally:
        engine.dispose()


def _first_users(session: Session, now: datetime) -> dict[str, str]:
    """Name → one-time password of the accounts made now: none where any account exists."""
    users = UserStore(session)
    if users.all():
        return {}
    passwords = {name: one_time() for name, _ in FIRST_USERS}
    for name, role in FIRST_USERS:
        users.add(name, role, passwords[name], now=now)
    return passwords


def _sheet(passwords: dict[str, str]) -> str:
    lines = [f"{name}\t{password}" for name, password in passwords.items()]
    return "\n".join(["首次登录密码，登录后须修改 (first passwords, to be changed)", *lines]) + "\n"


def _show(console: Console, settings: Settings, passwords: dict[str, str]) -> None:
    console.print("首次登录密码，只显示这一次 first passwords, shown once:", style="bold yellow")
    for name, password in passwords.items():
        console.print(f"  {name:8} {password}", markup=False)
    console.print(f"  另存于 also in {settings.home / 'first-login.txt'} (mode 600)", soft_wrap=True)
