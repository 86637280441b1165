"""Engines and the unit of work: the one way into the database.

    make_engine(url: str) -> Engine
    transaction(engine: Engine, *, write: bool) -> ContextManager[Session]

SQLite runs in WAL mode with synchronous=FULL: what was acknowledged survives a power cut. A writer begins with
BEGIN IMMEDIATE, so that it waits for its turn at the start and never fails in the middle; a reader begins deferred and
never waits. SQLite lets waiting writers ask again and again, with pauses and in no order: those of one process queue up
here instead, and only processes compete in that way. On PostgreSQL a reader gets one read-only snapshot, a writer READ
COMMITTED (the appointment book relies on row locks and conditional updates, not on the isolation level).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

BUSY_SECONDS = 30
# A PostgreSQL server takes 100 connections unless told otherwise: two API processes have to fit.
SERVER_POOL = {"max_overflow": 20}
POOL = {"pool_size": 20, "max_overflow": 60, "pool_timeout": BUSY_SECONDS}
_WRITE = "yikan_write"
_queues: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()  # of SQLite databases only


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`; safe to share between threads, not between processes."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, **POOL))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True, **{**POOL, **SERVER_POOL})


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Session]:
    """One transaction: commits when the block ends, rolls back on any exception."""
    with _turn(engine, write), engine.connect() as connection:
        connection = connection.execution_options(**_options(engine, write))
        with Session(bind=connection, expire_on_commit=False) as session, session.begin():
            yield session


@contextmanager
def _turn(engine: Engine, write: bool) -> Iterator[None]:
    """Whoever waits too long goes on and lets the database say that it is busy."""
    queue = _queues.get(engine) if write else None
    mine = queue is not None and queue.acquire(timeout=BUSY_SECONDS)
    try:
        yield
    finally:
        if queue is not None and mine:
            queue.release()


def _options(engine: Engine, write: bool) -> dict[str, Any]:
    if engine.dialect.name == "sqlite":
        return {_WRITE: write}
    if write:
        return {"isolation_level": "READ COMMITTED"}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _sqlite(engine: Engine) -> Engine:
    _queues[engine] = Lock()
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")
