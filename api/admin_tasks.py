"""What waits for the admin: guides to check, sentences not understood, where talks stopped, bad ratings.

A sentence not understood becomes in one step another name of a service or a question with its answer (a draft, reviewed
as any other), or a sentence the bot learns at the next `yikan train`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.admin_editing import Deed, Doing
from api.admin_recheck import due
from api.admin_sign_in import READERS, WRITERS, Text, show, to
from api.answers import known_facets
from api.catalogue import Catalogue
from api.dependencies import Address, Held, InForce, Now, Transactional, Unit, UnitOfWork
from api.logging import masked
from api.staff import Signed, check_csrf, staff
from api.words import word, words
from knowledge.errors import Invalid, NotFound, YikanError
from knowledge.model import Fact, Question, Service
from knowledge.store.audit import AuditStore
from knowledge.store.tasks import BadRatingStore, OpenQuestionStore, SentenceStore
from knowledge.store.tickets import UnresolvedStore

router = APIRouter(prefix="/admin/tasks", include_in_schema=False, route_class=Transactional)

LONGEST_ALIAS = 40
Reader = Annotated[Signed, Depends(staff(*READERS))]
Writer = Annotated[Signed, Depends(staff(*WRITERS))]
Long = Annotated[str, Form(max_length=1000)]


@router.get("")
def tasks(request: Request, who: Reader, doing: Doing, work: Unit, catalogue: InForce) -> Response:
    """Everything masked; the most frequent first."""
    return _page(request, who, doing, work, catalogue)


def _page(
    request: Request, who: Signed, doing: Deed, work: UnitOfWork, catalogue: Catalogue, problem: str | None = None
) -> Response:
    published, facts = catalogue.snapshot.published, catalogue.snapshot.facts
    questions = [
        (item, published[item.service].service.name if item.service in published else "", _asked(item.question, facts))
        for item in OpenQuestionStore(work.session).open()
    ]
    values: dict[str, Any] = {
        "items": UnresolvedStore(work.session).open(),
        "questions": questions,
        "ratings": [(item, masked(item.text or "")) for item in BadRatingStore(work.session).open()],
        "due": due(catalogue, doing.store.open_versions()),
        "services": sorted((item.service.name, code) for code, item in published.items()),
        "teach": words("admin.teach"),
        "problem": problem,
    }
    return show(request, "admin_tasks.html", 422 if problem else 200, who=who, tab="tasks", **values)


def _asked(question: str, facts: Mapping[str, Fact]) -> str:
    """The question of a fact, or what kind of question it was."""
    fact = facts.get(question.split("@")[0])
    known: dict[str, str] = words("admin.questions")
    return fact.question if fact else known.get(question, question)


@router.post("/done")
def done(request: Request, who: Writer, work: Unit, now: Now, origin: Address, csrf: Text, key: Text) -> Response:
    check_csrf(request, csrf)
    UnresolvedStore(work.session).done(key, who.name, now=now)
    AuditStore(work.session).record(who.name, "task-done", key[:16], origin=origin, now=now)
    return to("/admin/tasks")


@router.post("/questions/done")
def question_done(
    request: Request,
    who: Writer,
    work: Unit,
    now: Now,
    origin: Address,
    csrf: Text,
    question: Text,
    service: Text = "",
) -> Response:
    check_csrf(request, csrf)
    OpenQuestionStore(work.session).done(service, question, who.name, now=now)
    AuditStore(work.session).record(who.name, "question-done", f"{service} {question}", origin=origin, now=now)
    return to("/admin/tasks#questions")


@router.post("/ratings/done")
def rating_done(
    request: Request, who: Writer, work: Unit, now: Now, origin: Address, csrf: Text, id: Annotated[int, Form()]
) -> Response:
    check_csrf(request, csrf)
    BadRatingStore(work.session).done(id, who.name, now=now)
    AuditStore(work.session).record(who.name, "rating-done", str(id), origin=origin, now=now)
    return to("/admin/tasks#ratings")


@router.post("/{key}/alias")
def as_alias(
    request: Request,
    key: str,
    who: Writer,
    doing: Doing,
    catalogue: InForce,
    csrf: Text,
    service: Text,
    text: Text,
) -> Response:
    """Another name of a service: a draft with it added."""
    check_csrf(request, csrf)
    alias = text.strip()
    if not 1 < len(alias) <= LONGEST_ALIAS:
        return _page(request, who, doing, doing.work, catalogue, word("admin.alias_length", most=LONGEST_ALIAS))
    try:
        _draft(key, service, who, doing, lambda known: {"aliases": tuple(dict.fromkeys((*known.aliases, alias)))})
    except YikanError as refusal:
        return _page(request, who, doing, doing.work, catalogue, refusal.detail)
    return to(f"/admin/services/{service}?done=saved")


@router.post("/{key}/faq")
def as_faq(
    request: Request,
    key: str,
    who: Writer,
    doing: Doing,
    catalogue: InForce,
    csrf: Text,
    service: Text,
    text: Text,
    answer: Long,
) -> Response:
    """A question with its answer: a draft with it added."""
    check_csrf(request, csrf)
    if not text.strip() or not answer.strip():
        return _page(request, who, doing, doing.work, catalogue, word("admin.faq_empty"))
    item = Question(q=text.strip(), a=answer.strip())
    try:
        _draft(key, service, who, doing, lambda known: {"faq": (*known.faq, item)})
    except YikanError as refusal:
        return _page(request, who, doing, doing.work, catalogue, refusal.detail)
    return to(f"/admin/services/{service}?done=saved")


def _draft(key: str, code: str, who: Signed, doing: Deed, change: Callable[[Service], dict[str, Any]]) -> None:
    """The newest document of the service with the change, saved as a draft; the sentence is done with it."""
    sentence = UnresolvedStore(doing.work.session).get(key)
    known = doing.store.versions(code)
    if not known:
        raise NotFound(word("problems.details.service", code=code[:40]))
    if any(version.code == code for version in doing.store.open_versions()):
        raise Invalid(word("admin.open_draft"))
    current = doing.store.published_on(code, doing.now.date())
    base: Service = current.service if current else known[0].service
    changed = Service.model_validate({**base.model_dump(), **change(base)})
    why = word("admin.from_sentence", text=sentence.text[:80])
    saved = doing.store.save_draft(changed, who.name, why, now=doing.now)
    doing.record(who, "draft", saved, why)
    UnresolvedStore(doing.work.session).done(key, who.name, now=doing.now)


@router.post("/{key}/teach")
def as_training(
    request: Request,
    key: str,
    who: Writer,
    doing: Doing,
    held: Held,
    catalogue: InForce,
    csrf: Text,
    meaning: Text,
) -> Response:
    """A sentence the bot learns: kept with its names masked."""
    check_csrf(request, csrf)
    sentence = UnresolvedStore(doing.work.session).get(key)
    if meaning not in words("admin.teach"):
        return _page(request, who, doing, doing.work, catalogue, word("admin.meaning_unknown"))
    intent, _, facet = meaning.partition(":")
    facets = known_facets([facet]) if facet else []
    text = catalogue.link(sentence.text, held.settings.place).masked
    SentenceStore(doing.work.session).add(text, intent, facets, who.name, now=doing.now)
    UnresolvedStore(doing.work.session).done(key, who.name, now=doing.now)
    AuditStore(doing.work.session).record(who.name, "teach", key[:16], origin=doing.origin, now=doing.now)
    return to("/admin/tasks")
