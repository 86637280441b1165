"""Whether a database is what it should be: everything that can be counted again is counted again.

    examine(session, vault, *, now, progress) -> list[Finding]      in the order of CHECKS; reads only

Nothing here trusts the constraints that normally forbid the impossible: a damaged disk, a hand with SQL and a restored
file obey none. A finding names what is wrong by id, never by a name or a number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, String, Table, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from knowledge.store.audit import AuditStore
from knowledge.store.backup_rows import tables
from knowledge.store.tables.base import Instant
from knowledge.store.tables.catalogue import DocumentRow, VersionRow
from knowledge.store.vault import PREFIX, Vault

SHOWN = 5
SAMPLE = 50  # sealed values opened per column

COUNTED = """
    SELECT s.id FROM slot s LEFT JOIN (
        SELECT slot_id, count(*) AS used, sum(CASE channel WHEN 'desk' THEN 1 ELSE 0 END) AS desk,
               sum(CASE channel WHEN 'phone' THEN 1 ELSE 0 END) AS phone
        FROM slot_claim GROUP BY slot_id) c ON c.slot_id = s.id
    WHERE s.used <> coalesce(c.used, 0) OR s.desk <> coalesce(c.desk, 0) OR s.phone <> coalesce(c.phone, 0)"""
OVERFULL = "SELECT id FROM slot WHERE used < 0 OR used > capacity"
PLACELESS = """
    SELECT a.id FROM appointment a WHERE a.active AND a.start > :now AND NOT EXISTS (
        SELECT 1 FROM slot_claim c WHERE c.owner = a.id AND c.until IS NULL)"""
OWNERLESS = """
    SELECT c.slot_id FROM slot_claim c LEFT JOIN appointment a ON a.id = c.owner
    WHERE c.until IS NULL AND (a.id IS NULL OR a.status = 'cancelled')"""
TWICE = """
    SELECT min(id) FROM appointment WHERE active GROUP BY person, start HAVING count(*) > 1
    UNION ALL SELECT min(appointment_id) FROM appointment_service WHERE active
    GROUP BY person, service, day HAVING count(*) > 1"""
UNFITTING = """
    SELECT a.id FROM appointment a LEFT JOIN appointment_service s ON s.appointment_id = a.id
    WHERE s.appointment_id IS NULL OR s.active <> a.active OR a.active <> (a.status NOT IN ('missed', 'cancelled'))"""
PROMISED = """
    SELECT i.appointment_id FROM idempotency i LEFT JOIN appointment a ON a.id = i.appointment_id WHERE a.id IS NULL"""
BOOK = (  # name, table counted, what should not be there
    ("slots-counted", "slot", COUNTED),
    ("slots-not-overfull", "slot", OVERFULL),
    ("appointments-have-places", "appointment", PLACELESS),
    ("places-have-owners", "slot_claim", OWNERLESS),
    ("nobody-twice", "appointment", TWICE),
    ("services-fit", "appointment_service", UNFITTING),
    ("promises-kept", "idempotency", PROMISED),
)
CHECKS = ("file", "references", *(name for name, _, _ in BOOK), "documents", "audit", "key")


@dataclass(frozen=True)
class Finding:
    """`counted`: how much was looked at. `wrong`: ids of what does not fit, the first few."""

    what: str
    counted: int
    wrong: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.wrong


def examine(
    session: Session, vault: Vault | None, *, now: datetime, progress: Callable[[str, int, int], None]
) -> list[Finding]:
    """`vault` None: no key, and so a database with sealed values is found wanting."""
    connection = session.connection()
    found = []
    for number, what in enumerate(CHECKS):
        progress(what, number, len(CHECKS))
        found.append(_safely(what, session, connection, vault, now))
        if what == "file" and not found[0].ok:
            break  # nothing read from damaged pages means anything
    progress(CHECKS[-1], len(CHECKS), len(CHECKS))
    return found


def _safely(what: str, session: Session, connection: Connection, vault: Vault | None, now: datetime) -> Finding:
    """What cannot be read is a finding too."""
    try:
        return _examine(what, session, connection, vault, now)
    except (DatabaseError, ValueError) as unreadable:
        return Finding(what, 0, (str(getattr(unreadable, "orig", unreadable)),))


def _examine(what: str, session: Session, connection: Connection, vault: Vault | None, now: datetime) -> Finding:
    if what == "file":
        return _file(connection)
    if what == "references":
        return _references(connection)
    if what == "documents":
        return _documents(session)
    if what == "audit":
        verdict = AuditStore(session).verify()
        return Finding(what, verdict.entries, () if verdict.ok else (f"#{verdict.broken_at}",))
    if what == "key":
        return _key(connection, vault)
    return next(_book(connection, name, table, wrong, now) for name, table, wrong in BOOK if name == what)


def _file(connection: Connection) -> Finding:
    """SQLite reads every page and compares every index with its table. PostgreSQL does so by itself when reading."""
    if connection.dialect.name != "sqlite":
        return Finding("file", connection.scalar(text("SELECT pg_database_size(current_database()) / 8192")) or 0)
    said = [row[0] for row in connection.exec_driver_sql(f"PRAGMA integrity_check({SHOWN})")]
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return Finding("file", pages, () if said == ["ok"] else tuple(said))


def _references(connection: Connection) -> Finding:
    counted, wrong = 0, list[str]()
    for table in tables(connection):
        for key in table.foreign_keys:
            mine, theirs = key.parent, key.column
            orphans = select(mine).outerjoin(theirs.table, mine == theirs).where(mine.is_not(None), theirs.is_(None))
            counted += connection.scalar(select(func.count(mine))) or 0
            wrong += [f"{table.name}.{mine.name}={value}" for value in connection.scalars(orphans.limit(SHOWN))]
    return Finding("references", counted, tuple(wrong[:SHOWN]))


def _book(connection: Connection, name: str, table: str, wrong: str, now: datetime) -> Finding:
    counted = connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0
    query = text(f"{wrong} LIMIT {SHOWN}")
    if ":now" in wrong:
        bound = Instant().process_bind_param(now, connection.dialect)
        query = query.bindparams(now=_as_kept(bound, connection))
    return Finding(name, counted, tuple(str(row[0]) for row in connection.execute(query)))


def _as_kept(instant: datetime | None, connection: Connection) -> Any:
    """SQLite keeps instants as text of a fixed width, which compares like the instants themselves."""
    assert instant is not None
    return f"{instant:%Y-%m-%d %H:%M:%S.%f}" if connection.dialect.name == "sqlite" else instant


def _documents(session: Session) -> Finding:
    counted, wrong = 0, list[str]()
    versions = select(VersionRow.code, VersionRow.version, VersionRow.digest, VersionRow.document)
    single = select(DocumentRow.kind, DocumentRow.slug, DocumentRow.digest, DocumentRow.document)
    for query in (versions, single):
        for one, other, digest, document in session.execute(query.execution_options(yield_per=500)):
            counted += 1
            if _digest(document) != digest:
                wrong.append(f"{one}/{other}")
    return Finding("documents", counted, tuple(wrong[:SHOWN]))


def _digest(document: Any) -> str:
    plain = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _key(connection: Connection, vault: Vault | None) -> Finding:
    counted, wrong = 0, list[str]()
    for table, column, values in sealed(connection):
        counted += len(values)
        if not all(_opens(vault, value) for value in values):
            wrong.append(f"{table.name}.{column}")
    return Finding("key", counted, tuple(wrong[:SHOWN]))


def _opens(vault: Vault | None, value: str) -> bool:
    try:
        return vault is not None and vault.open(value) is not None
    except (InvalidTag, ValueError):
        return False


def sealed(connection: Connection) -> Iterator[tuple[Table, str, list[str]]]:
    """Tables and columns that hold sealed values, with some of them."""
    for table in tables(connection):
        for column in table.columns:
            if isinstance(column.type, String):
                some = select(column).where(column.startswith(PREFIX, autoescape=True)).limit(SAMPLE)
                if values := list(connection.scalars(some)):
                    yield table, column.name, values
