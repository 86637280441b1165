"""Sentence vectors kept with the version they belong to, so that no start computes them again.

VectorStore(session, model)
  .read(versions: Collection[tuple[str, int]] | None = None) -> list[Kept]      None: every version
  .write(kept: Iterable[Kept]) -> None                                          what is there is written anew
  .prune(versions: Collection[tuple[str, int]]) -> int                          all others go, of every model

ask_for_a_new_index(session) -> None                                            running processes build theirs anew

A row whose sizes do not agree (a torn write, another width) is not read: its texts count as unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from knowledge.search.kept import KEY, WIDTH
from knowledge.search.meaning import Vectors
from knowledge.store.tables.catalogue import StampRow
from knowledge.store.tables.search import VectorsRow

_AT_ONCE = 400  # pairs in one statement; databases limit their parameters


@dataclass(frozen=True)
class Kept:
    """The vectors of one version: a key for each text, and a row for each key."""

    code: str
    version: int
    keys: tuple[bytes, ...]
    rows: Vectors


class VectorStore:
    def __init__(self, session: Session, model: str) -> None:
        self.session, self.model = session, model

    def read(self, versions: Collection[tuple[str, int]] | None = None) -> list[Kept]:
        wanted = select(VectorsRow).where(VectorsRow.model == self.model)
        if versions is None:
            return _readable(self.session.scalars(wanted))
        pairs, found = sorted(versions), list[Kept]()
        for start in range(0, len(pairs), _AT_ONCE):
            some = tuple_(VectorsRow.code, VectorsRow.version).in_(pairs[start : start + _AT_ONCE])
            found += _readable(self.session.scalars(wanted.where(some)))
        return found

    def write(self, kept: Iterable[Kept]) -> None:
        for one in kept:
            rows = np.ascontiguousarray(one.rows, np.float16).tobytes()
            row = VectorsRow(code=one.code, version=one.version, model=self.model, keys=b"".join(one.keys), rows=rows)
            self.session.merge(row)
        self.session.flush()

    def prune(self, versions: Collection[tuple[str, int]]) -> int:
        """How many went."""
        known = self.session.execute(select(VectorsRow.code, VectorsRow.version, VectorsRow.model)).all()
        gone = [tuple(row) for row in known if (row[0], row[1]) not in versions or row[2] != self.model]
        for start in range(0, len(gone), _AT_ONCE):
            key = tuple_(VectorsRow.code, VectorsRow.version, VectorsRow.model)
            self.session.execute(delete(VectorsRow).where(key.in_(gone[start : start + _AT_ONCE])))
        return len(gone)


def ask_for_a_new_index(session: Session) -> None:
    """The stamp grows while no document changes: readers take that as the wish to start from nothing."""
    session.execute(update(StampRow).values(value=StampRow.value + 1))


def _readable(rows: Iterable[VectorsRow]) -> list[Kept]:
    found = []
    for row in rows:
        texts, rest = divmod(len(row.keys), KEY)
        if rest or len(row.rows) != texts * WIDTH * 2:
            continue
        keys = tuple(row.keys[at : at + KEY] for at in range(0, len(row.keys), KEY))
        found.append(
            Kept(
                row.code,
                row.version,
                keys,
                np.frombuffer(row.rows, np.float16).reshape(texts, WIDTH).astype(np.float32),
            )
        )
    return found
