"""Inserts built once per table and database: putting a statement together costs more than running it.

    once(row, dialect, *returning) -> Insert       leaves alone what is there already; no row comes back then
    plain(row) -> Insert

Values go with the execution: `session.execute(once(SlotRow, dialect_of(session)), {…})`, or a list of them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.store.tables.base import Base


def dialect_of(session: Session) -> str:
    return session.get_bind().dialect.name


def table_of(row: type[Base]) -> Table:
    """Reading and writing columns directly, without objects in between."""
    return cast(Table, row.__table__)


@cache
def once(row: type[Base], dialect: str, *returning: str) -> Any:
    table = table_of(row)
    made = (postgresql if dialect == "postgresql" else sqlite).insert(table).on_conflict_do_nothing()
    return made.returning(*(table.c[name] for name in returning)) if returning else made


@cache
def plain(row: type[Base]) -> Insert:
    return insert(table_of(row))
