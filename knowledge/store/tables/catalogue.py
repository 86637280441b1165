"""Tables of the catalogue: versions of services, single documents, and the stamp that tells readers to reload."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base

STATUSES = ("draft", "in_review", "published", "superseded", "withdrawn")
KINDS = ("place", "office", "bundle", "fact", "calendar", "rules")


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(v) for v in values)})"


class VersionRow(Base):
    """A service document. Once published its document never changes (a trigger of the database refuses)."""

    __tablename__ = "service_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(one_of("status", STATUSES), name="status"),
        Index("ix_service_version_status", "status", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str]  # "seed", "import:<name>" or "edit"
    author: Mapped[str]
    reviewer: Mapped[str | None]
    why: Mapped[str]
    review_note: Mapped[str | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    effective_from: Mapped[date | None]
    ended_on: Mapped[date | None]  # the first day it is no longer in force, set by withdrawal
    ended_by: Mapped[str | None]
    ended_why: Mapped[str | None]


class DocumentRow(Base):
    """A place, office, bundle, fact, calendar day or the rules: the newest state, keyed by kind and slug."""

    __tablename__ = "catalogue_document"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    position: Mapped[int]
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class StampRow(Base):
    """One row: grows with every change of the catalogue, in the transaction of the change."""

    __tablename__ = "catalogue_stamp"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int]
