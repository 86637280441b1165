"""Offices in the knowledge base: staffing of the counters, planned closures, and holidays no notice has settled yet.

A change that leaves booked people without a place is refused, or they are moved or cancelled with notice – as chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.admin_sign_in import PUBLISHERS, READERS, Text, Who, away, show
from api.catalogue import Catalogue
from api.dependencies import Address, InForce, Now, Transactional, Unit, UnitOfWork
from api.desk_booking import local, outcome_rows
from api.offices import week_text
from api.staff import Signed, check_csrf, staff
from api.words import word
from knowledge.calendar import legal_holidays
from knowledge.errors import Invalid, YikanError
from knowledge.model import CalendarDay, Office
from knowledge.store.audit import AuditStore
from knowledge.store.moving import change_supply, close_office
from knowledge.store.problems import sentence

router = APIRouter(prefix="/admin/offices", include_in_schema=False, route_class=Transactional)

Publisher = Annotated[Signed, Depends(staff(*PUBLISHERS))]
THEN = ("refuse", "move", "cancel")
YEARS_AHEAD = 2


@router.get("")
def offices(request: Request, who: Who, catalogue: InForce, now: Now) -> Response:
    if who is None or who.must_change or who.role not in READERS:
        return away(who)
    return _page(request, who, catalogue, now)


@router.post("/{slug}/staffing")
def staffing(
    request: Request,
    who: Publisher,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    slug: str,
    csrf: Text,
    counter: Text,
    staffed: Annotated[Text, "a whole number from 0"],
    then: Text = "refuse",
) -> Response:
    """How many work at one counter from now on."""
    check_csrf(request, csrf)
    office = catalogue.office(slug)

    def step() -> dict[str, Any]:
        changed = _staffed(office, counter, staffed)
        return _change(work, catalogue, now, who, word("admin_offices.staffing"), then, offices=[changed])

    return _tried(request, who, work, catalogue, now, step, "staffing", slug, origin, {counter: staffed})


@router.post("/{slug}/close")
def close(
    request: Request,
    who: Publisher,
    work: Unit,
    catalogue: InForce,
    now: Now,
    origin: Address,
    slug: str,
    csrf: Text,
    start: Text,
    end: Text,
    reason: Text,
    then: Text = "move",
) -> Response:
    check_csrf(request, csrf)

    def step() -> dict[str, Any]:
        if not reason.strip():
            raise Invalid(sentence("reason-missing"))
        times = (local(start), local(end))
        done = close_office(
            work.session,
            work.vault,
            catalogue.snapshot,
            slug,
            *times,
            reason=reason.strip(),
            who=f"admin:{who.name}",
            now=now,
            then=then if then in THEN else None,
        )
        return {"outcome": outcome_rows(done, catalogue)}

    return _tried(request, who, work, catalogue, now, step, "close-office", slug, origin, {"start": start, "end": end})


@router.post("/holidays/{first}/confirm")
def confirm(
    request: Request, who: Publisher, work: Unit, catalogue: InForce, now: Now, origin: Address, first: date, csrf: Text
) -> Response:
    """No notice is out, but the days after this holiday may be booked: the person who says so is named."""
    check_csrf(request, csrf)

    def step() -> dict[str, Any]:
        if first not in _unsettled(catalogue, now):
            raise Invalid(sentence("closure-times"))
        name = legal_holidays(first.year)[first][0]
        day = CalendarDay(on=first, kind="confirmed", name=name, source=f"admin:{who.name}")
        return _change(work, catalogue, now, who, name, "refuse", days=[day])

    return _tried(request, who, work, catalogue, now, step, "confirm-holiday", first.isoformat(), origin, {})


def supplied(
    work: UnitOfWork, catalogue: Catalogue, now: Now, who: Signed, reason: str, then: str, **supply: Any
) -> dict[str, list[Any]]:
    """What became of the booked people when offices or days change; `then` in THEN, anything else refuses."""
    done = change_supply(
        work.session,
        work.vault,
        catalogue.snapshot,
        now=now,
        who=f"admin:{who.name}",
        reason=reason,
        then=then if then in THEN else "refuse",
        **supply,
    )
    return outcome_rows(done, catalogue)


# --- how ----------------------------------------------------------------------------------------------------------


def _staffed(office: Office, counter: str, staffed: str) -> Office:
    if counter not in {c.name for c in office.counters}:
        raise Invalid(sentence("counter-unknown"))
    if not (staffed.isascii() and staffed.isdigit() and int(staffed) < 100):
        raise Invalid(word("admin_offices.staffed_number"))
    counters = tuple(
        c.model_copy(update={"staffed": int(staffed)}) if c.name == counter else c for c in office.counters
    )
    return office.model_copy(update={"counters": counters})


def _change(
    work: UnitOfWork, catalogue: Catalogue, now: Now, who: Signed, reason: str, then: str, **supply: Any
) -> dict[str, Any]:
    return {"outcome": supplied(work, catalogue, now, who, reason, then, **supply)}


def _tried(
    request: Request,
    who: Signed,
    work: UnitOfWork,
    catalogue: Catalogue,
    now: Now,
    step: Callable[[], dict[str, Any]],
    what: str,
    object_: str,
    origin: str,
    detail: dict[str, Any],
) -> Response:
    """A refusal is told on the same page and changes nothing; what was done is in the audit."""
    try:
        with work.session.begin_nested():
            told = step()
    except YikanError as refusal:
        return _page(request, who, catalogue, now, 409, problem=refusal.detail)
    counts = {key: len(rows) for key, rows in told["outcome"].items()}
    AuditStore(work.session).record(who.name, what, object_, origin=origin, now=now, detail={**detail, **counts})
    return _page(request, who, catalogue, now, **told)


def _page(request: Request, who: Signed, catalogue: Catalogue, now: Now, status: int = 200, **told: Any) -> Response:
    found = sorted(catalogue.snapshot.offices.values(), key=lambda item: (item.kind != "county", item.name))
    hours = {office.slug: week_text(office, now.date()) for office in found}
    unsettled = [(first, legal_holidays(first.year)[first][0]) for first in _unsettled(catalogue, now)]
    page = {"tab": "offices", "offices": found, "hours": hours, "unsettled": unsettled, "now": now}
    return show(request, "admin_offices.html", status, who=who, **{**page, **told})


def _unsettled(catalogue: Catalogue, now: Now) -> list[date]:
    """Holidays of years without a notice, not over and not confirmed, earliest first."""
    today, confirmed = now.date(), {day.on for day in catalogue.snapshot.calendar if day.kind == "confirmed"}
    years = [year for year in range(today.year, today.year + YEARS_AHEAD) if not catalogue.calendar.settled(year)]
    days = sorted(first for year in years for first in legal_holidays(year))
    return [first for first in days if first >= today and first not in confirmed]
