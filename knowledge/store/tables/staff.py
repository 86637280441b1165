"""Tables of the people who work here: accounts, sign-ins, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base
from knowledge.store.tables.catalogue import one_of

ROLES = ("desk", "editor", "publisher", "auditor", "admin")


class UserRow(Base):
    __tablename__ = "staff_user"
    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    active: Mapped[bool]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class SignInRow(Base):
    """A web session of a member of staff; only the hash of its token is kept."""

    __tablename__ = "staff_sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditRow(Base):
    """Append-only (triggers refuse change and removal); `hash` covers the row and the hash before it."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    origin: Mapped[str]
    what: Mapped[str]
    object: Mapped[str]
    result: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHeadRow(Base):
    """One row: the end of the chain, so that cutting off its tail shows; locked while an entry is added."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
