"""Every test of the store runs on SQLite and on PostgreSQL (tests/databases.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.store import transaction
from knowledge.store.vault import Vault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, write=True) as session:
        yield session


@pytest.fixture
def vault() -> Vault:
    return Vault(b"k" * 32)
