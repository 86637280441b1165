"""Put a backup back into an empty database, whichever of the two it was taken from, or show that it could be.

    restore(engine, data_dir, folder, *, key=None, key_lost=False, now, progress) -> (Manifest, list[Finding])
         Invalid: damaged, no key, another key; Refused: the database or the key's place is not empty.
         `key`: a file outside the backup. `key_lost`: go on without what it had sealed, under a new key

One transaction makes the schema of the backup, loads every table, brings the schema up to date and examines the result:
the database is whole and sound afterwards, or as empty as before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, update

from knowledge.errors import Invalid, Refused
from knowledge.store.backup import lines
from knowledge.store.backup_manifest import KEY, Manifest, Progress
from knowledge.store.backup_rows import load, refill, tables
from knowledge.store.engine import transaction
from knowledge.store.migration import known, upgrade
from knowledge.store.problems import sentence
from knowledge.store.soundness import Finding, examine, sealed
from knowledge.store.vault import KEY_BYTES, PREFIX, Vault, keep_key, key_file, new_key


def restore(
    engine: Engine,
    data_dir: Path,
    folder: Path,
    *,
    key: Path | None = None,
    key_lost: bool = False,
    now: Callable[[], datetime],
    progress: Progress,
) -> tuple[Manifest, list[Finding]]:
    manifest = Manifest.read(folder)
    if not known(manifest.schema):
        raise Invalid(sentence("backup-newer"))
    manifest.check(folder, progress)
    found = new_key() if key_lost else _key(folder, manifest, key)
    if found:
        _refuse_other_key(key_file(data_dir), found)
    with transaction(engine, write=True) as session:
        connection = session.connection()
        if inspect(connection).get_table_names():
            raise Refused(sentence("restore-not-empty"))
        upgrade(connection, manifest.schema)
        _load(connection, folder, manifest, progress)
        upgrade(connection)
        refill(connection)
        vault = Vault(found) if found else None
        if key_lost and vault:
            _give_up_sealed(connection, vault)
        findings = examine(session, vault, now=now(), progress=progress)
        if wrong := [finding for finding in findings if not finding.ok]:
            raise Invalid(sentence("backup-unsound", what=wrong[0].what, ids=", ".join(wrong[0].wrong)))
        if found:
            keep_key(data_dir, found)
    return manifest, findings


def _key(folder: Path, manifest: Manifest, file: Path | None) -> bytes | None:
    """The key that opens it; None: none is needed."""
    if manifest.fingerprint is None:
        return None
    source = file or (folder / KEY if manifest.with_key else None)
    if source is None:
        raise Invalid(sentence("backup-needs-key", fingerprint=manifest.fingerprint))
    key = source.read_bytes()
    if len(key) != KEY_BYTES or Vault(key).fingerprint != manifest.fingerprint:
        raise Invalid(sentence("backup-other-key", fingerprint=manifest.fingerprint))
    return key


def _refuse_other_key(path: Path, key: bytes) -> None:
    if path.is_file() and path.read_bytes() != key:
        raise Refused(sentence("restore-other-key", file=path))


def _load(connection: Connection, folder: Path, manifest: Manifest, progress: Progress) -> None:
    here = {table.name: table for table in tables(connection)}
    for table in reversed(here.values()):
        connection.execute(table.delete())  # the few rows the schema begins with
    done = 0
    for path, part in manifest.tables:
        into = here.get(part.table or "")
        if into is None or (rows := load(connection, into, part.columns, lines(folder / path))) != part.rows:
            raise Invalid(sentence("backup-damaged", file=path))
        done += rows
        progress(into.name, done, manifest.rows)


def _give_up_sealed(connection: Connection, vault: Vault) -> None:
    """Nobody can open these any more: empty where that is allowed, else an empty text under the new key."""
    for table, name, _ in list(sealed(connection)):
        column = table.columns[name]
        left = None if column.nullable else vault.seal("")
        connection.execute(update(table).where(column.startswith(PREFIX, autoescape=True)).values({name: left}))
