"""A way in for staff: login, logout, changing the one-time password, and the frame all pages behind it share.

Door(path, frame, roles) .router() .show(request, template, …) .away(who)      words: `doors` in api/words.yml
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import Address, Now, Transactional, Unit
from api.pages import PAGE_HEADERS, render
from api.staff import Signed, check_csrf, csrf_of, keep_csrf, leave, seat, sign_in, sign_out, signed
from api.words import words
from knowledge.errors import Invalid
from knowledge.store.audit import AuditStore
from knowledge.store.users import UserStore

WRITERS = ("editor", "publisher", "admin")
PUBLISHERS = ("publisher", "admin")

Who = Annotated[Signed | None, Depends(signed)]
Text = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True)
class Door:
    """`path` "/desk"; `frame`: the template its pages extend; `roles`: who may come in."""

    path: str
    frame: str
    roles: tuple[str, ...]

    def router(self) -> APIRouter:
        made = APIRouter(prefix=self.path, include_in_schema=False, route_class=Transactional)
        made.add_api_route("/login", self.login_page, methods=["GET"])
        made.add_api_route("/login", self.login, methods=["POST"])
        made.add_api_route("/logout", self.logout, methods=["POST"])
        made.add_api_route("/password", self.password_page, methods=["GET"])
        made.add_api_route("/password", self.change_password, methods=["POST"])
        return made

    def login_page(self, request: Request) -> Response:
        return self.show(request, "staff_login.html")

    def login(
        self, request: Request, work: Unit, now: Now, origin: Address, name: Text, password: Text, csrf: Text
    ) -> Response:
        check_csrf(request, csrf)
        tried = sign_in(work, name, password, roles=self.roles, now=now, origin=origin)
        if tried.token is None:
            failed = "locked" if tried.locked else "wrong"
            return self.show(request, "staff_login.html", 401, failed=failed, name=name)
        return self._seated(request, tried.token)

    def logout(self, request: Request, work: Unit, csrf: Text) -> Response:
        check_csrf(request, csrf)
        sign_out(work, request)
        gone = self.away(None)
        leave(gone)
        return gone

    def password_page(self, request: Request, who: Who) -> Response:
        return self.away(None) if who is None else self.show(request, "staff_password.html", who=who)

    def change_password(
        self,
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
            return self.away(None)
        if fresh != again:
            return self.show(request, "staff_password.html", 422, who=who, failed="differ")
        if sign_in(work, who.name, password, now=now, origin=origin).token is None:
            return self.show(request, "staff_password.html", 422, who=who, failed="wrong")
        try:
            UserStore(work.session).change_password(who.name, fresh, now=now)
        except Invalid as refusal:
            return self.show(request, "staff_password.html", 422, who=who, problem=refusal.detail)
        AuditStore(work.session).record(who.name, "password", who.name, origin=origin, now=now)
        token = sign_in(work, who.name, fresh, now=now, origin=origin).token
        return self._seated(request, token) if token else self.away(None)

    def _seated(self, request: Request, token: str) -> Response:
        response = to(self.path)
        seat(response, request, token)
        return response

    def show(
        self, request: Request, template: str, status_code: int = 200, who: Signed | None = None, **values: Any
    ) -> Response:
        """A page with its frame, its anti-forgery token and what this role may do."""
        token = csrf_of(request)
        may = {"write": who is not None and who.role in WRITERS, "publish": who is not None and who.role in PUBLISHERS}
        frame = {"frame": self.frame, "home": self.path, "door": words(f"doors.{self.path.strip('/')}"), "may": may}
        response = render(template, status_code, csrf=token, user=who.name if who else None, **frame, **values)
        keep_csrf(response, request, token)
        return response

    def away(self, who: Signed | None) -> Response:
        """To sign in, or to change the one-time password first."""
        return to(f"{self.path}/password" if who else f"{self.path}/login")


def to(path: str) -> Response:
    return RedirectResponse(path, 303, headers=PAGE_HEADERS)
