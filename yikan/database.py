"""The commands' way into the database: the newest schema first, then one transaction that commits at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from knowledge.store import make_engine, migrate, transaction
from yikan.settings import Settings


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
