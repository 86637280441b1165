"""预检: stateless; the same facts give the same answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.assessments import assessment_out, joined
from api.catalogue import Catalogue
from api.dependencies import Held, InForce, Now, Parts
from api.errors import responses
from api.placing import place_slug
from api.schemas.assessment import AssessmentOut, AssessmentQuery, BatchQuery
from knowledge.assessment import check_facts

router = APIRouter(prefix="/api/v1", tags=["assessment"])


@router.post("/services/{code}/assessment", response_model=AssessmentOut, responses=responses(404, 422))
def assess(code: str, body: AssessmentQuery, held: Held, catalogue: InForce, now: Now) -> AssessmentOut:
    """Outcome, trips, plan and papers for the facts given, and the one question that helps most."""
    return _assess(code, body, held, catalogue, now)


@router.post("/assessments", response_model=AssessmentOut, responses=responses(404, 422))
def assess_several(body: BatchQuery, held: Held, catalogue: InForce, now: Now) -> AssessmentOut:
    """Several services as one errand."""
    codes = dict.fromkeys(body.services)
    return joined([_assess(code, body, held, catalogue, now) for code in codes])


def _assess(code: str, body: AssessmentQuery, held: Parts, catalogue: Catalogue, now: Now) -> AssessmentOut:
    service = catalogue.service(code).service
    place = place_slug(catalogue, body.place or held.settings.place)
    assessor = catalogue.assessor(code, place, body.on or now.date())
    found = assessor.assess(check_facts(body.facts, catalogue.snapshot.facts))
    return assessment_out(service, found, [axis.key for axis in assessor.grid.axes])
