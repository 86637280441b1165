"""The catalogue of services: search, guide, and the answer to exactly what was asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.answers import answer
from api.catalogue import Catalogue
from api.dependencies import Held, InForce, Now, Unit
from api.errors import responses
from api.guide import guide
from api.placing import place_slug
from api.schemas.guide import AnswerOut, Guide, HitList, HitOut
from api.words import word
from knowledge.errors import NotFound
from knowledge.offering import in_force
from knowledge.store.catalogue import CatalogueStore

router = APIRouter(prefix="/api/v1/services", tags=["services"])

DayQuery = Annotated[date | None, Query(description="The day it counts for, past or to come; default today.")]
PlaceQuery = Annotated[str | None, Query(max_length=80, description="Slug, name or alias of a place or an office.")]


@router.get("", response_model=HitList, responses=responses(404, 422))
def find(
    held: Held,
    catalogue: InForce,
    q: Annotated[str, Query(max_length=300)] = "",
    place: PlaceQuery = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> HitList:
    """Search, best first; without `q` everything offered around the place, by topic."""
    at = place_slug(catalogue, place or held.settings.place)
    if not q.strip():
        return HitList(items=_by_topic(catalogue, at)[:limit])
    hits = catalogue.find(q, at, limit)
    return HitList(
        items=[HitOut(code=h.code, name=h.name, place=h.place, score=h.score, matched=h.matched) for h in hits]
    )


def _by_topic(catalogue: Catalogue, place: str) -> list[HitOut]:
    around = catalogue.places.around(place)
    offices = catalogue.snapshot.offices
    found = [
        published.service
        for published in catalogue.snapshot.published.values()
        if any(
            (offices[o.place].place if o.place in offices else o.place) in around and in_force(o, catalogue.day)
            for o in published.service.offerings
        )
    ]
    topics = list(dict.fromkeys(service.topic for service in found))
    found.sort(key=lambda service: topics.index(service.topic))
    return [HitOut(code=s.code, name=s.name, place=s.home, score=1.0, matched=None, topic=s.topic) for s in found]


@router.get("/{code}", response_model=Guide, responses=responses(404, 422))
def one(
    code: str, held: Held, catalogue: InForce, now: Now, work: Unit, place: PlaceQuery = None, on: DayQuery = None
) -> Guide:
    """The whole guide as it is at the place; with `on`, as it was or will be that day. Unregistered fields are null."""
    at = place_slug(catalogue, place or held.settings.place)
    if on is None or on == now.date():
        return guide(catalogue.service(code), catalogue.here(at, now))
    published = CatalogueStore(work.session).published_on(code, on)
    if published is None:
        raise NotFound(word("problems.details.service_on", code=code[:40], on=on.isoformat()))
    return guide(published, catalogue.here(at, datetime.combine(on, now.timetz())))


@router.get("/{code}/answer", response_model=AnswerOut, responses=responses(404, 422))
def facets(
    code: str,
    held: Held,
    catalogue: InForce,
    now: Now,
    facets: Annotated[str, Query(max_length=300, description="Facets with commas between; none: overview.")] = "",
    place: PlaceQuery = None,
    style: Annotated[
        Literal["plain", "elder"], Query(description="elder: 120 characters, the answer alone.")
    ] = "plain",
    about: Annotated[
        str, Query(max_length=2000, description="The question itself: the case it speaks of comes first.")
    ] = "",
) -> AnswerOut:
    """What was asked, in at most 300 characters, with the part of the guide it stands on."""
    published = catalogue.service(code)
    here = catalogue.here(place_slug(catalogue, place or held.settings.place), now)
    wanted = [facet.strip() for facet in facets.split(",") if facet.strip()]
    return answer(published, wanted, here, style == "elder", about)
