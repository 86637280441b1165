"""预检: stateless; the same facts give the same answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.assessment_words import with_lacks
from api.assessments import Day, assessment_out, joint_out
from api.catalogue import Catalogue
from api.dated import catalogue_on
from api.dependencies import Held, InForce, Now, Parts
from api.errands import errand
from api.errors import responses
from api.placing import place_slug
from api.schemas.assessment import AssessmentOut, AssessmentQuery, BatchQuery
from api.sharing import shareable
from knowledge.given import check_facts, granted

router = APIRouter(prefix="/api/v1", tags=["assessment"])


@router.post("/services/{code}/assessment", response_model=AssessmentOut, responses=responses(404, 422))
def assess(code: str, body: AssessmentQuery, held: Held, catalogue: InForce, now: Now) -> AssessmentOut:
    """Outcome, trips, plan and papers for the facts given, and the one question that helps most."""
    return _assess(code, body, held, catalogue, now)


@router.post("/assessments", response_model=AssessmentOut, responses=responses(404, 422))
def assess_several(body: BatchQuery, held: Held, catalogue: InForce, now: Now) -> AssessmentOut:
    """Several services (or a bundle) as one errand: shared facts asked once, one visit plan, each paper once."""
    codes = list(dict.fromkeys(body.services))
    if len(codes) == 1 and body.bundle is None:
        alone = _assess(codes[0], body, held, catalogue, now)
        return alone.model_copy(update={"services": [alone.service]})
    place = place_slug(catalogue, body.place or held.settings.place)
    on = body.on or now.date()
    wanted = [*codes, *(member.service for member in catalogue.bundle(body.bundle).members)] if body.bundle else codes
    catalogue = catalogue_on(held.engine, catalogue, wanted, on)
    facts = granted(check_facts(body.facts, catalogue.snapshot.facts), codes or wanted, catalogue.snapshot.facts)
    found = errand(catalogue, codes, body.bundle, place, on, facts)
    return joint_out(
        [assessor.service for assessor in found.engine.assessors],
        found.engine.assess(facts),
        [axis.key for axis in found.engine.axes],
        found.left_out,
        Day.of(catalogue, on),
    )


def _assess(code: str, body: AssessmentQuery, held: Parts, catalogue: Catalogue, now: Now) -> AssessmentOut:
    place = place_slug(catalogue, body.place or held.settings.place)
    on = body.on or now.date()
    catalogue = catalogue_on(held.engine, catalogue, [code], on)
    assessor = catalogue.assessor(code, place, on)
    given = check_facts(body.facts, catalogue.snapshot.facts)
    uses = [axis.key for axis in assessor.grid.axes]
    result = assessment_out(assessor.service, assessor.assess(given), uses, Day.of(catalogue, on))
    lacking = with_lacks(result.reasons, assessor.service, given, catalogue.snapshot.facts, on)
    return result.model_copy(update={"shareable": shareable(given, catalogue.snapshot.facts, uses), "reasons": lacking})
