"""Signing in at the desk: login, logout, the one-time password, and the frame all pages of the desk share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import Address, Now, Transactional, Unit
from api.pages import PAGE_HEADERS, render
from api.staff import Signed, check_csrf, csrf_of, keep_csrf, leave, seat, sign_in, sign_out, signed
from knowledge.errors import Invalid
from knowledge.store.audit import AuditStore
from knowledge.store.users import UserStore

router = APIRouter(prefix="/desk", include_in_schema=False, route_class=Transactional)

ROLES = ("desk", "editor", "publisher", "admin")

Who = Annotated[Signed | None, Depends(signed)]
Text = Annotated[str, Form(max_length=200)]


@router.get("/login")
def login_page(request: Request) -> Response:
    return show(request, "desk_login.html")


@router.post("/login")
def login(request: Request, work: Unit, now: Now, origin: Address, name: Text, password: Text, csrf: Text) -> Response:
    check_csrf(request, csrf)
    tried = sign_in(work, name, password, roles=ROLES, now=now, origin=origin)
    if tried.token is None:
        return show(request, "desk_login.html", 401, failed="locked" if tried.locked else "wrong", name=name)
    return _seated(request, tried.token)


@router.post("/logout")
def logout(request: Request, work: Unit, csrf: Text) -> Response:
    check_csrf(request, csrf)
    sign_out(work, request)
    away = to("/desk/login")
    leave(away)
    return away


@router.get("/password")
def password_page(request: Request, who: Who) -> Response:
    return to("/desk/login") if who is None else show(request, "desk_password.html", who=who)


@router.post("/password")
def change_password(
    request: Request,
    who: Who,
    work: Unit,
    now: Now,
    origin: Address,
    password: Text,
    fresh: Text,
    again: Text,
    csrf: Text,
) -> Response:
    """A new password, told twice and with the present one; ends every other sign-in of this person."""
    check_csrf(request, csrf)
    if who is None:
        return to("/desk/login")
    if fresh != again:
        return show(request, "desk_password.html", 422, who=who, failed="differ")
    if sign_in(work, who.name, password, now=now, origin=origin).token is None:
        return show(request, "desk_password.html", 422, who=who, failed="wrong")
    try:
        UserStore(work.session).change_password(who.name, fresh, now=now)
    except Invalid as refusal:
        return show(request, "desk_password.html", 422, who=who, problem=refusal.detail)
    AuditStore(work.session).record(who.name, "password", who.name, origin=origin, now=now)
    token = sign_in(work, who.name, fresh, now=now, origin=origin).token
    return _seated(request, token) if token else to("/desk/login")


def _seated(request: Request, token: str) -> Response:
    response = to("/desk")
    seat(response, request, token)
    return response


def show(request: Request, template: str, status_code: int = 200, who: Signed | None = None, **values: Any) -> Response:
    """A page of the desk with its anti-forgery token."""
    token = csrf_of(request)
    response = render(template, status_code, csrf=token, user=who.name if who else None, **values)
    keep_csrf(response, request, token)
    return response


def away(who: Signed | None) -> Response:
    """To sign in, or to change the one-time password first."""
    return to("/desk/password" if who else "/desk/login")


def to(path: str) -> Response:
    return RedirectResponse(path, 303, headers=PAGE_HEADERS)
