"""Times to choose from, holds, appointments. The rules are in knowledge.store.booking; here is only the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from api.appointments import appointment_out, bring, digest, ics, proxy_facts, slot_out
from api.catalogue import Catalogue
from api.dependencies import Address, Asking, Held, InForce, InTurn, Now, Parts, Resident, Unit, UnitOfWork
from api.errors import responses
from api.offices import brief
from api.routes.ticket import due, ticket_out
from api.schemas.appointment import (
    AppealBody,
    AppointmentBody,
    AppointmentList,
    AppointmentOut,
    HoldBody,
    HoldOut,
    LookupBody,
    RescheduleBody,
    RulesOut,
    SlotList,
)
from api.schemas.ticket import TicketOut
from knowledge.bookable import offices_at, window
from knowledge.durations import lengths_of
from knowledge.errors import Invalid, NotFound
from knowledge.given import check_facts
from knowledge.model import Office, Service
from knowledge.slots import parse_slot
from knowledge.store.booking import Book, Person
from knowledge.store.counter import appeal
from knowledge.store.problems import sentence
from knowledge.store.refusals import opening_text, why_none

router = APIRouter(prefix="/api/v1", tags=["appointments"], route_class=InTurn)

MOST_DAYS = 31
LONGEST_KEY = 120
CALENDAR: dict[int | str, Any] = {200: {"content": {"text/calendar": {}}, "description": "iCalendar"}}


@router.get("/services/{code}/slots", response_model=SlotList, responses=responses(404, 422))
def slots(
    code: str,
    work: Unit,
    held: Held,
    catalogue: InForce,
    now: Now,
    place: Annotated[str | None, Query(max_length=80)] = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    scenario: Annotated[str | None, Query(max_length=80)] = None,
    also: Annotated[list[str] | None, Query(max_length=4)] = None,
    anywhere: bool = False,
) -> SlotList:
    """Times in order, full ones with `free` 0; of a visit of several slots `free` counts whole runs.

    `also`: further services in the same visit. `anywhere`: at every office that takes them, nearest first.
    """
    services = services_of([code, *(also or [])], catalogue)
    first, last = _days(from_, to, catalogue, now)
    offices = _offices(services, place or held.settings.place, catalogue, now, anywhere)
    lengths = lengths_of(services, {}, catalogue.snapshot.facts, now.date(), scenario)
    found = book_of(work, held, catalogue, now).slots(services, offices, first, last, lengths=lengths)
    shown = {office.slug: brief(office, now.date()) for office in offices}
    items = [slot_out(item, shown) for item in found]
    rules = catalogue.snapshot.rules
    none = not any(item.free for item in items)
    reason = why_none(first, last, offices, rules, catalogue.calendar, now) if none else None
    return SlotList(items=items, release=_release(catalogue, now), reason=reason)


@router.get("/appointments/rules", response_model=RulesOut)
def rules_(catalogue: InForce, now: Now) -> RulesOut:
    """How early, how late, how often: the rules of booking in the words for residents."""
    rules = catalogue.snapshot.rules
    return RulesOut(texts=rules.texts, until=window(rules, catalogue.calendar, now)[1])


@router.post("/appointments/holds", status_code=201, response_model=HoldOut, responses=responses(401, 404, 409, 422))
def hold(body: HoldBody, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> HoldOut:
    """Keep a time while the person still types. At most two at once."""
    services = services_of(body.codes, catalogue)
    lengths = lengths_of(services, {}, catalogue.snapshot.facts, now.date(), body.scenario)
    made = book_of(work, held, catalogue, now).hold(session, body.slot_id, services, lengths=lengths)
    return HoldOut(hold_id=made.id, expires_at=made.expires_at)


@router.post("/appointments/holds/{id}/release", status_code=204, responses=responses(401, 404))
def release_hold(id: str, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> None:
    """A time that is no longer wanted is free for others at once."""
    book_of(work, held, catalogue, now).give_up(id, session)


@router.post(
    "/appointments", status_code=201, response_model=AppointmentOut, responses=responses(400, 401, 404, 409, 422)
)
def book(
    body: AppointmentBody,
    session: Resident,
    work: Unit,
    held: Held,
    catalogue: InForce,
    now: Now,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=LONGEST_KEY)] = None,
) -> AppointmentOut:
    """Book. The same `Idempotency-Key` with the same body gives the same appointment, for 24 hours."""
    if not idempotency_key or not idempotency_key.strip():
        raise Invalid(sentence("idempotency-key-missing"), name="idempotency-key-missing")
    services = services_of(body.codes, catalogue)
    office = _office(body.slot_id, catalogue)
    behalf = body.on_behalf_of
    papers = bring(
        services, office, {**(body.facts or {}), **proxy_facts(behalf.relation if behalf else None)}, catalogue
    )
    person = Person(body.name, body.phone, behalf.name if behalf else None, behalf.relation if behalf else None)
    made = book_of(work, held, catalogue, now).book(
        session,
        body.slot_id,
        services,
        person,
        key=idempotency_key.strip(),
        digest=digest(body),
        bring=papers,
        hold_id=body.hold_id,
        lengths=_lengths(services, body, catalogue, now),
    )
    return appointment_out(made, catalogue)


@router.get("/appointments", response_model=AppointmentList, responses=responses(401))
def mine(session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> AppointmentList:
    """This person's, cancelled ones too, latest start first."""
    items = book_of(work, held, catalogue, now).appointments.mine(session)
    return AppointmentList(items=[appointment_out(item, catalogue) for item in items])


@router.post("/appointments/lookup", response_model=AppointmentOut, responses=responses(401, 404, 422, 429))
def lookup(
    body: LookupBody,
    who: Asking,
    session: Resident,
    address: Address,
    work: Unit,
    held: Held,
    catalogue: InForce,
    now: Now,
) -> AppointmentOut:
    """Attach an earlier appointment. Whatever does not fit, the error is the same."""
    asking = [session] if who.service else [session, address]
    held.limits.lookup(*asking)
    try:
        found = book_of(work, held, catalogue, now).appointments.attach(body.code, body.phone_tail, session, now=now)
    except NotFound:
        held.limits.lookup_failed(*asking)
        raise
    return appointment_out(found, catalogue)


@router.post(
    "/appointments/{id}/appeal", status_code=201, response_model=TicketOut, responses=responses(401, 404, 409, 422)
)
def appeal_(
    id: str, body: AppealBody, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now
) -> TicketOut:
    """Ask that a missed visit should not count. Staff look at it; again for the same visit gives the same ticket."""
    return ticket_out(
        appeal(book_of(work, held, catalogue, now), id, session, body.text, due=due("complaint", catalogue, now))
    )


@router.get("/appointments/{id}.ics", response_class=Response, responses={**CALENDAR, **responses(401, 404)})
def calendar_file(id: str, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> Response:
    item = book_of(work, held, catalogue, now).appointments.get(id, session)
    headers = {"Content-Disposition": f'attachment; filename="yikan-{item.code}.ics"'}
    return Response(ics(item, catalogue, now), media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/appointments/{id}", response_model=AppointmentOut, responses=responses(401, 404))
def one(id: str, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> AppointmentOut:
    return appointment_out(book_of(work, held, catalogue, now).appointments.get(id, session), catalogue)


@router.post("/appointments/{id}/cancel", response_model=AppointmentOut, responses=responses(401, 404, 409))
def cancel(id: str, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> AppointmentOut:
    """Until `cancel_before`. The place reopens after a short delay."""
    return appointment_out(book_of(work, held, catalogue, now).cancel(id, session), catalogue)


@router.post("/appointments/{id}/reschedule", response_model=AppointmentOut, responses=responses(401, 404, 409, 422))
def reschedule(
    id: str, body: RescheduleBody, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now
) -> AppointmentOut:
    """One exchange: the new time is taken, or everything stays as it was. Id and code remain."""
    return appointment_out(book_of(work, held, catalogue, now).reschedule(id, session, body.slot_id), catalogue)


def book_of(work: UnitOfWork, held: Parts, catalogue: Catalogue, now: datetime) -> Book:
    """How long a hold lives: the setting where it is given, else the rules. The transaction begins when needed."""
    given = "hold_ttl_s" in held.settings.model_fields_set
    ttl = timedelta(seconds=held.settings.hold_ttl_s) if given else None
    begin, snapshot = (lambda: work.session), catalogue.snapshot
    return Book(begin, work.vault, snapshot, now=now, calendar=catalogue.calendar, hold_ttl=ttl)


def _lengths(services: Sequence[Service], body: AppointmentBody, catalogue: Catalogue, now: datetime) -> Sequence[int]:
    facts = catalogue.snapshot.facts
    return lengths_of(services, check_facts(body.facts or {}, facts), facts, now.date(), body.scenario)


def _release(catalogue: Catalogue, now: datetime) -> str | None:
    """About the first working day behind the bookable ones."""
    rules, calendar = catalogue.snapshot.rules, catalogue.calendar
    following = calendar.workdays_after(window(rules, calendar, now)[1], 1)
    return opening_text(following, rules, calendar, now)


def services_of(codes: Sequence[str], catalogue: Catalogue) -> list[Service]:
    if len(set(codes)) < len(codes):
        raise Invalid(sentence("services-twice"))
    return [catalogue.service(code).service for code in codes]


def _office(slot_id: str, catalogue: Catalogue) -> Office:
    parsed = parse_slot(slot_id)
    office = catalogue.snapshot.offices.get(parsed[0]) if parsed else None
    if office is None:
        raise NotFound(sentence("no-such-slot"))
    return office


def _offices(
    services: Sequence[Service], place: str, catalogue: Catalogue, now: datetime, anywhere: bool = False
) -> list[Office]:
    """The one office that was named, or those a place belongs to; `anywhere`: all of them, nearest first."""
    return offices_at(services, catalogue.snapshot, named_place(place, catalogue), now, anywhere)


def named_place(said: str, catalogue: Catalogue) -> str:
    """The slug of a place or an office."""
    found = catalogue.places.resolve(said)
    if not found:
        raise NotFound(sentence("unknown-place", place=said[:40]))
    return found[0].slug


def _days(first: date | None, last: date | None, catalogue: Catalogue, now: datetime) -> tuple[date, date]:
    """What is not given is the bookable horizon, stretched to meet what is."""
    horizon = window(catalogue.snapshot.rules, catalogue.calendar, now)
    start = first or min(horizon[0], last or horizon[0])
    end = last or max(horizon[1], start)
    if end < start:
        raise Invalid(sentence("days-order"), errors=[{"field": "to", "detail": sentence("days-order")}])
    if (end - start).days >= MOST_DAYS:
        raise Invalid(sentence("days-too-many"), errors=[{"field": "to", "detail": sentence("days-too-many")}])
    return start, end
