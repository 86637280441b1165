"""The assessment as the contract shows it: one service, or several as one errand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.assessment_words import improvement_text, summary, visit_note
from api.catalogue import Catalogue
from api.guide import fee, limit
from api.schemas.assessment import (
    AssessmentOut,
    EvidenceNeeded,
    ImprovementOut,
    Left,
    OpensOut,
    OptionOut,
    PartOut,
    PrerequisiteOut,
    QuestionAsked,
    ReasonOut,
    TripsRange,
    VisitOut,
)
from api.schemas.base import Named
from api.words import word
from knowledge.assessment import Assessment, EvidenceNeed, Improvement, NextQuestion, Reason
from knowledge.calendar import Calendar
from knowledge.catalogue import Snapshot
from knowledge.joint import JointAssessment
from knowledge.model import Service
from knowledge.trips import Presence, strictest
from knowledge.visit_times import VisitTime, visit_times


@dataclass(frozen=True)
class Day:
    """What the plan is laid out on: the day assessed, offices with their hours, and the calendar."""

    on: date
    snapshot: Snapshot
    calendar: Calendar

    @classmethod
    def of(cls, catalogue: Catalogue, on: date | None = None) -> Day:
        """`on` None: the catalogue's own day."""
        return cls(on or catalogue.day, catalogue.snapshot, catalogue.calendar)


@dataclass(frozen=True)
class _Stop:
    """One visit before it is dressed for the reply."""

    office: str
    do: tuple[str, ...]
    services: tuple[str, ...]
    who: Presence
    reasons: tuple[str, ...]
    slots: int
    days_before: int


def assessment_out(service: Service, found: Assessment, uses: Iterable[str], day: Day) -> AssessmentOut:
    """`uses` are the facts the service looks at."""
    needed = [_evidence(item, service) for item in found.evidences]
    known = found.registered
    out = AssessmentOut(
        outcome=found.outcome,
        trips=_trips(found, service, needed, day),
        next_question=_question(found.next_question) if found.next_question else None,
        questions_left=Left(min=found.questions_fewest, max=found.questions_most),
        prerequisites=[PrerequisiteOut(text=text, where=where, outings=n) for text, where, n in found.prerequisites],
        evidences=needed,
        reasons=[_reason(item, service) for item in found.reasons] if known else [_unregistered(service, day.on)],
        improvements=[_improvement(item) for item in found.improvements],
        scenarios=list(found.scenarios),
        fee=fee(found.fee) if found.fee else None,
        time_limit=limit(found.limit),
        benefit=service.benefit,
        registered=known,
        uses=list(uses),
        service=Named(code=service.code, name=service.name),
        rules_from=service.effective_from,
        on=day.on,
        exact=found.exact,
        checked_on=service.checked_on,
        source=service.source,
    )
    return out.model_copy(update={"summary": summary(out)})


def _trips(found: Assessment, service: Service, needed: Sequence[EvidenceNeeded], day: Day) -> TripsRange:
    plan = found.plan
    if plan is None:
        return TripsRange(min=found.trips_min, max=found.trips_max, plan=[])
    stops = [
        _Stop(v.office, v.do, (service.code,), v.who, v.reasons, service.duration if n == 0 else 1, v.days_before)
        for n, v in enumerate(plan.visits)
    ]
    return TripsRange(
        min=found.trips_min,
        max=found.trips_max,
        plan=_visits(stops, needed, day),
        remote=list(plan.remote),
        days=plan.days,
    )


def _visits(stops: Sequence[_Stop], needed: Sequence[EvidenceNeeded], day: Day) -> list[VisitOut]:
    """A service's papers are brought to its first visit; later ones collect, with what is shown at every visit."""
    times = visit_times([(stop.office, stop.days_before) for stop in stops], day.on, day.snapshot.offices, day.calendar)
    seen: set[str] = set()
    found = []
    for number, (stop, at) in enumerate(zip(stops, times, strict=True), 1):
        first = set(stop.services) - seen
        seen |= first
        wanted = [(item, set(stop.services) if item.every_visit else first) for item in needed if item.bring]
        bring = [item.id for item, services in wanted if services & set(item.services)]
        found.append(_visit(number, stop, at, list(dict.fromkeys(bring)), day))
    return found


def _visit(number: int, stop: _Stop, at: VisitTime, bring: list[str], day: Day) -> VisitOut:
    office = day.snapshot.offices.get(stop.office)
    return VisitOut(
        visit=number,
        office=stop.office,
        do=list(stop.do),
        bring=bring,
        services=list(stop.services),
        who=stop.who,
        who_text=word(f"assessment.who.{stop.who}"),
        reasons=list(stop.reasons),
        minutes=stop.slots * office.slot_minutes if office else None,
        days_before=stop.days_before,
        earliest=at.earliest,
        opens=OpensOut(start=at.opens.start, end=at.opens.end) if at.opens else None,
        closed_then=at.opens is not None and not at.open_then,
        market_day=at.market,
        note=visit_note(at, office.name if office else stop.office),
    )


def _improvement(item: Improvement) -> ImprovementOut:
    days = None if item.days is None or item.days_now is None else item.days - item.days_now
    money = None if item.fee is None or item.fee_now is None else item.fee - item.fee_now
    return ImprovementOut(
        text=improvement_text(item.texts, days, money),
        trips_after=item.trips_after,
        changes=list(item.changes),
        days_more=days,
        fee_more=money,
    )


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
        every_visit=evidence.every_visit,
        exempt=item.exempt,
        exempt_reason=item.exempt_reason,
        needed_when_text=evidence.when_text,
        ask_counter=evidence.ask_counter,
        note=evidence.note,
        service=service.code,
        services=[service.code],
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
        yes_label=fact.yes_label,
        no_label=fact.no_label,
    )


def _reason(item: Reason, service: Service) -> ReasonOut:
    return ReasonOut(
        requirement=item.requirement,
        text=item.text,
        result=item.result,
        because=list(item.because),
        source=item.source,
        failed=item.failed,
        service=service.code,
    )


def _unregistered(service: Service, on: date) -> ReasonOut:
    return ReasonOut(
        requirement="unregistered",
        text=_why_unregistered(service, on),
        result=None,
        because=[],
        source=None,
        failed=None,
        service=service.code,
    )


def _why_unregistered(service: Service, on: date) -> str:
    if service.effective_from and on < service.effective_from:
        return word("assessment.not_yet", start=service.effective_from.isoformat())
    if service.rules_until and service.rules_until <= on:
        return word("assessment.no_more", end=service.rules_until.isoformat())
    return word("assessment.unregistered")


# --- several at once --------------------------------------------------------------------------------------------


def joint_out(
    services: Sequence[Service], found: JointAssessment, uses: Iterable[str], left_out: Sequence[PartOut], day: Day
) -> AssessmentOut:
    """One errand. `left_out`: members of a bundle that are not part of it, and why."""
    pairs = list(zip(services, found.parts, strict=True))
    named = [Named(code=service.code, name=service.name) for service in services]
    able = found.outcome != "ineligible"
    needed = _once([_evidence(item, s) for s, part in pairs for item in part.evidences]) if able else []
    outings = {(text, where): n for _, part in pairs for text, where, n in part.prerequisites} if able else {}
    out = AssessmentOut(
        outcome=found.outcome,
        trips=_joint_trips(services, found, needed, day),
        next_question=_question(found.next_question) if found.next_question else None,
        questions_left=Left(min=found.questions_fewest, max=found.questions_most),
        prerequisites=[PrerequisiteOut(text=text, where=where, outings=n) for (text, where), n in outings.items()],
        evidences=needed,
        reasons=[
            reason
            for s, part in pairs
            for reason in (
                [_reason(item, s) for item in part.reasons] if part.registered else [_unregistered(s, day.on)]
            )
        ],
        improvements=[_improvement(item) for item in found.improvements],
        scenarios=[name for _, part in pairs for name in part.scenarios] if able else [],
        fee=None,
        time_limit=None,
        benefit=any(service.benefit for service in services),
        registered=all(part.registered for part in found.parts),
        uses=list(uses),
        service=named[0],
        services=named,
        parts=[*(_part(s, part.applies, part.registered) for s, part in pairs), *left_out],
        on=day.on,
        exact=found.exact,
        checked_on=min((s.checked_on for s in services if s.checked_on), default=None),
        source="；".join(dict.fromkeys(s.source for s in services)),
    )
    return out.model_copy(update={"summary": summary(out)})


def _part(service: Service, applies: bool | None, registered: bool) -> PartOut:
    refused: Literal["ineligible"] | None = "ineligible" if applies is False else None
    return PartOut(code=service.code, name=service.name, applies=applies, registered=registered, left_out=refused)


def _joint_trips(
    services: Sequence[Service], found: JointAssessment, needed: Sequence[EvidenceNeeded], day: Day
) -> TripsRange:
    plan = found.plan
    if plan is None or found.trips_min is None:
        return TripsRange(min=None, max=None, plan=[])
    stops = []
    met: set[int] = set()
    for visit in plan.visits:
        ways = [item.way for item in visit.done]
        here = list(dict.fromkeys(item.service for item in visit.done))
        slots = sum(services[i].duration if i not in met else 1 for i in here)
        met |= set(here)
        reasons = tuple(dict.fromkeys(way.reason for way in ways if way.reason))
        codes = tuple(services[i].code for i in here)
        do = tuple(way.text for way in ways)
        stops.append(_Stop(visit.office, do, codes, strictest(ways), reasons, slots, visit.days_before))
    return TripsRange(
        min=found.trips_min,
        max=found.trips_max,
        plan=_visits(stops, needed, day),
        remote=[item.way.text for item in plan.remote],
        days=plan.days,
    )


def _once(papers: Sequence[EvidenceNeeded]) -> list[EvidenceNeeded]:
    """Each paper by its name once, with all the services that want it; what one of them needs is brought."""
    found: dict[str, EvidenceNeeded] = {}
    for item in papers:
        known = found.get(item.name)
        if known is None:
            found[item.name] = item
            continue
        lead = item if item.bring and not known.bring else known
        services = list(dict.fromkeys([*known.services, *item.services]))
        needed = True if True in (known.needed, item.needed) else None
        every = known.every_visit or item.every_visit
        found[item.name] = lead.model_copy(update={"services": services, "needed": needed, "every_visit": every})
    return list(found.values())
