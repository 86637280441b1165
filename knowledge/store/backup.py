"""Save everything while the system runs: one consistent reading of all tables, and the key of personal data.

    save(engine, data_dir, folder, *, version, now, with_key, progress) -> Manifest
                 `folder` must be new or empty. Invalid where it is not, or where there is nothing to save

One read transaction sees the database as it was at one instant: on SQLite in WAL mode and on PostgreSQL (REPEATABLE
READ) writers are not held up, and none of them is half in the backup. The folder is for its owner only. The key opens
every name and number in it: `with_key` False leaves it out, for copies that leave the house.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from knowledge.errors import Invalid
from knowledge.store.backup_manifest import KEY, Manifest, Part, Progress, seal, to_disk
from knowledge.store.backup_rows import names, read, tables
from knowledge.store.engine import transaction
from knowledge.store.migration import revision
from knowledge.store.problems import sentence
from knowledge.store.vault import Vault, key_file

REPORT_EVERY = 1000  # rows


def save(
    engine: Engine,
    data_dir: Path,
    folder: Path,
    *,
    version: str,
    now: Callable[[], datetime],
    with_key: bool,
    progress: Progress,
) -> Manifest:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(sentence("backup-folder-not-empty", folder=folder))
    key = key_file(data_dir)
    with _cleared_on_failure(folder):
        started_at = now()
        schema, files = _database(engine, folder, progress)
        fingerprint = Vault(key.read_bytes()).fingerprint if key.is_file() else None
        if with_key and fingerprint:
            files[KEY] = _copy(key, folder / KEY)
        made = Manifest(version, schema, engine.dialect.name, started_at, now(), fingerprint, files)
        made.write(folder)
    return made


@contextmanager
def _cleared_on_failure(folder: Path) -> Iterator[None]:
    """Half a backup is none; the folder can be used again. Invalid for a database that cannot be read to its end."""
    try:
        yield
    except BaseException as error:
        for part in (folder / "tables", folder / "keys"):
            shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, DatabaseError) and not isinstance(error, OperationalError):
            raise Invalid(sentence("backup-unreadable")) from error
        raise


def _database(engine: Engine, folder: Path, progress: Progress) -> tuple[str, dict[str, Part]]:
    with transaction(engine, write=False) as session:
        connection = session.connection()
        schema = revision(connection)
        if schema is None:
            raise Invalid(sentence("backup-nothing"))
        (folder / "tables").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        return schema, _tables(connection, folder, progress)


def _tables(connection: Connection, folder: Path, progress: Progress) -> dict[str, Part]:
    found = tables(connection)
    counts = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in found}
    done, files = 0, {}
    for table in found:
        path = f"tables/{table.name}.jsonl.gz"
        rows = 0
        with gzip.open(folder / path, "wt", encoding="utf-8", compresslevel=6) as file:
            for rows, line in enumerate(read(connection, table), start=1):
                file.write(line + "\n")
                if rows % REPORT_EVERY == 0:
                    progress(table.name, done + rows, sum(counts.values()))
        done += rows
        progress(table.name, done, sum(counts.values()))
        files[path] = _finished(folder / path, table, rows)
    return files


def _finished(path: Path, table: Table, rows: int) -> Part:
    path.chmod(0o600)
    to_disk(path)
    return seal(path, table.name, tuple(names(table)), rows)


def _copy(key: Path, to: Path) -> Part:
    to.parent.mkdir(mode=0o700)
    to.touch(mode=0o600)
    to.write_bytes(key.read_bytes())
    to_disk(to)
    return seal(to)


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file
