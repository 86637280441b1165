"""Who did what, when, from where, to what, with what result: append-only, each entry chained to the one before.

    AuditStore(session)
      .record(who, what, object_, *, origin, result="ok", detail=None, now) -> int      the entry's number
      .entries(limit=100, before=None) -> list[Entry]                                    newest first
      .verify() -> Verdict                       ok, or the number of the first entry that does not fit

An entry is written in the transaction of the deed: no deed without entry, no entry without deed.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.store.tables.staff import AuditHeadRow, AuditRow

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    who: str
    origin: str
    what: str
    object: str
    result: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    ok: bool
    entries: int
    broken_at: int | None = None


class AuditStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def record(
        self,
        who: str,
        what: str,
        object_: str,
        *,
        origin: str,
        now: datetime,
        result: str = "ok",
        detail: dict[str, Any] | None = None,
    ) -> int:
        """`detail` holds no personal data: the audit cannot be erased."""
        head = self.session.scalars(select(AuditHeadRow).with_for_update()).one()
        entry = Entry(head.seq + 1, now, who, origin, what, object_, result, detail or {})
        hash_ = _hash(head.hash, entry)
        self.session.add(AuditRow(**vars(entry), previous=head.hash, hash=hash_))
        head.seq, head.hash = entry.seq, hash_
        self.session.flush()
        return entry.seq

    def entries(self, limit: int = 100, before: int | None = None) -> list[Entry]:
        rows = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
        if before is not None:
            rows = rows.where(AuditRow.seq < before)
        return [_entry(row) for row in self.session.scalars(rows)]

    def verify(self) -> Verdict:
        """Walk the whole chain; a changed, missing, moved or cut-off entry shows."""
        previous, number = START, 0
        rows = self.session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000))
        with closing(rows):
            for row in rows:
                number += 1
                if row.seq != number or row.previous != previous or row.hash != _hash(previous, _entry(row)):
                    return Verdict(False, number - 1, number)
                previous = row.hash
        head = self.session.scalars(select(AuditHeadRow)).one()
        if (head.seq, head.hash) != (number, previous):
            return Verdict(False, number, number + 1)
        return Verdict(True, number)


def _entry(row: AuditRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__dataclass_fields__})


def _hash(previous: str, entry: Entry) -> str:
    fields = {**vars(entry), "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"), "previous": previous}
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
