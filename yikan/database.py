"""The commands' way into the database: the newest schema first, then one transaction that commits at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from api.clock import Clock
from knowledge.catalogue import Snapshot
from knowledge.errors import NotFound
from knowledge.importers.sample import load_sample
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from yikan.settings import Settings


def in_force(settings: Settings) -> Snapshot | None:
    """The catalogue in force today; None where no database was made yet."""
    url = settings.database_in_force
    file = make_url(url).database
    if url.startswith("sqlite") and not Path(str(file)).is_file():
        return None
    migrate(url)
    engine = make_engine(url)
    try:
        with transaction(engine, write=False) as session:
            return CatalogueStore(session).snapshot(Clock(settings.now).now().date())
    finally:
        engine.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Session | None]:
    """A transaction that reads, on the newest schema; None where no database was made yet."""
    url = settings.database_in_force
    file = make_url(url).database
    if url.startswith("sqlite") and not Path(str(file)).is_file():
        yield None
        return
    migrate(url)
    engine = make_engine(url)
    try:
        with transaction(engine, write=False) as session:
            yield session
    finally:
        engine.dispose()


def published_names(settings: Settings) -> list[str]:
    """Names and other sayings of every service in force and of the sample county.

    The sample's always: its names stand in sentences that teach what is asked, whatever a deployment publishes, and a
    model must not be worse for having been trained before the first seed.
    """
    found = {**load_sample().published, **(snapshot.published if (snapshot := in_force(settings)) else {})}
    return sorted({name for each in found.values() for name in (each.service.name, *each.service.aliases)})


@contextmanager
def existing(settings: Settings) -> Iterator[Engine]:
    """The database as it is: neither made nor upgraded. Raises NotFound where there is none."""
    url = settings.database_in_force
    file = make_url(url).database
    if url.startswith("sqlite") and not Path(str(file)).is_file():
        raise NotFound(f"没有数据库：{file}。请核对数据目录(--data-dir 或 YIKAN_DATA_DIR)。")
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def write(settings: Settings, *, keep: bool = True) -> Iterator[Session]:
    """Commits when the block ends (`keep` False: rolls back, a rehearsal), rolls back on any exception."""
    url = settings.database_in_force
    migrate(url)
    engine = make_engine(url)
    try:
        with transaction(engine, write=True) as session:
            yield session
            if not keep:
                session.rollback()
    finally:
        engine.dispose()
