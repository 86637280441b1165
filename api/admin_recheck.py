"""Guides past the day they were to be checked again: the list, and one step that says "checked, still right".

The step makes a version with nothing but new dates. Whoever may publish alone publishes it at once; from two people on
somebody else passes it, as every other version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.admin_editing import Deed, Doing, Sent, Writer
from api.admin_sign_in import PUBLISHERS, to
from api.catalogue import Catalogue
from api.dependencies import Transactional
from api.publishing import despite, rulebook
from api.staff import Signed
from api.words import word
from knowledge.catalogue import Published
from knowledge.errors import Invalid, NotFound
from knowledge.model import Service
from knowledge.recheck import later, to_recheck
from knowledge.store.catalogue import Version
from knowledge.validation import errors

router = APIRouter(prefix="/admin/services", include_in_schema=False, route_class=Transactional)


@dataclass(frozen=True)
class Due:
    """One guide to check: since when, and whether somebody is at it already."""

    published: Published
    since: date
    waiting: bool


def due(catalogue: Catalogue, waiting: Sequence[Version]) -> list[Due]:
    """Longest overdue first."""
    busy = {version.code for version in waiting}
    found = to_recheck(catalogue.snapshot.published.values(), catalogue.day, rulebook().recheck_months)
    return [Due(item, since, item.service.code in busy) for since, item in found]


@router.post("/{code}/checked")
def checked(code: str, form: Sent, who: Writer, doing: Doing) -> Response:
    """Checked against its source, still right: the same document with new dates."""
    published = doing.store.published_on(code, doing.now.date())
    if published is None:
        raise NotFound(word("problems.details.service", code=code[:40]))
    if any(version.code == code for version in doing.store.open_versions()):
        raise Invalid(word("admin.open_draft"))
    why = word("admin.checked")
    saved = doing.store.save_draft(_dated(published.service, doing.now.date()), who.name, why, now=doing.now)
    moved = doing.store.submit(code, saved.version, now=doing.now)
    doing.record(who, "checked", moved, why)
    if _passes_alone(moved, who, doing):
        _publish(moved, who, doing, why)
    return to("/admin/tasks")


def _dated(service: Service, today: date) -> Service:
    months = service.recheck_months or rulebook().recheck_months[service.profile]
    return service.model_copy(update={"checked_on": today, "verify_by": later(today, months)})


def _passes_alone(version: Version, who: Signed, doing: Deed) -> bool:
    return who.role in PUBLISHERS and not doing.store.needs_other_eyes() and not errors(doing.faults(version.service))


def _publish(version: Version, who: Signed, doing: Deed, why: str) -> None:
    passed = doing.store.publish(version.code, version.version, who.name, doing.now.date(), why, now=doing.now)
    doing.record(who, "publish", passed, why, despite=despite(doing.faults(version.service)))
    doing.cache.expire()
