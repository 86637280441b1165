"""好差评: never forced; one visit, one rating; a bad one needs a reason."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import InForce, Now, Resident, Transactional, Unit, UnitOfWork
from api.errors import responses
from api.schemas.ticket import RatingBody, RatingOut, ReasonList, Subject
from api.words import word, words
from knowledge.catalogue import Snapshot
from knowledge.errors import Invalid
from knowledge.store.appointments import AppointmentStore
from knowledge.store.tickets import RatingStore, TicketStore

router = APIRouter(prefix="/api/v1/ratings", tags=["ratings"], route_class=Transactional)

BAD = 2


@router.get("/reasons", response_model=ReasonList)
def reasons() -> ReasonList:
    """What a bad rating can be about."""
    return ReasonList(items=words("ratings.reasons"))


@router.post("", status_code=201, response_model=RatingOut, responses=responses(401, 404, 422))
def rate(body: RatingBody, session: Resident, work: Unit, catalogue: InForce, now: Now) -> RatingOut:
    """Rate an answer, an appointment or a ticket of one's own; rating it again replaces the former grade."""
    if body.grade <= BAD and body.reason is None:
        raise Invalid(word("problems.details.reason-missing"), errors=[{"field": "reason"}])
    if body.reason is not None and body.reason not in words("ratings.reasons"):
        raise Invalid(word("problems.details.reason-unknown"), errors=[{"field": "reason"}])
    _is_mine(body.subject, session, work, catalogue.snapshot)
    subject = body.subject
    RatingStore(work.session).rate(
        session, subject.kind, subject.id, body.grade, reason=body.reason, text=body.text, now=now
    )
    return RatingOut(subject_kind=subject.kind, subject_id=subject.id, grade=body.grade, created_at=now)


def _is_mine(subject: Subject, session: str, work: UnitOfWork, snapshot: Snapshot) -> None:
    """Raises NotFound for what belongs to others."""
    if subject.kind == "ticket":
        TicketStore(work.session, work.vault).get(subject.id, session)
    if subject.kind == "appointment":
        AppointmentStore(work.session, work.vault, snapshot.rules).get(subject.id, session)
