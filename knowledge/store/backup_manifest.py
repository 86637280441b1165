"""What a backup consists of: `manifest.json`, written last, so that a folder without it is no backup.

Manifest.read(folder) -> Manifest             Invalid when it is missing, unreadable or of a newer format
manifest.write(folder) -> None
manifest.check(folder, progress) -> None      Invalid naming the first file that is missing or damaged
seal(path) -> Part                            size and SHA-256, after the file has reached the disk
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge.errors import Invalid
from knowledge.store.problems import sentence

NAME = "manifest.json"
FORMAT = 1
KEY = "keys/personal.key"

Progress = Callable[[str, int, int], None]  # what, how far, of how many


@dataclass(frozen=True)
class Part:
    """One file. `columns` and `rows` of a table; `bytes` and `sha256` of the file as it lies there."""

    bytes: int
    sha256: str
    table: str | None = None
    columns: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """`files` by path inside the folder, tables in the order in which they can be loaded.

    `schema` is the revision of the database, `fingerprint` that of the key names and phones are sealed with (None: no
    key existed yet). Everything committed before `started_at` is in the backup.
    """

    version: str
    schema: str
    database: str
    started_at: datetime
    finished_at: datetime
    fingerprint: str | None
    files: Mapping[str, Part]

    @property
    def with_key(self) -> bool:
        return KEY in self.files

    @property
    def tables(self) -> list[tuple[str, Part]]:
        return [(path, part) for path, part in self.files.items() if part.table]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.files.values())

    def write(self, folder: Path) -> None:
        plain = {
            "format": FORMAT,
            **asdict(self),
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
        }
        draft = folder / f".{NAME}"
        draft.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        to_disk(draft)
        draft.replace(folder / NAME)
        to_disk(folder)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        try:
            plain = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if plain.pop("format") > FORMAT:
                raise Invalid(sentence("backup-newer"))
            return cls(**{**plain, **_decoded(plain)})
        except (FileNotFoundError, NotADirectoryError) as missing:
            raise Invalid(sentence("backup-none", folder=folder)) from missing
        except (ValueError, KeyError, TypeError, AttributeError) as damaged:
            raise Invalid(sentence("backup-damaged", file=NAME)) from damaged

    def check(self, folder: Path, progress: Progress) -> None:
        for number, (path, part) in enumerate(self.files.items()):
            progress(path, number, len(self.files))
            file = folder / path
            if not file.is_file() or seal(file).sha256 != part.sha256:
                raise Invalid(sentence("backup-damaged", file=path))
        progress(NAME, len(self.files), len(self.files))


def _decoded(plain: Mapping[str, Any]) -> dict[str, Any]:
    files = {path: Part(**{**part, "columns": tuple(part["columns"])}) for path, part in plain["files"].items()}
    return {
        "files": files,
        "started_at": datetime.fromisoformat(plain["started_at"]),
        "finished_at": datetime.fromisoformat(plain["finished_at"]),
    }


def seal(path: Path, table: str | None = None, columns: tuple[str, ...] = (), rows: int = 0) -> Part:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(path.stat().st_size, digest, table, columns, rows)


def to_disk(path: Path) -> None:
    """A file or folder is on the disk when this returns, not only in memory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
