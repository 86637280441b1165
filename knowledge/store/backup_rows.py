"""Rows as lines of a file, the same for SQLite and PostgreSQL, so that a backup of one can be restored into the other.

    tables(connection) -> list[Table]             as they are in this database, referred-to ones first
    read(connection, table) -> Iterator[str]      one JSON array a line, values in the order of `names(table)`
    load(connection, table, names, lines) -> int  rows written
    refill(connection) -> None                    PostgreSQL: counters of new ids go on behind the highest loaded

Instants are ISO 8601 in UTC, bytes base64. A JSON document is kept as its text, so that SQL's NULL and JSON's null stay
apart. Tables are read from the database, not from the program: an older schema is saved as it is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.types import LargeBinary, TypeEngine, _Binary

LEFT_OUT = ("alembic_version", "staff_sign_in")  # nobody is signed in after a restore
BATCH = 500


def tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


# --- out ----------------------------------------------------------------------------------------------------------


def read(connection: Connection, table: Table) -> Iterator[str]:
    wanted = [cast(c, Text) if isinstance(c.type, JSON) else c for c in table.columns]
    rows = connection.execution_options(yield_per=BATCH).execute(select(*wanted).order_by(*table.primary_key))
    for row in rows:
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


# --- in -----------------------------------------------------------------------------------------------------------


def load(connection: Connection, table: Table, given: Sequence[str], lines: Iterable[str]) -> int:
    """`given`: the names of the columns, in the order of the values. Rows that are there already are an error."""
    dialect = connection.dialect.name
    columns = [table.columns[name] for name in given]
    put = insert(table).values({c.name: _parameter(f"p{n}", c.type, dialect) for n, c in enumerate(columns)})
    decoders = [_decoder(c.type, dialect) for c in columns]
    rows, source = 0, iter(lines)
    while batch := [_row(line, decoders) for line in islice(source, BATCH)]:
        connection.execute(put, batch)
        rows += len(batch)
    return rows


def _row(line: str, decoders: Sequence[Callable[[Any], Any]]) -> dict[str, Any]:
    values = zip(decoders, json.loads(line), strict=True)
    return {f"p{n}": None if value is None else decode(value) for n, (decode, value) in enumerate(values)}


def _parameter(name: str, type_: TypeEngine[Any], dialect: str) -> ColumnElement[Any]:
    if not isinstance(type_, JSON):
        return bindparam(name, type_=type_)
    document: BindParameter[str] = bindparam(name, type_=Text())
    return cast(document, type_) if dialect == "postgresql" else document


def _decoder(type_: TypeEngine[Any], dialect: str) -> Callable[[Any], Any]:
    if isinstance(type_, DateTime):
        return _naive if dialect == "sqlite" else datetime.fromisoformat
    if isinstance(type_, Date):
        return date.fromisoformat
    if isinstance(type_, LargeBinary | _Binary):
        return base64.b64decode
    return lambda value: value


def _naive(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)


def refill(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in tables(connection):
        for column in table.primary_key:
            asked = {"table": table.name, "column": column.name}
            counter = text("SELECT pg_get_serial_sequence(:table, :column)")
            if (sequence := connection.execute(counter, asked).scalar()) is None:
                continue
            highest = connection.scalar(select(func.max(column)))
            if highest is not None:
                connection.execute(text("SELECT setval(:sequence, :value)"), {"sequence": sequence, "value": highest})
