"""The guide of the contract: a published service as it is at one place. Unregistered is null, never invented."""

from __future__ import annotations

from api.offices import week_text
from api.publishing import rulebook
from api.schemas.guide import (
    Basis,
    ConditionOut,
    EvidenceOut,
    FeeOut,
    Guide,
    LimitOut,
    OfferedAt,
    OutputOut,
    PhonesOut,
    QuestionOut,
    ScenarioOut,
    StepOut,
    TimeLimitOut,
    TripsOut,
    VariantOut,
    WayOut,
)
from api.view import Here, View, view
from api.words import words
from knowledge.assessment import has_rules
from knowledge.catalogue import Published
from knowledge.model import Evidence, Fee, Limit, Output, Service, TimeLimit, Variant
from knowledge.recheck import due_on, overdue


def guide(published: Published, here: Here) -> Guide:
    return guide_of(view(published, here))


def guide_of(seen: View) -> Guide:
    service = seen.service
    offered = offered_at(seen)
    return Guide(
        code=service.code,
        name=service.name,
        aliases=list(service.aliases),
        topic=service.topic,
        summary=service.summary,
        department=service.department,
        level=service.level,
        offered_at=offered,
        nearest=offered[0] if offered else None,
        kind=service.kind,
        legal_basis=[Basis(law=b.law, articles=list(b.articles), note=b.note) for b in service.legal_basis],
        conditions=[ConditionOut(id=r.id, text=r.text, source=r.source) for r in seen.requirements],
        scenarios=[ScenarioOut(id=s.id, name=s.name, note=s.note) for s in service.scenarios],
        evidences=[evidence(item, seen) for item in seen.evidences],
        channels=channels(service),
        steps=steps(service),
        time_limit=time_limit(seen.time_limit),
        fee=fee(seen.fee),
        trips=TripsOut(published=service.trips.published, reason=service.trips.reason),
        outputs=[output(item) for item in service.outputs],
        phones=PhonesOut(consult=seen.phones.consult, complain=seen.phones.complain),
        hours=hours(seen),
        online=service.online,
        proxy=service.proxy,
        progress=service.progress,
        faq=[QuestionOut(q=item.q, a=item.a) for item in service.faq],
        mistakes=list(service.mistakes),
        remedy=service.remedy,
        bookable=service.bookable,
        assessable=has_rules(service),
        variants=[_variant(item, seen) for item in seen.variants],
        version=seen.published.version,
        effective_from=seen.published.effective_from,
        checked_on=service.checked_on,
        verify_by=due_on(seen.published, rulebook().recheck_months),
        overdue=overdue(seen.published, seen.here.now.date(), rulebook().recheck_months),
        source=service.source,
    )


def offered_at(seen: View) -> list[OfferedAt]:
    """Offices nearest first; then imported places by their addresses, those of this place one by one."""
    on = seen.here.now.date()
    found = [
        OfferedAt(
            slug=office.slug,
            name=office.name,
            address=office.address,
            phone=offering.phones.consult if offering.phones else office.phone,
            hours=offering.hours or week_text(office, on),
            role=offering.role,
            note=offering.note if offering.place == office.slug or offering.role != "accept" else None,
            power=offering.power,
            since=offering.from_,
            until=offering.until,
        )
        for office, offering in seen.offices
    ]
    return [*found, *_by_address(seen)]


def _by_address(seen: View) -> list[OfferedAt]:
    if seen.region is None or not seen.region.addresses:
        return []
    place = seen.here.snapshot.places.get(seen.region.place)
    name = place.name if place else seen.region.place
    phone, hour = seen.phones.consult, seen.region.hours
    return [
        OfferedAt(slug=None, name=name, address=address, phone=phone, hours=hour, role=seen.region.role, note=None)
        for address in seen.addresses
    ]


def hours(seen: View) -> str | None:
    """The region's or the service's own words, else the week of the nearest office."""
    own = (seen.region.hours if seen.region else None) or seen.service.hours
    if own or seen.nearest is None:
        return own
    return week_text(seen.nearest, seen.here.now.date())


def evidence(item: Evidence, seen: View) -> EvidenceOut:
    """`exempt` is said only of what everybody is spared; a spare for some is told in `exempt_reason`."""
    always = next((e for e in item.exempt if e.when is None), None)
    reason = always or (item.exempt[0] if item.exempt else None)
    return EvidenceOut(
        id=item.id,
        name=item.name,
        form=item.form,
        copies=item.copies,
        source=item.source,
        exempt=always is not None,
        exempt_reason=reason.reason if reason else None,
        needed_when_text=item.when_text or _scenarios_text(item, seen),
        ask_counter=item.ask_counter,
        filled_on_site=item.filled_on_site,
        note=item.note,
    )


def _scenarios_text(item: Evidence, seen: View) -> str | None:
    return "、".join(seen.scenario_names(item.scenarios)) or None


def channels(service: Service) -> list[str]:
    """How it can be done, in words; a guide without steps but with addresses is done at the counter."""
    modes = dict.fromkeys(way.mode.value for step in service.steps for way in step.ways)
    if not modes and any(offering.addresses for offering in service.offerings):
        modes = {"counter": None}
    names: dict[str, str] = words("modes")
    return [names[mode] for mode in modes]


def output(item: Output) -> OutputOut:
    return OutputOut(name=item.name, type=item.type, validity=item.validity, collect=list(item.collect))


def steps(service: Service) -> list[StepOut]:
    return [
        StepOut(
            order=order,
            text=step.text,
            mode=step.ways[0].mode if step.ways else None,
            presence=step.ways[0].presence if step.ways else None,
            days=step.days,
            ways=[WayOut(mode=w.mode, text=w.text, presence=w.presence, reason=w.reason) for w in step.ways],
        )
        for order, step in enumerate(service.steps, 1)
    ]


def time_limit(item: TimeLimit) -> TimeLimitOut:
    return TimeLimitOut(statutory=limit(item.statutory), promised=limit(item.promised), text=item.text)


def limit(item: Limit | None) -> LimitOut | None:
    return LimitOut(value=item.value, unit=item.unit) if item else None


def fee(item: Fee) -> FeeOut:
    return FeeOut(amount=item.amount, charged=item.charged, basis=item.basis, text=item.text)


def _variant(item: Variant, seen: View) -> VariantOut:
    return VariantOut(
        scenarios=seen.scenario_names(item.scenarios),
        time_limit=time_limit(item.time_limit) if item.time_limit else None,
        fee=fee(item.fee) if item.fee else None,
        phone=item.phones.consult if item.phones else None,
        hours=item.hours,
        addresses=list(item.addresses),
    )
