"""Single documents of the catalogue (places, offices, bundles, facts, calendar days, rules), keyed by kind and slug."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.model import Bundle, CalendarDay, Fact, Office, Place, Value
from knowledge.rules import Rules
from knowledge.store.tables.catalogue import DocumentRow

V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Counts:
    """What a write did. Adds up."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )

    @property
    def changes(self) -> int:
        return self.created + self.changed + self.removed


def dump(value: Value) -> dict[str, Any]:
    """The document as stored: what equals its default is left out."""
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest_of(value: Value) -> str:
    text = json.dumps(dump(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def slug_of(value: Value) -> str:
    """A calendar day is named after its date and office, the rules have one name."""
    if isinstance(value, CalendarDay):
        return f"{value.on.isoformat()}~{value.office or ''}"
    if isinstance(value, Fact):
        return value.id
    if isinstance(value, Place | Office | Bundle):
        return value.slug
    if isinstance(value, Rules):
        return "booking"
    raise TypeError(f"not a document of the catalogue: {type(value).__name__}")


class DocumentStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def read(self, kind: str, model: type[V]) -> list[V]:
        """In the order they were written; that is the order of their file."""
        rows = select(DocumentRow.document).filter_by(kind=kind).order_by(DocumentRow.position, DocumentRow.slug)
        return [model.model_validate(document) for document in self.session.scalars(rows)]

    def upsert(
        self, kind: str, documents: Iterable[Value], who: str, now: datetime, *, only_own: bool = False
    ) -> Counts:
        """Write these; others of the kind stay. An unchanged one is not touched.

        `only_own`: nor is one that somebody else wrote last.
        """
        known = {row.slug: row for row in self.session.scalars(select(DocumentRow).filter_by(kind=kind))}
        counts = Counts()
        for position, document in enumerate(documents):
            slug, digest = slug_of(document), digest_of(document)
            row = known.get(slug)
            if row is not None and (row.digest == digest or (only_own and row.changed_by != who)):
                counts += Counts(unchanged=1)
                continue
            counts += Counts(created=1) if row is None else Counts(changed=1)
            row = row or DocumentRow(kind=kind, slug=slug, position=position)
            row.document, row.digest, row.changed_at, row.changed_by = dump(document), digest, now, who
            self.session.add(row)
        self.session.flush()
        return counts

    def replace(self, kind: str, documents: Iterable[Value], who: str, now: datetime) -> Counts:
        """Write these and remove every other of the kind."""
        documents = list(documents)
        kept = [slug_of(document) for document in documents]
        gone = delete(DocumentRow).where(DocumentRow.kind == kind, DocumentRow.slug.not_in(kept))
        removed = self.session.execute(gone).rowcount  # type: ignore[attr-defined]
        return self.upsert(kind, documents, who, now) + Counts(removed=removed)
