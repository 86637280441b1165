"""Bring a database to the newest schema, and say whether it is there.

migrate(url: str) -> None         creates or upgrades; safe to call at every start, by several processes at once
is_current(engine: Engine) -> bool
revision(connection) -> str | None                the schema this database has; None: none of ours
known(revision: str) -> bool                      whether this version of the program knows that schema
upgrade(connection, to="head") -> None            within the caller's transaction
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from knowledge.store.engine import make_engine

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it is used: a server that starts has no use for it before it is asked whether it is ready.
SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 8_203_417  # any number, the same in every process


def migrate(url: str) -> None:
    """Upgrade the database at `url`. A SQLite file (and its folder) is made when missing."""
    engine = make_engine(url)
    try:
        if engine.dialect.name == "sqlite" and engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        with engine.begin() as connection:
            upgrade(connection)
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Whether the schema is the newest one; readiness looks at this."""
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        found = revision(connection)
    return found == ScriptDirectory(str(SCRIPTS)).get_current_head()


def revision(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def known(revision: str) -> bool:
    from alembic.script import ScriptDirectory

    return revision in {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}


def upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command

    _one_at_a_time(connection)
    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
