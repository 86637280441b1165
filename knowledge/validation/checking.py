"""The rules by their ids, and one function that asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from knowledge.model import Service
from knowledge.validation import content, limits, money, papers, reach, references
from knowledge.validation.effective import Effective, effective
from knowledge.validation.finding import Breach, Context, Finding

Profile = Literal["native", "imported"]
OfService = Callable[[Service, Context], Iterator[Breach]]
OfOffering = Callable[[Effective], Iterator[Breach]]

SERVICE_RULES: Mapping[str, OfService] = {
    "V02-trip-needs-reason": limits.trips_reasoned,
    "V03-no-trip-no-reason": limits.no_trip_needs_no_reason,
    "V04-no-trip-by-which-way": limits.no_trip_has_a_way,
    "V05-fully-online-no-trip": limits.fully_online_needs_no_trip,
    "V14-address-to-the-door": reach.address_to_the_door,
    "V15-audience-fits-topic": content.audience_matches_topic,
    "V16-result-type": content.output_has_type,
    "V17-result-sample": content.output_has_sample,
    "V18-permit-question": content.permit_has_question,
    "C01-name": content.has_name,
    "C02-place": reach.offered_somewhere,
    "C03-source": content.has_source,
    "C04-basis": content.has_basis,
    "C05-basis-article": content.basis_has_article,
    "C07-steps": content.has_steps,
    "C09-address": reach.address_registered,
    "C10-hours": reach.hours_registered,
    "C11-consult": reach.consult_registered,
    "C12-complain": reach.complain_registered,
    "C17-conditions": content.has_conditions,
    "C18-refusal": content.refusal_explained,
    "C19-remedy": content.has_remedy,
    "C20-joint-order": content.joint_in_order,
    "C22-presence": limits.presence_reasoned,
    "C23-trips": limits.trips_registered,
    "C24-result": content.has_output,
    "C25-aliases": content.enough_aliases,
    "C26-questions": content.enough_questions,
    "C27-texts": content.texts_registered,
    "C28-kind": content.kind_registered,
    "C29-audience": content.audience_registered,
    "C30-topic": content.topic_known,
    "C31-depth": content.depth_registered,
    "C32-checked": content.has_checked_on,
    "C33-checked-ahead": content.check_not_ahead,
    "R01-facts": references.facts_declared,
    "R02-values": references.values_fit,
    "R03-places": reach.places_known,
    "R04-offices": references.ways_offered,
    "R05-dates": reach.dates_in_order,
}

OFFERING_RULES: Mapping[str, OfOffering] = {
    "V01-same-day": limits.same_day,
    "V06-fee-basis": money.fee_has_basis,
    "V07-fee-items": money.fee_has_items,
    "V08-fee-payment": money.fee_tells_payment,
    "V09-free-no-payment": money.free_has_no_payment,
    "V10-fee-amount": money.amount_agrees,
    "V11-phones-differ": reach.phones_differ,
    "V12-phone-area-code": reach.phones_complete,
    "V13-hours-name-days": reach.hours_name_days,
    "V19-steps-within-promise": limits.steps_within_promise,
    "V20-promise-within-law": limits.promise_within_law,
    "C06-time-limit": limits.limit_registered,
    "C08-fee": money.fee_registered,
    "C13-paper-form": papers.paper_has_form,
    "C14-paper-copies": papers.paper_has_copies,
    "C15-paper-issuer": papers.paper_has_issuer,
    "C16-paper-when": papers.paper_tells_when,
    "C21-shared-data": papers.paper_not_shared,
}

RULES = frozenset(SERVICE_RULES) | frozenset(OFFERING_RULES)


def validate(service: Service, context: Context, profile: Profile | None = None) -> list[Finding]:
    """Everything that is wrong or missing; errors first. `profile` None: the service's own."""
    kept = profile or service.profile
    found = list(dict.fromkeys(_findings(service, context, kept)))
    return sorted(found, key=lambda finding: finding.severity != "error")


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "warning"]


def _findings(service: Service, context: Context, profile: Profile) -> Iterator[Finding]:
    cases = list(effective(service, context))
    for text in context.book.rules:
        severity = text.native if profile == "native" else text.imported
        for breach in _breaches(text.id, service, context, cases):
            names = {"field": _named(breach.field, context), **breach.values}
            yield Finding(text.id, severity, breach.field, text.message.format(**names))


def _breaches(id_: str, service: Service, context: Context, cases: list[Effective]) -> Iterator[Breach]:
    if id_ in SERVICE_RULES:
        yield from SERVICE_RULES[id_](service, context)
        return
    rule, told = OFFERING_RULES[id_], set[tuple[str, str]]()
    for case in cases:
        for breach in rule(case):
            key = (breach.field, str(sorted(breach.values.items())))
            if key not in told:  # what the service says wrongly is not told again of each place
                told |= {key} if case.base else set()
                yield Breach(case.at + breach.field, breach.values)


def _named(field: str, context: Context) -> str:
    """The Chinese name of the innermost part of a field that has one."""
    words = [part for part in field.split(".") if not part.isdigit()]
    for start in range(len(words)):
        if name := context.book.fields.get(".".join(words[start:])):
            return name
    return context.book.fields.get(words[0], field)
