"""A guide as one printable page: 一次性告知 on paper."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.dependencies import Held, InForce, Now
from api.guide import guide
from api.offices import day_text
from api.pages import render
from api.placing import place_slug
from api.routes.service import PlaceQuery

router = APIRouter(prefix="/guides", include_in_schema=False)


@router.get("/{code}")
def page(code: str, held: Held, catalogue: InForce, now: Now, place: PlaceQuery = None) -> Response:
    """Everything the guide says, for the place asked or the deployment's own."""
    published = catalogue.service(code)
    slug = place_slug(catalogue, place or held.settings.place)
    found = guide(published, catalogue.here(slug, now)).model_dump(mode="json")
    where = catalogue.snapshot.places.get(slug)
    return render("guide.html", guide=found, place=where.name if where else slug, today=day_text(now.date()))
