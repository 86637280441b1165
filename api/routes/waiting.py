"""Waiting for a place that frees, and the inbox in which offers, reminders and changes are told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.appointments import office_out
from api.catalogue import Catalogue
from api.dependencies import Held, InForce, Now, Resident, Transactional, Unit
from api.errors import responses
from api.routes.appointment import book_of, named_place, services_of
from api.schemas.appointment import SlotOut
from api.schemas.base import Named
from api.schemas.waiting import Inbox, InboxItem, OfferOut, WaitingBody, WaitingList, WaitingOut
from knowledge.bookable import window
from knowledge.durations import lengths_of
from knowledge.errors import Invalid
from knowledge.store.outbox import Outbox
from knowledge.store.problems import sentence
from knowledge.store.waiting import Entry
from knowledge.store.waiting import WaitingList as Line

router = APIRouter(prefix="/api/v1", tags=["appointments"], route_class=Transactional)


@router.post(
    "/appointments/waiting", status_code=201, response_model=WaitingOut, responses=responses(401, 404, 409, 422)
)
def join(body: WaitingBody, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> WaitingOut:
    """Be told when a place frees: it is kept for the first in line for a while. The same wish again is no second one.

    Where a place is free already, it is offered at once.
    """
    services = services_of(body.codes, catalogue)
    first, last = window(catalogue.snapshot.rules, catalogue.calendar, now)
    first, last = body.from_ or first, body.to or max(last, body.from_ or last)
    if last < first or last < now.date():
        raise Invalid(sentence("days-order"), errors=[{"field": "to", "detail": sentence("days-order")}])
    place = named_place(body.place or held.settings.place, catalogue)
    lengths = lengths_of(services, {}, catalogue.snapshot.facts, now.date(), body.scenario)
    line = Line(book_of(work, held, catalogue, now))
    return waiting_out(
        line.join(session, services, lengths, place, first, last, body.after, body.before), catalogue, now
    )


@router.get("/appointments/waiting", response_model=WaitingList, responses=responses(401))
def waiting(session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> WaitingList:
    """What this person waits for, newest first, and what is offered to them."""
    found = Line(book_of(work, held, catalogue, now)).mine(session)
    return WaitingList(items=[waiting_out(entry, catalogue, now) for entry in found])


@router.post("/appointments/waiting/{id}/cancel", response_model=WaitingOut, responses=responses(401, 404))
def cancel(id: str, session: Resident, work: Unit, held: Held, catalogue: InForce, now: Now) -> WaitingOut:
    """Out of the line; a place that was kept goes to the next."""
    return waiting_out(Line(book_of(work, held, catalogue, now)).cancel(id, session), catalogue, now)


@router.get("/inbox", response_model=Inbox, responses=responses(401))
def inbox(session: Resident, work: Unit, after: Annotated[int, Query(ge=0, le=2**53)] = 0) -> Inbox:
    """Reminders, offers and changes told to this person, newest first."""
    found = Outbox(work.session).inbox(session, after)
    return Inbox(
        items=[
            InboxItem(id=n.id, kind=n.kind, appointment=n.appointment, message=n.message, due=n.due)
            for n in found
            if n.message
        ]
    )


def waiting_out(entry: Entry, catalogue: Catalogue, now: datetime) -> WaitingOut:
    published = catalogue.snapshot.published
    names = [Named(code=c, name=published[c].service.name if c in published else c) for c in entry.services]
    return WaitingOut(
        id=entry.id,
        services=names,
        place=entry.place,
        from_=entry.first,
        to=entry.last,
        after=entry.after,
        before=entry.before,
        status=entry.status,
        position=entry.position,
        minutes=catalogue.snapshot.rules.waiting.offer_minutes,
        offer=_offer(entry, catalogue),
        created_at=entry.created_at,
    )


def _offer(entry: Entry, catalogue: Catalogue) -> OfferOut | None:
    if entry.start is None or entry.hold_id is None or entry.offer_until is None:
        return None
    start = entry.start
    office = office_out(start.office, catalogue)
    slot = SlotOut(slot_id=start.id, office=office, start=start.start, end=start.end, free=1)
    return OfferOut(hold_id=entry.hold_id, slot=slot, expires_at=entry.offer_until)
