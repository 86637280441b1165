"""The assessment at the counter: all questions of a service on one form, answered by the keyboard alone.

What is answered goes in the body of each request and is kept nowhere: nothing of it stands in an address or a log. The
form shrinks as answers make questions moot; the notice prints what the form shows.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.assessments import Day, assessment_out
from api.catalogue import Catalogue
from api.dependencies import Address, Held, InForce, Now, Transactional, Unit
from api.desk_hall import hall, halls
from api.desk_sign_in import ROLES, Who, away, show
from api.guide import guide
from api.sharing import shareable
from api.staff import Signed, check_csrf, staff
from api.words import word
from knowledge.assessment import Assessment, Assessor
from knowledge.bring_list import papers, spared
from knowledge.decision import base_fact
from knowledge.given import check_facts
from knowledge.model import Fact
from knowledge.store.audit import AuditStore

router = APIRouter(prefix="/desk", include_in_schema=False, route_class=Transactional)

Json = dict[str, Any]

UNKNOWN = "?"
FIELD = "f:"
LONGEST = 80


async def fields(request: Request) -> dict[str, str]:
    """The form as it was sent."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(fields)]
Clerk = Annotated[Signed, Depends(staff(*ROLES))]


@router.get("/check/{code}")
def blank(request: Request, who: Who, held: Held, catalogue: InForce, now: Now, code: str) -> Response:
    if who is None or who.must_change:
        return away(who)
    return _page(request, who, code, held.settings.place, catalogue, {})


@router.post("/check/{code}")
def filled(request: Request, who: Clerk, held: Held, catalogue: InForce, now: Now, code: str, sent: Fields) -> Response:
    """The form with the questions that still matter, and the result so far."""
    check_csrf(request, sent.get("csrf", ""))
    return _page(request, who, code, held.settings.place, catalogue, _facts(sent, catalogue.snapshot.facts))


@router.post("/notice/{code}")
def printed(
    request: Request,
    who: Clerk,
    held: Held,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    code: str,
    sent: Fields,
) -> Response:
    """The 一次性告知单 of this case. Its number is kept in the audit, the answers are not."""
    from api.printing.notice import Case, Letterhead, notice  # half a second of fonts that a start need not wait for

    check_csrf(request, sent.get("csrf", ""))
    place, given = held.settings.place, _facts(sent, catalogue.snapshot.facts)
    number = f"GZ{now:%Y%m%d}-{secrets.token_hex(3).upper()}"
    AuditStore(work.session).record(who.name, "notice", f"{code} {number}", origin=origin, now=now)
    assessor = catalogue.assessor(code, place, now.date())
    published = catalogue.service(code)
    assessed = assessor.assess(given)
    case = Case(
        service=published.service,
        guide=guide(published, catalogue.here(place, now)),
        assessed=assessed,
        papers=papers([published.service], [assessed if given else None]),
        spared=spared([assessed]),
        offices={slug: office.name for slug, office in catalogue.snapshot.offices.items()},
    )
    sent_on = shareable(given, catalogue.snapshot.facts, [axis.key for axis in assessor.grid.axes])
    link = str(request.base_url).rstrip("/") + share_path(code, published.service.name, sent_on)
    head = Letterhead(_office_name(sent, catalogue), number, now.date(), link)
    headers = {"Content-Disposition": f'inline; filename="{number}.pdf"', "Cache-Control": "no-store"}
    return Response(notice(case, head), media_type="application/pdf", headers=headers)


def share_path(code: str, name: str, facts: Mapping[str, Any]) -> str:
    """The chat page with this case in the fragment, which no browser sends to a server."""
    case = {"code": code, "name": name, "facts": facts}
    text = json.dumps(case, ensure_ascii=False, separators=(",", ":"))
    return "/#case=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


# --- the page ---------------------------------------------------------------------------------------------------


def _page(request: Request, who: Signed, code: str, place: str, catalogue: Catalogue, given: Json) -> Response:
    service = catalogue.service(code).service
    assessor = catalogue.assessor(code, place, catalogue.day)
    found = assessor.assess(given)
    result = assessment_out(service, found, [axis.key for axis in assessor.grid.axes], Day.of(catalogue))
    offices = catalogue.snapshot.offices
    return show(
        request,
        "desk_check.html",
        who=who,
        tab="search",
        code=code,
        name=service.name,
        questions=_questions(assessor, found, given),
        left=len(set(assessor.open_facts(given)) - set(given)) if found.outcome != "ineligible" else 0,
        result=result.model_dump(mode="json"),
        benefit=service.benefit,
        names={slug: office.name for slug, office in offices.items()},
        offices=halls(catalogue),
        here=hall(request, catalogue),
    )


def _questions(assessor: Assessor, found: Assessment, given: Json) -> list[Json]:
    """What is answered and what still matters, in the order of the service; nothing more once it is ruled out."""
    wanted = set(given) | (set() if found.outcome == "ineligible" else set(assessor.open_facts(given)))
    return [_question(axis.key, axis.fact, given) for axis in assessor.grid.axes if axis.key in wanted]


def _question(key: str, fact: Fact, given: Json) -> Json:
    subject = key.partition("@")[2]
    options = [("true", word("desk_check.yes")), ("false", word("desk_check.no"))] if fact.type == "bool" else []
    options += [(option.value, option.value) for option in fact.options]
    return {
        "key": key,
        "text": fact.questions.get(subject, fact.question),
        "type": fact.type,
        "unit": fact.unit,
        "sensitive": fact.sensitive,
        "options": [*options, (UNKNOWN, word("desk_check.unknown"))] if options else [],
        "value": _shown(given[key]) if key in given else "",
    }


def _shown(value: Any) -> str:
    return UNKNOWN if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _facts(sent: Mapping[str, str], facts: Mapping[str, Fact]) -> Json:
    """The answers of the form. Raises UnknownFact for an id or value that no fact declares."""
    found = {}
    for name, value in sent.items():
        key = name.removeprefix(FIELD)
        fact = facts.get(base_fact(key)) if name.startswith(FIELD) else None
        if fact is not None and value.strip():
            found[key] = _value(fact, value.strip()[:LONGEST])
    return check_facts(found, facts)


def _value(fact: Fact, text: str) -> Any:
    if text == UNKNOWN:
        return None
    if fact.type == "bool":
        return {"true": True, "false": False}.get(text, text)
    if fact.type == "number":
        try:
            return float(text)
        except ValueError:
            return text  # refused with the fact's name by check_facts
    return text


def _office_name(sent: Mapping[str, str], catalogue: Catalogue) -> str:
    office = catalogue.snapshot.offices.get(sent.get("office", ""))
    return office.name if office else word("desk_check.hall")
