"""What residents left for a person: who has it, how far it is, and the answer they will read at their number.

The list masks phone numbers; opening one ticket shows its number, for somebody has to call back, and is recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from api.admin_sign_in import READERS, WRITERS, Text, show, to
from api.dependencies import Address, Now, Transactional, Unit, UnitOfWork
from api.logging import masked
from api.staff import Signed, check_csrf, staff
from knowledge.errors import Invalid, YikanError
from knowledge.importers.reports import load_report_book
from knowledge.store.audit import AuditStore
from knowledge.store.problems import sentence
from knowledge.store.tables.talk import TICKET_STATUSES
from knowledge.store.tickets import TicketStore

router = APIRouter(prefix="/admin/tickets", include_in_schema=False, route_class=Transactional)

ANSWERED = ("replied", "closed")
Reader = Annotated[Signed, Depends(staff(*READERS))]
Writer = Annotated[Signed, Depends(staff(*WRITERS))]
Filter = Annotated[str, Query(max_length=80)]


@router.get("")
def tickets(
    request: Request, who: Reader, work: Unit, now: Now, status: Filter = "", department: Filter = ""
) -> Response:
    """The one due first on top; only those in one status, or of one department."""
    known = status if status in TICKET_STATUSES else None
    found = TicketStore(work.session, work.vault).all(known, department or None)
    book = load_report_book()
    return show(
        request,
        "admin_tickets.html",
        who=who,
        tab="tickets",
        items=[(item, masked(item.text)) for item in found],
        statuses=TICKET_STATUSES,
        departments=sorted({kind.department for kind in (*book.kinds, book.unknown)}),
        status=status,
        department=department,
        now=now,
    )


@router.get("/{number}")
def ticket(request: Request, number: str, who: Reader, work: Unit, now: Now, origin: Address) -> Response:
    AuditStore(work.session).record(who.name, "ticket-seen", number, origin=origin, now=now)
    return _page(request, number, who, work, now)


def _page(
    request: Request, number: str, who: Signed, work: UnitOfWork, now: datetime, problem: str | None = None
) -> Response:
    item, book = TicketStore(work.session, work.vault).for_staff(number), load_report_book()
    values: dict[str, Any] = {
        "item": item,
        "about": book.named(item.topic),
        "kinds": (*book.kinds, book.unknown),
        "now": now,
    }
    values["statuses"] = TICKET_STATUSES[TICKET_STATUSES.index(item.status) :]
    return show(
        request, "admin_ticket.html", 422 if problem else 200, who=who, tab="tickets", problem=problem, **values
    )


@router.post("/{number}")
def move(
    request: Request,
    number: str,
    who: Writer,
    work: Unit,
    now: Now,
    origin: Address,
    csrf: Text,
    status: Text,
    answer: Annotated[str, Form(max_length=2000)] = "",
    topic: Text = "",
) -> Response:
    """A step on, an answer, another department: the resident sees it at once under the number."""
    check_csrf(request, csrf)
    try:
        _move(TicketStore(work.session, work.vault), number, status, answer.strip(), topic, now)
    except YikanError as refusal:
        return _page(request, number, who, work, now, refusal.detail)
    detail = {"status": status, "topic": topic, "answered": bool(answer.strip())}
    AuditStore(work.session).record(who.name, "ticket", number, origin=origin, now=now, detail=detail)
    return to("/admin/tickets")


def _move(store: TicketStore, number: str, status: str, answer: str, topic: str, now: datetime) -> None:
    """Raises Invalid where a ticket would be answered without an answer, Refused where it would go back."""
    before = store.for_staff(number)
    if status not in TICKET_STATUSES:
        raise Invalid(sentence("ticket-step"))
    if status in ANSWERED and not answer and not before.answer:
        raise Invalid(sentence("ticket-needs-answer"))
    about = load_report_book().named(topic) if topic and topic != before.topic else None
    changed = answer if answer != (before.answer or "") else ""
    store.move(number, status, now=now, answer=changed or None, about=about)
