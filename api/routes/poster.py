"""The poster of a guide as a PDF. Its address is that of the page with `.pdf`, so it is routed before the page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import Held, InForce, Now
from api.guide import guide
from api.placing import place_slug
from api.routes.service import PlaceQuery

router = APIRouter(prefix="/guides", include_in_schema=False)


@router.get("/{code}.pdf")
def pdf(request: Request, code: str, held: Held, catalogue: InForce, now: Now, place: PlaceQuery = None) -> Response:
    """For the place asked or the deployment's own; the code on it opens the page of the same guide."""
    from api.printing.poster import poster  # half a second of fonts that a start need not wait for

    published = catalogue.service(code)
    slug = place_slug(catalogue, place or held.settings.place)
    named = catalogue.snapshot.places.get(slug)
    link = f"{str(request.base_url).rstrip('/')}/guides/{code}" + (f"?place={slug}" if place else "")
    made = poster(guide(published, catalogue.here(slug, now)), named.name if named else slug, link)
    return Response(made, media_type="application/pdf", headers={"X-Content-Type-Options": "nosniff"})
