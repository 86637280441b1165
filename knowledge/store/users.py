"""Staff accounts and their sign-ins.

    UserStore(session)
      .add(name, role, password, *, now, must_change=True) -> User       Invalid: name taken, role unknown
      .sign_in(name, password, token_hash, *, now) -> SignIn             never raises, so that a failure is committed
      .signed_in(token_hash, *, now) -> User | None                      moves the idle limit (15 min) forward
      .sign_out(token_hash)
      .change_password(name, password, *, now) -> None                   signs the person out everywhere
      .get(name) -> User | None   .all() -> list[User]   .set_active(name, active, *, now)

Five failures lock an account for ten minutes (standards §6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.errors import Invalid, NotFound
from knowledge.store.problems import sentence
from knowledge.store.tables.staff import ROLES, SignInRow, UserRow

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)
IDLE = timedelta(minutes=15)
SHORTEST, CLASSES = 8, 3


@dataclass(frozen=True)
class User:
    name: str
    role: str
    must_change: bool
    active: bool
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class SignIn:
    """`user` None: refused. `locked_until` tells a locked account from a wrong password."""

    user: User | None
    locked_until: datetime | None = None


class UserStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, name: str, role: str, password: str, *, now: datetime, must_change: bool = True) -> User:
        if role not in ROLES:
            raise Invalid(sentence("unknown-role"))
        if self._row(name) is not None:
            raise Invalid(sentence("name-taken", name=name))
        _check(password)
        row = UserRow(
            name=name,
            role=role,
            password_hash=_hasher().hash(password),
            must_change=must_change,
            active=True,
            failures=0,
            created_at=now,
            changed_at=now,
        )
        self.session.add(row)
        self.session.flush()
        return _user(row)

    def sign_in(self, name: str, password: str, token_hash: str, *, now: datetime) -> SignIn:
        row = self._row(name, lock=True)
        if row is None or not row.active:
            _hasher().verify(password, _decoy())  # an unknown name takes as long as a known one
            return SignIn(None)
        if row.locked_until and row.locked_until > now:
            return SignIn(None, row.locked_until)
        if not _hasher().verify(password, row.password_hash):
            return SignIn(None, self._count_failure(row, now))
        row.failures, row.locked_until = 0, None
        signed = SignInRow(token_hash=token_hash, user_id=row.id, created_at=now, last_seen=now, expires_at=now + IDLE)
        self.session.add(signed)
        self.session.flush()
        return SignIn(_user(row))

    def signed_in(self, token_hash: str, *, now: datetime) -> User | None:
        signed = self.session.get(SignInRow, token_hash)
        if signed is None or signed.expires_at <= now:
            return None
        row = self.session.get_one(UserRow, signed.user_id)
        signed.last_seen, signed.expires_at = now, now + IDLE
        self.session.flush()
        return _user(row) if row.active else None

    def sign_out(self, token_hash: str) -> None:
        self.session.execute(delete(SignInRow).where(SignInRow.token_hash == token_hash))

    def change_password(self, name: str, password: str, *, now: datetime) -> None:
        row = self._existing(name)
        _check(password)
        if _hasher().verify(password, row.password_hash):
            raise Invalid(sentence("password-same"))
        row.password_hash, row.must_change, row.changed_at = _hasher().hash(password), False, now
        row.failures, row.locked_until = 0, None
        self.session.execute(delete(SignInRow).where(SignInRow.user_id == row.id))
        self.session.flush()

    def get(self, name: str) -> User | None:
        row = self._row(name)
        return _user(row) if row else None

    def all(self) -> list[User]:
        return [_user(row) for row in self.session.scalars(select(UserRow).order_by(UserRow.name))]

    def set_active(self, name: str, active: bool, *, now: datetime) -> None:
        row = self._existing(name)
        row.active, row.changed_at = active, now
        self.session.flush()

    def _count_failure(self, row: UserRow, now: datetime) -> datetime | None:
        row.failures += 1
        if row.failures >= MOST_FAILURES:
            row.failures, row.locked_until = 0, now + LOCKED_FOR
        self.session.flush()
        return row.locked_until if row.locked_until and row.locked_until > now else None

    def _row(self, name: str, *, lock: bool = False) -> UserRow | None:
        found = select(UserRow).filter_by(name=name)
        return self.session.scalar(found.with_for_update() if lock else found)

    def _existing(self, name: str) -> UserRow:
        row = self._row(name)
        if row is None:
            raise NotFound(sentence("no-such-user"))
        return row


def _check(password: str) -> None:
    """At least eight characters of three classes: small, capital, digit, other (standards §6, profile mlps)."""
    kinds = [
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    ]
    if len(password) < SHORTEST or sum(kinds) < CLASSES:
        raise Invalid(sentence("password-weak"))


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _decoy() -> str:
    return _hasher().hash("no such account")


def _user(row: UserRow) -> User:
    return User(row.name, row.role, row.must_change, row.active, row.created_at, row.changed_at)
