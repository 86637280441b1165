"""The assessment as the contract shows it, for one service or for several in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from api.guide import fee, limit
from api.schemas.assessment import (
    AssessmentOut,
    EvidenceNeeded,
    ImprovementOut,
    Left,
    OptionOut,
    PrerequisiteOut,
    QuestionAsked,
    ReasonOut,
    TripsRange,
    VisitOut,
)
from api.schemas.base import Named
from api.words import word
from knowledge.assessment import Assessment, EvidenceNeed, NextQuestion, Reason
from knowledge.model import Service


def assessment_out(service: Service, found: Assessment, uses: Iterable[str]) -> AssessmentOut:
    """`uses` are the facts the service looks at."""
    needed = [_evidence(item, service) for item in found.evidences]
    return AssessmentOut(
        outcome=found.outcome,
        trips=TripsRange(min=found.trips_min, max=found.trips_max, plan=_plan(found, needed)),
        next_question=_question(found.next_question) if found.next_question else None,
        questions_left=Left(min=found.questions_fewest, max=found.questions_most),
        prerequisites=[PrerequisiteOut(text=text, where=where, outings=n) for text, where, n in found.prerequisites],
        evidences=needed,
        reasons=[_reason(item) for item in found.reasons] if found.registered else [_unregistered()],
        improvements=[
            ImprovementOut(text=word("assessment.and").join(item.texts), trips_after=item.trips_after)
            for item in found.improvements
        ],
        scenarios=list(found.scenarios),
        fee=fee(found.fee) if found.fee else None,
        time_limit=limit(found.limit),
        benefit=service.benefit,
        registered=found.registered,
        uses=list(uses),
        service=Named(code=service.code, name=service.name),
        checked_on=service.checked_on,
        source=service.source,
    )


def _plan(found: Assessment, needed: Sequence[EvidenceNeeded]) -> list[VisitOut]:
    """Everything is brought to the first visit; later ones collect."""
    visits = found.plan.visits if found.plan else ()
    bring = [item.id for item in needed if item.bring]
    return [
        VisitOut(visit=n, office=visit.office, do=list(visit.do), bring=bring if n == 1 else [])
        for n, visit in enumerate(visits, 1)
    ]


def _evidence(item: EvidenceNeed, service: Service) -> EvidenceNeeded:
    evidence = item.evidence
    return EvidenceNeeded(
        id=evidence.id,
        name=evidence.name,
        form=evidence.form,
        copies=evidence.copies,
        source=evidence.source,
        needed=item.needed,
        bring=item.bring,
        exempt=item.exempt,
        exempt_reason=item.exempt_reason,
        needed_when_text=evidence.when_text,
        ask_counter=evidence.ask_counter,
        note=evidence.note,
        service=service.code,
    )


def _question(item: NextQuestion) -> QuestionAsked:
    fact = item.fact
    options = [OptionOut(value=option.value, label=option.value) for option in fact.options]
    return QuestionAsked(
        fact=item.key,
        text=item.text,
        why=fact.why,
        type=fact.type,
        options=options or None,
        unit=fact.unit,
        minimum=fact.minimum,
        maximum=fact.maximum,
        sensitive=fact.sensitive,
    )


def _reason(item: Reason) -> ReasonOut:
    return ReasonOut(
        requirement=item.requirement,
        text=item.text,
        result=item.result,
        because=list(item.because),
        source=item.source,
        failed=item.failed,
    )


def _unregistered() -> ReasonOut:
    text = word("assessment.unregistered")
    return ReasonOut(requirement="unregistered", text=text, result=None, because=[], source=None, failed=None)


# --- several at once --------------------------------------------------------------------------------------------


def joined(parts: Sequence[AssessmentOut]) -> AssessmentOut:
    """Several services as one errand: visits to the same office are one visit, a paper is brought once.

    Eligible only where every one is; one that cannot be done makes the whole `ineligible`.
    """
    if len(parts) == 1:
        return parts[0].model_copy(update={"services": [parts[0].service]})
    outcomes = {part.outcome for part in parts}
    services = [part.service for part in parts]
    refused = "ineligible" in outcomes
    return parts[0].model_copy(
        update={
            "outcome": "ineligible" if refused else "eligible" if outcomes == {"eligible"} else "undetermined",
            "trips": TripsRange(min=None, max=None, plan=[]) if refused else _joint_trips(parts),
            "next_question": None if refused else next((p.next_question for p in parts if p.next_question), None),
            "questions_left": Left(min=0, max=0) if refused else _joint_left(parts),
            "prerequisites": [] if refused else [item for part in parts for item in part.prerequisites],
            "evidences": [] if refused else _once(parts),
            "reasons": [item for part in parts for item in part.reasons],
            "improvements": [] if refused else [item for part in parts for item in part.improvements],
            "scenarios": [item for part in parts for item in part.scenarios],
            "fee": None,
            "time_limit": None,
            "benefit": any(part.benefit for part in parts),
            "registered": all(part.registered for part in parts),
            "uses": list(dict.fromkeys(key for part in parts for key in part.uses)),
            "services": services,
        }
    )


def _joint_trips(parts: Sequence[AssessmentOut]) -> TripsRange:
    """The n-th visits of all that lead to the same office are made together; open ends of each add up."""
    if any(part.trips.min is None for part in parts):
        return TripsRange(min=None, max=None, plan=[])
    visits: list[VisitOut] = []
    for at_once in zip_longest(*(part.trips.plan for part in parts)):
        together: dict[str, VisitOut] = {}
        for visit in at_once:
            if visit is not None:
                known = together.get(visit.office)
                do, bring = [*(known.do if known else []), *visit.do], [*(known.bring if known else []), *visit.bring]
                together[visit.office] = VisitOut(visit=0, office=visit.office, do=do, bring=bring)
        visits += together.values()
    plan = [visit.model_copy(update={"visit": number}) for number, visit in enumerate(visits, 1)]
    open_ends = [None if p.trips.max is None else p.trips.max - (p.trips.min or 0) for p in parts]
    most = None if None in open_ends else len(plan) + sum(end for end in open_ends if end)
    return TripsRange(min=len(plan), max=most, plan=plan)


def _joint_left(parts: Sequence[AssessmentOut]) -> Left:
    return Left(min=max(p.questions_left.min for p in parts), max=sum(p.questions_left.max for p in parts))


def _once(parts: Sequence[AssessmentOut]) -> list[EvidenceNeeded]:
    """Each paper by its name once; what one service needs is needed."""
    found: dict[str, EvidenceNeeded] = {}
    for part in parts:
        for item in part.evidences:
            known = found.get(item.name)
            if known is None or (item.bring and not known.bring):
                found[item.name] = item
    return list(found.values())
