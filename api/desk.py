"""The counter desk: look a service up while typing, today's appointments of a hall, check-in by code.

Pages are rendered here and work without JavaScript; api/static/desk.js adds search while typing and the arrow keys.
Names and phone numbers are masked wherever they are shown.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response

from api.catalogue import Catalogue
from api.dependencies import Address, Held, InForce, Now, Transactional, Unit, UnitOfWork
from api.desk_booking import router as booking_router
from api.desk_check import router as check_router
from api.desk_hall import hall, hall_name, halls, keep_hall
from api.desk_queue import router as queue_router
from api.desk_sign_in import ROLES, Text, Who, away, show
from api.desk_sign_in import router as sign_in_router
from api.guide import guide
from api.offices import day_text
from api.pages import render
from api.staff import Signed, check_csrf, staff
from api.view import Here
from knowledge.errors import YikanError
from knowledge.model import Office, Service
from knowledge.store.appointments import Appointment, AppointmentStore
from knowledge.store.audit import AuditStore

router = APIRouter(prefix="/desk", include_in_schema=False, route_class=Transactional)

LIMIT = 20


def mount_desk(app: FastAPI) -> None:
    app.include_router(sign_in_router)
    app.include_router(queue_router)
    app.include_router(booking_router)
    app.include_router(check_router)
    app.include_router(router)


# --- looking up ---------------------------------------------------------------------------------------------------


@router.get("")
def search(
    request: Request, who: Who, held: Held, catalogue: InForce, now: Now, q: str = "", code: str = ""
) -> Response:
    """The search page; `q` and `code` make it complete without JavaScript."""
    if who is None or who.must_change:
        return away(who)
    place = held.settings.place
    found = catalogue.find(q, place, LIMIT) if q else []
    shown = _guide(catalogue, code, Here(catalogue.snapshot, catalogue.calendar, place, now)) if code else {}
    return show(request, "desk_search.html", who=who, tab="search", q=q, code=code, items=found, **shown)


@router.get("/guides/{code}", dependencies=[Depends(staff(*ROLES))])
def guide_part(held: Held, catalogue: InForce, now: Now, code: str) -> Response:
    """The guide alone, for the page to put in."""
    here = Here(catalogue.snapshot, catalogue.calendar, held.settings.place, now)
    return render("desk_guide.html", **_guide(catalogue, code, here))


def _guide(catalogue: Catalogue, code: str, here: Here) -> dict[str, Any]:
    published = catalogue.service(code)
    return {"guide": guide(published, here).model_dump(mode="json"), "regions": _regions(catalogue, published.service)}


def _regions(catalogue: Catalogue, service: Service) -> list[dict[str, Any]]:
    """Every region that says something of its own, as imported guides do: address, phone and hours, verbatim."""
    places = catalogue.snapshot.places
    return [
        {
            "name": places[offering.place].name if offering.place in places else offering.place,
            "addresses": [offering.address_text] if offering.address_text else list(offering.addresses),
            "phone": offering.phones.consult if offering.phones else None,
            "hours": offering.hours,
        }
        for offering in service.offerings
        if offering.addresses or offering.address_text
    ]


# --- at the counter -----------------------------------------------------------------------------------------------


@router.get("/counter")
def counter(request: Request, who: Who, work: Unit, catalogue: InForce, now: Now, office: str = "") -> Response:
    if who is None or who.must_change:
        return away(who)
    return _counter(request, who, work, catalogue, now, hall(request, catalogue, office))


@router.post("/check-in")
def check_in(
    request: Request,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    code: Text,
    csrf: Text,
    who: Annotated[Signed, Depends(staff(*ROLES))],
    office: Text = "",
) -> Response:
    """Check a visitor in; a refusal is told on the same page, with the list still in sight."""
    check_csrf(request, csrf)
    here = hall(request, catalogue, office)
    store = AppointmentStore(work.session, work.vault, catalogue.snapshot.rules)
    try:
        found = store.by_code(code)
        if here is not None and found.office != here.slug:
            return _counter(request, who, work, catalogue, now, here, 409, elsewhere=hall_name(catalogue, found.office))
        done = store.step(found.id, "checked_in", now=now)
    except YikanError as refusal:
        return _counter(request, who, work, catalogue, now, here, 409, problem=refusal.detail)
    AuditStore(work.session).record(who.name, "check-in", done.id, origin=origin, now=now)
    return _counter(request, who, work, catalogue, now, here, checked=_row(done))


def _counter(
    request: Request,
    who: Signed,
    work: UnitOfWork,
    catalogue: Catalogue,
    now: Now,
    office: Office | None,
    status_code: int = 200,
    **told: Any,
) -> Response:
    """Today at one hall."""
    rows: list[dict[str, Any]] = []
    if office is not None:
        store = AppointmentStore(work.session, work.vault, catalogue.snapshot.rules)
        rows = [_row(item) for item in store.of_day(office.slug, now.date())]
    page: dict[str, Any] = {
        "who": who,
        "tab": "counter",
        "offices": halls(catalogue),
        "office": office,
        "rows": rows,
        "today": day_text(now.date()),
    }
    response = show(request, "desk_counter.html", status_code, **page, **told)
    if office is not None:
        keep_hall(response, office)
    return response


def _row(item: Appointment) -> dict[str, Any]:
    return {
        "time": f"{item.start:%H:%M}–{item.end:%H:%M}",
        "code": item.code,
        "name": item.visitor,
        "phone": item.phone,
        "services": [name for _, name in item.services],
        "status": item.status,
    }
