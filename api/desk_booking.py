"""Booking at the desk: for people at the counter, on the phone, or with a village agent; lost codes; sudden closures.

Everything goes through the same book as everywhere else (knowledge.store.booking), with the share of desk or phone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from api.appointments import bring
from api.catalogue import Catalogue
from api.dependencies import Address, InForce, Now, Transactional, Unit, UnitOfWork
from api.desk_hall import hall, halls
from api.desk_sign_in import ROLES, Text, Who, away, show
from api.offices import moment
from api.staff import Signed, check_csrf, staff
from api.words import words
from knowledge.bookable import offices_for, window
from knowledge.calendar import ZONE
from knowledge.errors import Invalid, YikanError
from knowledge.model import Office
from knowledge.store.appointments import Appointment
from knowledge.store.audit import AuditStore
from knowledge.store.booking import Book, Person
from knowledge.store.counter import Counter
from knowledge.store.moving import Outcome, close_office
from knowledge.store.problems import sentence

router = APIRouter(prefix="/desk", include_in_schema=False, route_class=Transactional)

Staff = Annotated[Signed, Depends(staff(*ROLES))]
CHANNELS = ("desk", "phone")
MOST_TIMES = 60


@router.get("/book")
def book_page(
    request: Request,
    who: Who,
    work: Unit,
    catalogue: InForce,
    now: Now,
    service: str = "",
    office: str = "",
    day: date | None = None,
    channel: Annotated[str, Query(pattern="^(desk|phone)$")] = "desk",
) -> Response:
    """Choose a service and a hall; then the free times of that share, and the form."""
    if who is None or who.must_change:
        return away(who)
    return _book_page(request, who, work, catalogue, now, service, office, day, channel)


@router.post("/book")
def book(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    csrf: Text,
    key: Annotated[str, Form(min_length=1, max_length=100)],
    service: Text,
    slot: Text,
    name: Text,
    phone: Text,
    channel: Text = "desk",
    behalf: Text = "",
    relation: Text = "",
    consent: Text = "",
) -> Response:
    """`behalf`: the person somebody books for (a village agent, a child); they have to agree."""
    check_csrf(request, csrf)
    office, typed = slot.rpartition("~")[0], {"name": name, "phone": phone}

    def step() -> dict[str, Any]:
        if behalf.strip() and not consent:
            raise Invalid(sentence("consent-missing"))
        found = catalogue.service(service).service
        person = Person(name, phone, behalf.strip() or None, relation.strip() or None)
        papers = bring([found], catalogue.office(office), None, catalogue)
        made = _book(work, catalogue, now).book(
            f"desk:{who.name}",
            slot,
            [found],
            person,
            key=key,
            digest=sha256("\0".join((service, slot, name, phone, behalf)).encode()).hexdigest(),
            bring=papers,
            channel=channel if channel in CHANNELS else "desk",
            who=f"desk:{who.name}",
        )
        AuditStore(work.session).record(who.name, "desk-book", made.id, origin=origin, now=now)
        return {"made": made, "made_at": moment(made.start), "papers": papers}

    told, status = _tried(work, step)
    if status != 200:
        told["sent"] = {**typed, "slot": slot, "behalf": behalf, "relation": relation, "consent": consent}
    elif behalf.strip():  # an agent goes on with the next villager
        told["sent"] = typed
    return _book_page(request, who, work, catalogue, now, service, office, None, channel, status, **told)


@router.get("/find")
def find_page(request: Request, who: Who) -> Response:
    return away(who) if who is None or who.must_change else show(request, "desk_find.html", who=who, tab="find")


@router.post("/find")
def find(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    csrf: Text,
    name: Text,
    phone: Text,
    proof: Text = "",
) -> Response:
    """A lost code, for who has shown an identity paper; every look is in the audit."""
    check_csrf(request, csrf)

    def step() -> dict[str, Any]:
        if proof not in words("desk.proofs"):
            raise Invalid(sentence("proof-missing"))
        items = Counter(_book(work, catalogue, now), f"desk:{who.name}").find(name, phone)
        told = ",".join(item.id for item in items) or "-"
        AuditStore(work.session).record(
            who.name,
            "code-found",
            told,
            origin=origin,
            now=now,
            result="ok" if items else "none",
            detail={"proof": proof},
        )
        return {"items": [_row(item, catalogue) for item in items], "asked": True}

    told, status = _tried(work, step)
    typed = {"name": name, "phone": phone, "proof": proof} if status != 200 else None
    return show(request, "desk_find.html", status, who=who, tab="find", sent=typed, **told)


@router.post("/appointments/{id}/{what}")
def change(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    id: str,
    what: str,
    csrf: Text,
    why: Text = "",
    slot: Text = "",
) -> Response:
    """`what`: cancel, move (to `slot`), excuse (a missed visit, with `why`)."""
    check_csrf(request, csrf)
    counter = Counter(_book(work, catalogue, now), f"desk:{who.name}")

    def step() -> dict[str, Any]:
        if what == "cancel":
            done = counter.cancel(id)
        elif what == "move":
            done = counter.move(id, slot)
        elif what == "excuse" and why.strip():
            done = counter.excuse(id, why.strip())
        else:
            raise Invalid(sentence("reason-missing"))
        AuditStore(work.session).record(who.name, f"desk-{what}", id, origin=origin, now=now)
        return {"changed": _row(done, catalogue)}

    told, status = _tried(work, step)
    return show(request, "desk_find.html", status, who=who, tab="find", **told)


# --- a sudden closure -----------------------------------------------------------------------------------------------


@router.get("/close")
def close_page(request: Request, who: Who, catalogue: InForce, now: Now) -> Response:
    if who is None or who.must_change:
        return away(who)
    return show(request, "desk_close.html", who=who, tab="close", **_closing(request, catalogue, now))


@router.post("/close")
def close(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    csrf: Text,
    office: Text,
    start: Text,
    end: Text,
    reason: Text,
    then: Text = "move",
) -> Response:
    """Storm, power cut: shut the hall from `start` to `end` (local time); everybody booked is moved and told."""
    check_csrf(request, csrf)

    def step() -> dict[str, Any]:
        if not reason.strip():
            raise Invalid(sentence("reason-missing"))
        done = close_office(
            work.session,
            work.vault,
            catalogue.snapshot,
            office,
            local(start),
            local(end),
            reason=reason.strip(),
            who=f"desk:{who.name}",
            now=now,
            then=then if then in ("move", "cancel") else None,
        )
        detail = {"start": start, "end": end, "moved": len(done.moved), "cancelled": len(done.cancelled)}
        AuditStore(work.session).record(who.name, "close-office", office, origin=origin, now=now, detail=detail)
        return {"outcome": outcome_rows(done, catalogue)}

    told, status = _tried(work, step)
    page = _closing(request, catalogue, now, office)
    if status != 200:
        page |= {"start": start, "end": end, "reason": reason, "then": then}
    return show(request, "desk_close.html", status, who=who, tab="close", **page, **told)


def local(text: str) -> datetime:
    """What a `datetime-local` field sends, as an instant in Asia/Shanghai. Invalid for anything else."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError as wrong:
        raise Invalid(sentence("closure-times")) from wrong


def outcome_rows(done: Outcome, catalogue: Catalogue) -> dict[str, list[dict[str, Any]]]:
    return {
        "moved": [_row(item, catalogue) for item in done.moved],
        "cancelled": [_row(item, catalogue) for item in done.cancelled],
    }


# --- how ----------------------------------------------------------------------------------------------------------


def _closing(request: Request, catalogue: Catalogue, now: datetime, office: str = "") -> dict[str, Any]:
    start, end = f"{now:%Y-%m-%dT%H:%M}", f"{now + timedelta(hours=4):%Y-%m-%dT%H:%M}"
    return {"offices": halls(catalogue), "here": hall(request, catalogue, office), "start": start, "end": end}


def _tried(work: UnitOfWork, step: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], int]:
    """What to tell and with which status; a refusal leaves no trace."""
    try:
        with work.session.begin_nested():
            return step(), 200
    except YikanError as refusal:
        return {"problem": refusal.detail}, 409


def _book_page(
    request: Request,
    who: Signed,
    work: UnitOfWork,
    catalogue: Catalogue,
    now: datetime,
    service: str,
    office: str,
    day: date | None,
    channel: str,
    status_code: int = 200,
    **told: Any,
) -> Response:
    known = catalogue.snapshot.published.get(service)
    offices: list[Office] = offices_for([known.service], catalogue.snapshot, None, now) if known else []
    mine = hall(request, catalogue, office)
    here = mine if mine in offices else next(iter(offices), None)
    times: list[dict[str, Any]] = []
    if known and here:
        first, last = window(catalogue.snapshot.rules, catalogue.calendar, now)
        first, last = (day, day) if day else (first, last)
        found = _book(work, catalogue, now).slots([known.service], [here], first, last, channel=channel)
        times = [{"id": f.start.id, "said": moment(f.start.start), "free": f.free} for f in found if f.free][
            :MOST_TIMES
        ]
    services = sorted(
        (each.service for each in catalogue.snapshot.published.values() if each.service.bookable), key=lambda s: s.name
    )
    page: dict[str, Any] = {"tab": "book", "services": services, "service": service, "offices": offices, "office": here}
    page |= {"times": times, "channel": channel, "key": secrets.token_hex(16)}
    return show(request, "desk_book.html", status_code, who=who, **page, **told)


def _book(work: UnitOfWork, catalogue: Catalogue, now: datetime) -> Book:
    return Book(work.session, work.vault, catalogue.snapshot, now=now, calendar=catalogue.calendar)


def _row(item: Appointment, catalogue: Catalogue) -> dict[str, Any]:
    office = catalogue.snapshot.offices.get(item.office)
    return {
        "id": item.id,
        "code": item.code,
        "name": item.visitor,
        "phone": item.phone,
        "time": moment(item.start),
        "office": office.name if office else item.office,
        "services": [name for _, name in item.services],
        "status": words("desk.status")[item.status],
    }
