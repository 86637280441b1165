"""Bring a database to the newest schema, and say whether it is there.

migrate(url: str) -> None         creates or upgrades; safe to call at every start, by several processes at once
is_current(engine: Engine) -> bool
revision(connection) -> str | None                the schema this database has; None: none of ours
known(revision: str) -> bool                      whether this version of the program knows that schema
upgrade(connection, to="head") -> None            within the caller's transaction
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from knowledge.store.engine import make_engine

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
    with engine.connect() as connection:
        found = revision(connection)
    return found == ScriptDirectory(str(SCRIPTS)).get_current_head()


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def known(revision: str) -> bool:
    return revision in {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}


def upgrade(connection: Connection, to: str = "head") -> None:
    _one_at_a_time(connection)
    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
