"""What residents leave for a person to take over: reports, help, complaints, call-backs."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends

from api.catalogue import Catalogue
from api.dependencies import InForce, Now, Resident, Transactional, Unit, own_process
from api.errors import responses
from api.logging import masked
from api.placing import place_slug
from api.schemas.ticket import ReportKindOut, ReportText, TicketBody, TicketList, TicketOut, UnclearBody
from knowledge.importers.reports import load_report_book
from knowledge.reports import ReportKind, classify
from knowledge.store.tickets import Ticket, TicketStore, UnresolvedStore

router = APIRouter(prefix="/api/v1", tags=["tickets"], route_class=Transactional)

# Working days until the answer is due, by kind (standards §5 for complaints; the others are what halls promise);
# those of a report are in knowledge/data/report-kinds.yml.
DUE_WORKDAYS = {"help": 1, "unresolved": 3, "complaint": 7, "callback": 1, "human": 1}
CLOSING = 17


@router.post("/tickets", status_code=201, response_model=TicketOut, responses=responses(401, 404, 422))
def leave(body: TicketBody, session: Resident, work: Unit, catalogue: InForce, now: Now) -> TicketOut:
    """Leave a report or a request; the reply says until when it will be answered."""
    about = classify(body.text, load_report_book()) if body.kind == "report" else None
    made = TicketStore(work.session, work.vault).open(
        session,
        body.kind,
        body.text,
        about=about,
        place=place_slug(catalogue, body.place) if body.place else None,
        contact=body.contact,
        due=due(body.kind, catalogue, now, about),
        now=now,
    )
    return ticket_out(made)


@router.post("/tickets/classify", response_model=ReportKindOut, responses=responses(422))
def whose(body: ReportText) -> ReportKindOut:
    """Whose business a problem is, before it is reported. Nothing is kept."""
    return kind_out(classify(body.text, load_report_book()))


def due(kind: str, catalogue: Catalogue, now: datetime, about: ReportKind | None = None) -> datetime:
    """The close of the last working day; a report has the days of its kind."""
    days = about.workdays if about else DUE_WORKDAYS[kind]
    day = catalogue.calendar.workdays_after(now.date(), days)
    return datetime(day.year, day.month, day.day, CLOSING, tzinfo=now.tzinfo)


@router.get("/tickets", response_model=TicketList, responses=responses(401))
def mine(session: Resident, work: Unit) -> TicketList:
    return TicketList(items=[ticket_out(item) for item in TicketStore(work.session, work.vault).mine(session)])


@router.get("/tickets/{number}", response_model=TicketOut, responses=responses(401, 404))
def one(number: str, session: Resident, work: Unit) -> TicketOut:
    return ticket_out(TicketStore(work.session, work.vault).get(number, session))


@router.post("/unresolved", status_code=204, responses=responses(401, 403, 422), dependencies=[Depends(own_process)])
def not_understood(body: UnclearBody, work: Unit, now: Now) -> None:
    """A sentence nobody understood becomes a task for the admin. For our action server only."""
    UnresolvedStore(work.session).note(masked(body.text), {"reason": body.reason}, now=now)


def ticket_out(item: Ticket) -> TicketOut:
    about = load_report_book().named(item.topic)
    return TicketOut.model_validate(
        {
            "number": item.number,
            "kind": item.kind,
            "status": item.status,
            "created_at": item.created_at,
            "due": item.due,
            "about": kind_out(about) if about else None,
            "answer": item.answer,
        }
    )


def kind_out(kind: ReportKind) -> ReportKindOut:
    known = kind.id != load_report_book().unknown.id
    return ReportKindOut(known=known, **kind.model_dump(exclude={"words", "all"}))
