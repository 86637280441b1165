"""Messages to residents that could not be sent: the admin sees why, and has them tried once more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.admin_sign_in import WRITERS, Text, to
from api.dependencies import Address, Now, Transactional, Unit
from api.staff import Signed, check_csrf, staff
from knowledge.store.audit import AuditStore
from knowledge.store.outbox import Outbox

router = APIRouter(prefix="/admin/messages", include_in_schema=False, route_class=Transactional)

Writer = Annotated[Signed, Depends(staff(*WRITERS))]


@router.post("/{id}/again")
def again(request: Request, id: int, who: Writer, work: Unit, now: Now, origin: Address, csrf: Text = "") -> Response:
    """Doing it twice, or for one that has been sent meanwhile, changes nothing."""
    check_csrf(request, csrf)
    if Outbox(work.session).again(id, now):
        AuditStore(work.session).record(who.name, "message-again", str(id), origin=origin, now=now)
    return to("/admin/tasks")
