"""Editing one service: draft → in review → published, each step with its reason, its author and an audit entry.

Where one person alone may write, review is a recorded step of the same person; from two on the store refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.admin_sign_in import PUBLISHERS, READERS, WRITERS, show, to
from api.catalogue import CatalogueCache
from api.dependencies import Address, Held, Now, Transactional, Unit, UnitOfWork
from api.documents import Read, difference, read_form, read_yaml, to_yaml
from api.publishing import despite, plain_book, publishing_faults, rulebook, shown, told
from api.staff import Signed, check_csrf, staff
from api.words import word, words
from knowledge.difference import changes
from knowledge.errors import Invalid, NotFound
from knowledge.model import Service
from knowledge.plain import read_plainly
from knowledge.store.audit import AuditStore
from knowledge.store.catalogue import CatalogueStore, Version, in_force, standing
from knowledge.store.documents import digest_of
from knowledge.validation import Finding, errors

router = APIRouter(prefix="/admin/services", include_in_schema=False, route_class=Transactional)

Form = Mapping[str, Sequence[str]]
NEW = "new"
LONGEST_WHY = 500

Reader = Annotated[Signed, Depends(staff(*READERS))]
Writer = Annotated[Signed, Depends(staff(*WRITERS))]
Publisher = Annotated[Signed, Depends(staff(*PUBLISHERS))]


async def sent(request: Request) -> Form:
    """The form as it was sent, checked to come from a page of ours."""
    async with request.form(max_fields=3000) as form:
        fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    check_csrf(request, next(iter(fields.get("csrf", ())), ""))
    return fields


Sent = Annotated[Form, Depends(sent)]


@dataclass(frozen=True)
class Deed:
    """Who does something, when and from where, the transaction it happens in, and the catalogue in force."""

    work: UnitOfWork
    now: Now
    origin: Address
    cache: CatalogueCache

    @property
    def store(self) -> CatalogueStore:
        return CatalogueStore(self.work.session)

    def faults(self, service: Service, on: date | None = None) -> list[Finding]:
        """What speaks against publishing it from that day on."""
        return publishing_faults(service, self.cache.current().snapshot, on or self.now.date())

    def record(self, who: Signed, what: str, version: Version, why: str, **more: Any) -> None:
        detail = {"version": version.version, "why": why, **more}
        AuditStore(self.work.session).record(
            who.name, what, version.code, origin=self.origin, now=self.now, detail=detail
        )


def deed(work: Unit, now: Now, origin: Address, held: Held) -> Deed:
    return Deed(work, now, origin, held.cache)


Doing = Annotated[Deed, Depends(deed)]


# --- looking ----------------------------------------------------------------------------------------------------


@router.get("/new")
def new(request: Request, who: Writer) -> Response:
    """An empty document to fill in."""
    return show(request, "admin_document.html", who=who, tab="services", code=NEW, text=words("admin.template"))


@router.get("/{code}")
def one(request: Request, code: str, who: Reader, doing: Doing, done: str = "") -> Response:
    """The form of the main fields, the state of the draft, and every version there was."""
    known = _known(doing.store, code)
    return show(request, "admin_service.html", who=who, tab="services", done=done, **_page(known, doing))


@router.get("/{code}/document")
def document(request: Request, code: str, who: Reader, doing: Doing) -> Response:
    known = _known(doing.store, code)
    current = _current(known).service
    values: dict[str, Any] = {"code": code, "text": to_yaml(current), "findings": told(doing.faults(current))}
    values["base"] = digest_of(current)
    return show(request, "admin_document.html", who=who, tab="services", **values)


@router.get("/{code}/versions/{number}")
def version(request: Request, code: str, number: int, who: Reader, doing: Doing) -> Response:
    """One version, what it changes against the one published before it, its faults, and how plainly it speaks."""
    known = _known(doing.store, code)
    found = doing.store.version(code, number)
    before = next((v for v in known if v.published_at and v.version < number), None)
    values: dict[str, Any] = {
        "code": code,
        "version": found,
        "before": before,
        "changes": _changes(before, found),
        "lines": difference(before.service if before else None, found.service),
        "findings": told(doing.faults(found.service)),
        "reading": read_plainly(found.service, plain_book()),
        "text": to_yaml(found.service),
    }
    return show(request, "admin_version.html", who=who, tab="services", **values)


# --- writing ----------------------------------------------------------------------------------------------------


@router.post("/{code}/form")
def save_form(request: Request, code: str, form: Sent, who: Writer, doing: Doing) -> Response:
    """Save the main fields as a draft."""
    known = _known(doing.store, code)
    read = read_form(_current(known).service, form)
    problem = _overtaken(form, known)
    if read.service is None or problem:
        values = {"faults": read.faults, "problem": problem, "sent": form, **_page(known, doing)}
        return show(request, "admin_service.html", 422, who=who, tab="services", **values)
    return _save(read.service, form, who, doing)


@router.post("/{code}/document")
def save_document(request: Request, code: str, form: Sent, who: Writer, doing: Doing) -> Response:
    """Save the whole document as a draft; faults are shown beside their line."""
    text = next(iter(form.get("document", ())), "").replace("\r\n", "\n")
    read = read_yaml(text)
    problem = _misnamed(read, code, doing.store) or _overtaken(form, doing.store.versions(code))
    if read.service is None or problem:
        base = next(iter(form.get("base", ())), "")
        values = {"code": code, "text": text, "faults": read.faults, "problem": problem, "base": base}
        return show(request, "admin_document.html", 422, who=who, tab="services", lines=text.split("\n"), **values)
    return _save(read.service, form, who, doing)


def _misnamed(read: Read, code: str, store: CatalogueStore) -> str | None:
    """A code cannot change, and a new one must be new."""
    if read.service is None:
        return None
    if code == NEW:
        return word("admin.code_taken") if store.versions(read.service.code) else None
    return word("admin.code_fixed") if read.service.code != code else None


def _overtaken(form: Form, known: Sequence[Version]) -> str | None:
    """Somebody else saved since this page was opened: nobody's work is overwritten unseen."""
    base = next(iter(form.get("base", ())), "")
    if not base or not known or base == digest_of(_current(known).service):
        return None
    return word("admin.overtaken", who=_current(known).author)


def _save(service: Service, form: Form, who: Signed, doing: Deed) -> Response:
    why = _why(form)
    saved = doing.store.save_draft(service, who.name, why, now=doing.now)
    doing.record(who, "draft", saved, why)
    return to(f"/admin/services/{service.code}?done=saved")


@router.post("/{code}/{number}/submit")
def submit(code: str, number: int, form: Sent, who: Writer, doing: Doing) -> Response:
    """Hand the draft to review."""
    moved = doing.store.submit(code, number, now=doing.now)
    doing.record(who, "submit", moved, moved.why)
    return to(f"/admin/services/{code}?done=submitted")


@router.post("/{code}/{number}/return")
def send_back(code: str, number: int, form: Sent, who: Publisher, doing: Doing) -> Response:
    """Back to its author, with the reason."""
    why = _why(form)
    found = doing.store.version(code, number)
    if found.status != "in_review":
        raise Invalid(word("admin.not_in_review"))
    moved = doing.store.save_draft(found.service, found.author, why, now=doing.now)
    doing.record(who, "return", moved, why)
    return to(f"/admin/services/{code}?done=returned")


@router.post("/{code}/{number}/publish")
def publish(request: Request, code: str, number: int, form: Sent, who: Publisher, doing: Doing) -> Response:
    """Reviewed and in force from a day on; search and chat show it at once. Errors refuse, warnings need the reason."""
    why, on = _why(form), _from_day(form, doing)
    found = doing.store.version(code, number)
    if found.status != "in_review":
        raise Invalid(word("admin.not_in_review"))
    faults = doing.faults(found.service, on)
    if grave := errors(faults):
        values = {"problem": word("admin.faulty", n=len(grave)), "said": why, **_page(_known(doing.store, code), doing)}
        return show(request, "admin_service.html", 422, who=who, tab="services", **values)
    moved = doing.store.publish(code, number, who.name, on, why, now=doing.now)
    doing.record(who, "publish", moved, why, on=on.isoformat(), despite=despite(faults))
    doing.cache.expire()
    return to(f"/admin/services/{code}?done=published")


@router.post("/{code}/withdraw")
def withdraw(code: str, form: Sent, who: Publisher, doing: Doing) -> Response:
    """Out of the catalogue from a day on; its versions stay."""
    why = _why(form)
    moved = doing.store.withdraw(code, who.name, _from_day(form, doing), why, now=doing.now)
    doing.record(who, "withdraw", moved, why)
    doing.cache.expire()
    return to(f"/admin/services/{code}?done=withdrawn")


@router.post("/{code}/{number}/restore")
def restore(code: str, number: int, form: Sent, who: Writer, doing: Doing) -> Response:
    """An earlier version as the new draft."""
    why = word("admin.restored", n=number)
    saved = doing.store.save_draft(doing.store.version(code, number).service, who.name, why, now=doing.now)
    doing.record(who, "draft", saved, why)
    return to(f"/admin/services/{code}?done=saved")


# --- how --------------------------------------------------------------------------------------------------------


def _known(store: CatalogueStore, code: str) -> list[Version]:
    found = store.versions(code)
    if not found:
        raise NotFound(word("problems.details.service", code=code[:40]))
    return found


def _current(known: Sequence[Version]) -> Version:
    """What is being worked on: the open draft, else the newest version."""
    return next((v for v in known if v.status in ("draft", "in_review")), known[0])


def _page(known: Sequence[Version], doing: Deed) -> dict[str, Any]:
    latest, today = _current(known), doing.now.date()
    draft = latest if latest.status in ("draft", "in_review") else None
    published = in_force(known, today)
    lines = difference(published.service if published else None, draft.service) if draft else []
    return {
        "code": latest.code,
        "service": latest.service,
        "base": digest_of(latest.service),
        "draft": draft,
        "published": published,
        "versions": [(version, standing(version, known, today)) for version in known],
        "changes": _changes(published, draft) if draft else [],
        "findings": told(doing.faults(latest.service)),
        "lines": lines,
    }


def _changes(before: Version | None, after: Version) -> list[dict[str, str]]:
    """Field by field, with the field's Chinese name where it has one; nothing when there was nothing before."""
    names = rulebook().fields
    found = changes(before.service, after.service) if before else []
    return [
        {"field": it.field, "name": _named(it.field, names), "before": shown(it.before), "after": shown(it.after)}
        for it in found
    ]


def _named(field: str, names: Mapping[str, str]) -> str:
    return names.get(field) or names.get(field.split(".")[0], field)


def _why(form: Form) -> str:
    """Raises Invalid without a reason: nothing in the catalogue changes without one."""
    why = next(iter(form.get("why", ())), "").strip()
    if not why or len(why) > LONGEST_WHY:
        raise Invalid(word("admin.why", most=LONGEST_WHY))
    return why


def _from_day(form: Form, doing: Deed) -> date:
    """The day it begins to count: today where none is given, never one gone by."""
    said = next(iter(form.get("on", ())), "").strip()
    try:
        on = date.fromisoformat(said) if said else doing.now.date()
    except ValueError as error:
        raise Invalid(word("admin.day")) from error
    if on < doing.now.date():
        raise Invalid(word("admin.day"))
    return on
