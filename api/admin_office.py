"""One hall as an admin edits it: how to reach it, its hours week by week and day by day, who staffs its counters.

What is saved counts at the next question. Appointments that no longer fit are refused, moved or cancelled as chosen.
"""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.admin_editing import Form, Reader, Sent
from api.admin_offices import Publisher, supplied
from api.admin_sign_in import show
from api.dependencies import Address, InForce, Now, Transactional, Unit
from api.offices import week_text
from api.staff import Signed
from api.timetable import read_dated, read_shifts, read_week, write_dated, write_shifts, write_week
from api.words import word
from knowledge.errors import Invalid, YikanError
from knowledge.model import Counter, Office
from knowledge.store.audit import AuditStore

router = APIRouter(prefix="/admin/offices", include_in_schema=False, route_class=Transactional)

TEXTS = ("address", "directions", "kiosk_hours")
LISTS = ("aliases", "facilities")
PHONES = ("phone", "complain_phone")
_PHONE = re.compile(r"0\d{2,3}-\d{7,8}|1\d{10}|1\d{4}")


@router.get("/{slug}")
def one(request: Request, slug: str, who: Reader, catalogue: InForce, now: Now) -> Response:
    return _page(request, who, catalogue.office(slug), now)


@router.post("/{slug}")
def save(
    request: Request, slug: str, form: Sent, who: Publisher, work: Unit, catalogue: InForce, now: Now, origin: Address
) -> Response:
    """All or nothing: a line that cannot be read is named, and what was typed stays on the page."""
    office = catalogue.office(slug)
    try:
        with work.session.begin_nested():
            changed = _changed(office, form)
            reason, then = word("admin_offices.timetable"), _said(form, "then")
            outcome = supplied(work, catalogue, now, who, reason, then, offices=[changed])
    except YikanError as refusal:
        return _page(request, who, office, now, 422, problem=refusal.detail, sent=form)
    fields = sorted(name for name in Office.model_fields if getattr(office, name) != getattr(changed, name))
    counts = {key: len(rows) for key, rows in outcome.items()}
    detail = {"fields": fields, **counts}
    AuditStore(work.session).record(who.name, "office", slug, origin=origin, now=now, detail=detail)
    return _page(request, who, changed, now, outcome=outcome)


def _changed(office: Office, form: Form) -> Office:
    """The office as the form has it. Invalid says which field cannot be read, and why."""
    update: dict[str, Any] = {name: _said(form, name) or None for name in TEXTS}
    update |= {name: _phone(_said(form, name)) for name in PHONES}
    update |= {name: tuple(line.strip() for line in _said(form, name).splitlines() if line.strip()) for name in LISTS}
    update["periods"] = read_week(_said(form, "periods"))
    update["exceptions"] = read_dated(_said(form, "exceptions"))
    update["counters"] = tuple(_counter(n, counter, form) for n, counter in enumerate(office.counters))
    if office.periods and not update["periods"]:
        raise Invalid(word("admin_offices.hours_missing"))
    if update["phone"] and update["phone"] == update["complain_phone"]:
        raise Invalid(word("admin_offices.same_phones"))
    return office.model_copy(update=update)


def _counter(number: int, counter: Counter, form: Form) -> Counter:
    return counter.model_copy(update={"shifts": read_shifts(_said(form, f"shifts-{number}"))})


def _phone(said: str) -> str | None:
    if said and not _PHONE.fullmatch(said):
        raise Invalid(word("admin_offices.contact_phone", phone=said[:30]))
    return said or None


def _said(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").replace("\r\n", "\n").strip()


def _page(request: Request, who: Signed, office: Office, now: Now, status: int = 200, **told: Any) -> Response:
    values = {
        "office": office,
        "week": week_text(office, now.date()),
        "periods": write_week(office.periods),
        "exceptions": write_dated(office.exceptions),
        "shifts": [write_shifts(counter.shifts) for counter in office.counters],
    }
    return show(request, "admin_office.html", status, who=who, tab="offices", **{**values, **told})
