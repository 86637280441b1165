"""A service as a flow chart, for editors and the documentation: drawn anew for each version, never by hand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response

from api.dependencies import Held, InForce, Now
from api.errors import responses
from api.flow_svg import flow_svg
from knowledge.flow import flow_of
from knowledge.importers.proof_words import proof_words

router = APIRouter(prefix="/api/v1/services", tags=["services"])

SVG = "image/svg+xml"


@router.get(
    "/{code}/flow.svg",
    response_class=Response,
    responses={200: {"content": {SVG: {}}}, 304: {"description": "Unchanged."}, **responses(404)},
)
def flow(
    code: str, held: Held, catalogue: InForce, now: Now, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """Questions and outcomes of the version in force, as SVG; where it is cut short, it says how many are left."""
    published = catalogue.service(code)
    tag = f'"{published.version}-{catalogue.snapshot.stamp}-{now.date().isoformat()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match == tag:
        return Response(status_code=304, headers=headers)
    place = published.service.home or held.settings.place
    drawn = flow_svg(published.service.name, flow_of(catalogue.assessor(code, place, now.date())), proof_words())
    return Response(drawn, media_type=SVG, headers=headers)
