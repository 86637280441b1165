"""The knowledge base: find a service, what waits for review, the audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import Response

from api.admin_editing import router as editing_router
from api.admin_messages import router as messages_router
from api.admin_office import router as office_router
from api.admin_offices import router as offices_router
from api.admin_recheck import router as recheck_router
from api.admin_sign_in import READERS, Who, away, show, to
from api.admin_sign_in import router as sign_in_router
from api.admin_tasks import router as tasks_router
from api.admin_tickets import router as tickets_router
from api.dependencies import Held, InForce, Transactional, Unit
from api.staff import Signed, staff
from api.words import words
from knowledge.store.audit import AuditStore
from knowledge.store.catalogue import CatalogueStore

router = APIRouter(prefix="/admin", include_in_schema=False, route_class=Transactional)

PAGE = 50
Reader = Annotated[Signed, Depends(staff(*READERS))]


def mount_admin(app: FastAPI) -> None:
    app.include_router(sign_in_router)
    app.include_router(editing_router)
    app.include_router(recheck_router)
    app.include_router(offices_router)
    app.include_router(office_router)
    app.include_router(messages_router)
    app.include_router(tickets_router)
    app.include_router(tasks_router)
    app.include_router(router)


@router.get("")
def home(
    request: Request,
    who: Who,
    held: Held,
    work: Unit,
    catalogue: InForce,
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """Services by search, else all by name; above them what is being worked on."""
    if who is None or who.must_change:
        return away(who)
    if who.role not in READERS:
        return to("/admin/login")
    published = catalogue.snapshot.published
    if q.strip():
        codes = [hit.code for hit in catalogue.find(q, held.settings.place, PAGE)]
    else:
        codes = sorted(published, key=lambda code: (published[code].service.topic or "~", published[code].service.name))
    shown = [published[code] for code in codes[(page - 1) * PAGE : page * PAGE] if code in published]
    return show(
        request,
        "admin_services.html",
        who=who,
        tab="services",
        q=q,
        items=shown,
        page=page,
        more=len(codes) > page * PAGE,
        waiting=CatalogueStore(work.session).open_versions(),
    )


@router.get("/audit")
def audit(
    request: Request,
    who: Annotated[Signed, Depends(staff("auditor", "admin"))],
    work: Unit,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    entries = AuditStore(work.session).entries(limit=PAGE, before=before)
    older = entries[-1].seq if len(entries) == PAGE else None
    return show(request, "admin_audit.html", who=who, tab="audit", items=entries, older=older, said=words("audit"))
