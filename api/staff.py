"""Staff in the browser, for the desk and the admin: the sign-in cookie, the anti-forgery token, and who may do what.

    sign_in(work, name, password, *, roles, now, origin) -> SignedIn     never raises; a failure is counted and audited
    signed(request) -> Signed | None                  who this browser is signed in as; moves the idle limit forward
    staff(*roles) -> dependency of Signed             Unauthorised, or Forbidden where the role does not allow it
    csrf_of(request) -> str, check_csrf(request, sent)     double submit: cookie and form field must be the same
    seat(response, request, token), keep_csrf(…), leave(response)     set and clear the cookies

The cookie holds a random token of 256 bits; the database knows its hash only.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response

from api.dependencies import UnitOfWork, parts, short
from api.words import word
from knowledge.errors import Forbidden, Unauthorised
from knowledge.store.audit import AuditStore
from knowledge.store.chat import hash_token
from knowledge.store.users import SignIn, UserStore

COOKIE = "yikan_staff"
CSRF = "yikan_csrf"


@dataclass(frozen=True)
class Signed:
    """A member of staff. `must_change`: still on a one-time password, which opens nothing but the page to change it."""

    name: str
    role: str
    must_change: bool


@dataclass(frozen=True)
class SignedIn:
    """`token` None: refused. `locked`: too many failures, for ten minutes."""

    token: str | None
    locked: bool = False


def sign_in(
    work: UnitOfWork, name: str, password: str, *, roles: tuple[str, ...] = (), now: datetime, origin: str
) -> SignedIn:
    """Try to sign in; with `roles`, only people who hold one of them."""
    token = secrets.token_urlsafe(32)
    tried = UserStore(work.session).sign_in(name, password, hash_token(token), now=now)
    allowed = tried.user is not None and (not roles or tried.user.role in roles)
    if tried.user is not None and not allowed:
        UserStore(work.session).sign_out(hash_token(token))
    result = "ok" if allowed else "refused"
    AuditStore(work.session).record(_known(tried), "sign-in", name[:80], origin=origin, result=result, now=now)
    return SignedIn(token if allowed else None, locked=tried.locked_until is not None)


def _known(tried: SignIn) -> str:
    """Who signed in; nobody yet where it failed."""
    return tried.user.name if tried.user else "-"


def signed(request: Request) -> Signed | None:
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    held = parts(request)
    with short(held, write=True) as work:
        user = UserStore(work.session).signed_in(hash_token(token), now=held.clock.now())
    return Signed(user.name, user.role, user.must_change) if user else None


def staff(*roles: str) -> Callable[[Request], Signed]:
    """A dependency: somebody signed in, with one of the roles where any are named, past the one-time password."""

    def allowed(request: Request) -> Signed:
        who = signed(request)
        if who is None or who.must_change:
            raise Unauthorised(word("problems.details.staff"))
        if roles and who.role not in roles:
            raise Forbidden(word("problems.details.role"))
        return who

    return allowed


def sign_out(work: UnitOfWork, request: Request) -> None:
    token = request.cookies.get(COOKIE)
    if token:
        UserStore(work.session).sign_out(hash_token(token))


def csrf_of(request: Request) -> str:
    """This browser's anti-forgery token; a new one where it has none."""
    return request.cookies.get(CSRF) or secrets.token_urlsafe(24)


def check_csrf(request: Request, sent: str) -> None:
    """Raises Forbidden unless the form came from a page of ours."""
    kept = request.cookies.get(CSRF, "")
    if not kept or not hmac.compare_digest(kept.encode(), sent.encode()):
        raise Forbidden(word("problems.details.token"))


def keep_csrf(response: Response, request: Request, token: str) -> None:
    _set(response, request, CSRF, token)


def seat(response: Response, request: Request, token: str) -> None:
    """Sign this browser in, with a new anti-forgery token."""
    _set(response, request, COOKIE, token)
    _set(response, request, CSRF, secrets.token_urlsafe(24))


def leave(response: Response) -> None:
    response.delete_cookie(COOKIE)
    response.delete_cookie(CSRF)


def _set(response: Response, request: Request, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=secure, path="/")
