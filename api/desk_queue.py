"""The counter queue at the desk: check in by code or phone tail, numbers for walk-ins, call, serve, missed, finished.

A page that works without JavaScript; every step is a form and ends on the page of the queue. Names and numbers masked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.catalogue import Catalogue
from api.dependencies import Address, InForce, Now, Transactional, Unit, UnitOfWork
from api.desk_hall import hall, hall_name, halls, keep_hall
from api.desk_sign_in import ROLES, Text, Who, away, show
from api.offices import day_text
from api.spreadsheet import csv_file
from api.staff import Signed, check_csrf, staff
from api.words import words
from knowledge.errors import Invalid, NotFound, YikanError
from knowledge.model import Office
from knowledge.queueing import estimate
from knowledge.store.appointments import Appointment, AppointmentStore
from knowledge.store.audit import AuditStore
from knowledge.store.problems import sentence
from knowledge.store.queue import QueueStore, Ticket, second_trips

router = APIRouter(prefix="/desk", include_in_schema=False, route_class=Transactional)

Staff = Annotated[Signed, Depends(staff(*ROLES))]
TAIL = 4
REPORT = timedelta(days=30)


@router.get("/queue")
def queue(request: Request, who: Who, work: Unit, catalogue: InForce, now: Now, office: str = "") -> Response:
    if who is None or who.must_change:
        return away(who)
    here = hall(request, catalogue, office)
    if here is None:
        raise NotFound(sentence("no-such-slot"))
    return _page(request, who, work, catalogue, now, here)


@router.post("/queue/check-in")
def check_in(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    csrf: Text,
    office: Text,
    code: Text,
    care: Text = "",
) -> Response:
    """`code`: the booking code, or the last four digits of the phone; where several have them, they are listed."""
    check_csrf(request, csrf)
    here = catalogue.office(office)

    def step() -> dict[str, Any]:
        found = _found(work, catalogue, here, code, now)
        if len(found) > 1:
            return {"several": [_booked(item) for item in found]}
        if not found:
            raise NotFound(sentence("no-such-appointment"))
        if found[0].office != here.slug:
            raise Invalid(words("desk.elsewhere").format(office=hall_name(catalogue, found[0].office)))
        codes = [each for each, _ in found[0].services]
        ticket = _queue(work, catalogue, here, now, who).join(codes, appointment=found[0], care=bool(care))
        AuditStore(work.session).record(who.name, "check-in", found[0].id, origin=origin, now=now)
        return {"given": ticket}

    return _stepped(request, who, work, catalogue, now, here, step)


@router.post("/queue/walk-in")
def walk_in(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    csrf: Text,
    office: Text,
    service: Text = "",
    care: Text = "",
) -> Response:
    check_csrf(request, csrf)
    here = catalogue.office(office)

    def step() -> dict[str, Any]:
        codes = [_service(catalogue, service, here)] if service.strip() else []
        return {"given": _queue(work, catalogue, here, now, who).join(codes, care=bool(care))}

    return _stepped(request, who, work, catalogue, now, here, step)


@router.post("/queue/call")
def call(
    request: Request, who: Staff, work: Unit, catalogue: InForce, now: Now, csrf: Text, office: Text, counter: Text
) -> Response:
    check_csrf(request, csrf)
    here = catalogue.office(office)

    def step() -> dict[str, Any]:
        return {"called": _queue(work, catalogue, here, now, who).call(counter, _skill(catalogue)), "counter": counter}

    return _stepped(request, who, work, catalogue, now, here, step)


@router.post("/queue/{id}/{what}")
def advance(
    request: Request,
    who: Staff,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    id: str,
    what: str,
    csrf: Text,
    office: Text,
    again: Text = "",
    service: Text = "",
    paper: Text = "",
) -> Response:
    """`what`: again, serve, miss, finish. `again`: why this person has to come a second time, and for which paper."""
    check_csrf(request, csrf)
    here = catalogue.office(office)
    line = _queue(work, catalogue, here, now, who)
    steps: dict[str, Callable[[str], Ticket]] = {
        "again": line.again,
        "serve": line.serve,
        "miss": line.miss,
        "finish": line.finish,
    }
    if what not in steps:
        raise NotFound(sentence("no-such-appointment"))

    def step() -> dict[str, Any]:
        done = steps[what](id)
        if what == "finish" and again:
            if again not in words("desk.second_trip"):
                raise Invalid(sentence("reason-missing"))
            line.again_needed(done, service or next(iter(done.services), ""), paper.strip() or None, again)
        AuditStore(work.session).record(who.name, f"queue-{what}", done.number, origin=origin, now=now)
        return {"done": done}

    return _stepped(request, who, work, catalogue, now, here, step)


# --- second trips -------------------------------------------------------------------------------------------------


@router.get("/second-trips")
def report(
    request: Request,
    who: Who,
    work: Unit,
    catalogue: InForce,
    now: Now,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
) -> Response:
    if who is None or who.must_change:
        return away(who)
    first, last = from_ or now.date() - REPORT, to or now.date()
    page: dict[str, Any] = {"first": first, "last": last, "rows": _second_trips(work, catalogue, first, last)}
    return show(request, "desk_second_trips.html", who=who, tab="second", **page)


@router.get("/second-trips.csv", dependencies=[Depends(staff(*ROLES))])
def report_file(
    work: Unit,
    catalogue: InForce,
    now: Now,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
) -> Response:
    rows = _second_trips(work, catalogue, from_ or now.date() - REPORT, to or now.date())
    lines = [[row["service"], row["paper"] or "", row["reason"], row["times"]] for row in rows]
    return csv_file("second-trips.csv", [words("desk.second_trip_columns"), *lines])


def _second_trips(work: UnitOfWork, catalogue: Catalogue, first: date, last: date) -> list[dict[str, Any]]:
    names, reasons = catalogue.snapshot.published, words("desk.second_trip")
    return [
        {
            "service": names[trip.service].service.name if trip.service in names else trip.service,
            "paper": trip.paper,
            "reason": reasons.get(trip.reason, trip.reason),
            "times": trip.times,
        }
        for trip in second_trips(work.session, first, last)
    ]


# --- how ----------------------------------------------------------------------------------------------------------


def _stepped(
    request: Request,
    who: Signed,
    work: UnitOfWork,
    catalogue: Catalogue,
    now: Now,
    office: Office,
    step: Callable[[], dict[str, Any]],
) -> Response:
    """Take a step; a refusal is told on the same page with its status, and leaves no trace."""
    try:
        with work.session.begin_nested():
            told = step()
    except YikanError as refusal:
        return _page(request, who, work, catalogue, now, office, 409, problem=refusal.detail)
    return _page(request, who, work, catalogue, now, office, **told)


def _page(
    request: Request,
    who: Signed,
    work: UnitOfWork,
    catalogue: Catalogue,
    now: Now,
    office: Office,
    status_code: int = 200,
    **told: Any,
) -> Response:
    line = _queue(work, catalogue, office, now, who)
    tickets, rules = line.line(), catalogue.snapshot.rules
    served = line.served(rules.queue.estimate_from)
    working = sum(counter.staffed for counter in office.counters)
    waiting = [ticket for ticket in tickets if ticket.status == "waiting"]
    page = {
        "tab": "queue",
        "office": office,
        "offices": halls(catalogue),
        "today": day_text(now.date()),
        "line": [_row(ticket, catalogue) for ticket in tickets],
        "ended": [_row(ticket, catalogue) for ticket in line.ended()][:20],
        "waits": {t.id: estimate(n, served, working, rules) for n, t in enumerate(waiting)},
        "statuses": words("desk.queue_status"),
        "reasons": words("desk.second_trip"),
        "most_calls": rules.queue.calls,
        "services": sorted(each.service.name for each in catalogue.snapshot.published.values()),
    }
    response = show(request, "desk_queue.html", status_code, who=who, **page, **told)
    keep_hall(response, office)
    return response


def _queue(work: UnitOfWork, catalogue: Catalogue, office: Office, now: Now, who: Signed) -> QueueStore:
    store = AppointmentStore(work.session, work.vault, catalogue.snapshot.rules)
    return QueueStore(work.session, store, office, now=now, who=f"desk:{who.name}")


def _found(work: UnitOfWork, catalogue: Catalogue, office: Office, code: str, now: Now) -> list[Appointment]:
    store, code = AppointmentStore(work.session, work.vault, catalogue.snapshot.rules), code.strip()
    if len(code) == TAIL and code.isdigit():
        return [i for i in store.by_tail(office.slug, now.date(), code) if i.status == "confirmed"]
    return [store.by_code(code)]


def _row(ticket: Ticket, catalogue: Catalogue) -> dict[str, Any]:
    published = catalogue.snapshot.published
    known = [published[code].service for code in ticket.services if code in published]
    return {
        "id": ticket.id,
        "number": ticket.number,
        "status": ticket.status,
        "counter": ticket.counter,
        "calls": ticket.calls,
        "joined": f"{ticket.joined_at:%H:%M}",
        "services": [(service.code, service.name) for service in known],
        "papers": sorted({evidence.name for service in known for evidence in service.evidences}),
    }


def _booked(item: Appointment) -> dict[str, str]:
    return {"code": item.code, "time": f"{item.start:%H:%M}", "name": item.visitor}


def _skill(catalogue: Catalogue) -> Callable[[str], str | None]:
    published = catalogue.snapshot.published
    return lambda code: published[code].service.booking_skill if code in published else None


def _service(catalogue: Catalogue, said: str, office: Office) -> str:
    """The code of what a clerk typed: code, name, 俗称, initials – as in the look-up. Invalid where nothing fits."""
    if said.strip() in catalogue.snapshot.published:
        return said.strip()
    found = catalogue.find(said, office.place, 1)
    if not found:
        raise Invalid(words("desk.no_service").format(said=said.strip()))
    return found[0].code
