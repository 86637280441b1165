"""Places, offices with their hours now, and life events."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.catalogue import Catalogue
from api.dependencies import InForce, Now
from api.errors import responses
from api.offices import full
from api.schemas.base import Named
from api.schemas.place import BundleList, BundleOut, OfficeOut, PlaceList, PlaceOut, Step
from api.words import word
from knowledge.errors import NotFound
from knowledge.model import Bundle, Office, Place
from knowledge.offering import chain
from knowledge.text import normalise

router = APIRouter(prefix="/api/v1", tags=["places"])

HALLS = ("county", "township", "village")


@router.get("/places", response_model=PlaceList, responses=responses(422))
def places(catalogue: InForce, q: Annotated[str, Query(max_length=80)] = "") -> PlaceList:
    """All places, or those whose name or alias holds `q`; offices named so are found by their place."""
    wanted = normalise(q)
    found = [place for place in catalogue.snapshot.places.values() if not wanted or _named(place, wanted)]
    return PlaceList(
        items=[PlaceOut(slug=p.slug, name=p.name, kind=p.kind, parent=p.parent, aliases=list(p.aliases)) for p in found]
    )


def _named(place: Place, wanted: str) -> bool:
    return any(wanted in normalise(name) for name in (place.slug, place.name, *place.aliases))


@router.get("/offices/{slug}", response_model=OfficeOut, responses=responses(404))
def office(slug: str, catalogue: InForce, now: Now, on: date | None = None) -> OfficeOut:
    """By slug, name or alias, or the hall of a place: address, phone, hours of today, open now, counters.

    With `on` also the hours of that day, by the calendar of holidays, make-up days and market days.
    """
    return full(_office(catalogue, slug), now, catalogue.calendar, on)


def _office(catalogue: Catalogue, said: str) -> Office:
    found = catalogue.places.resolve(said)
    for candidate in found:
        if candidate.kind == "office":
            return catalogue.office(candidate.slug)
    for candidate in found:
        if hall := _hall(catalogue, candidate.slug):
            return hall
    raise NotFound(word("problems.details.office", office=said[:40]))


def _hall(catalogue: Catalogue, place: str) -> Office | None:
    """The service hall of a place, or of the smallest place around it that has one."""
    for slug in chain(place, catalogue.snapshot.places):
        for office in catalogue.snapshot.offices.values():
            if office.place == slug and office.kind in HALLS:
                return office
    return None


@router.get("/bundles", response_model=BundleList)
def bundles(catalogue: InForce) -> BundleList:
    return BundleList(items=[_bundle(item, catalogue) for item in catalogue.snapshot.bundles.values()])


@router.get("/bundles/{slug}", response_model=BundleOut, responses=responses(404))
def bundle(slug: str, catalogue: InForce) -> BundleOut:
    return _bundle(catalogue.bundle(slug), catalogue)


def _bundle(item: Bundle, catalogue: Catalogue) -> BundleOut:
    """A member that is not published (any more) is left out."""
    published = catalogue.snapshot.published
    steps = [
        Step(
            service=Named(code=member.service, name=published[member.service].service.name),
            after=list(member.after),
            group=member.group,
            when_text=member.when_text,
        )
        for member in item.members
        if member.service in published
    ]
    return BundleOut(
        slug=item.slug,
        name=item.name,
        aliases=list(item.aliases),
        summary=item.summary,
        services=[step.service for step in steps],
        plan=steps,
        shared_evidences=list(item.shared_evidences),
        notes=list(item.notes),
        gentle=item.gentle,
        source=item.source,
    )
