"""Several services as one errand: which ones, in which order, ready to be assessed. Prepared once, asked often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.catalogue import Catalogue
from api.schemas.assessment import PartOut
from api.words import word
from knowledge.assessment import Assessor
from knowledge.errors import Invalid
from knowledge.joint import JointAssessor
from knowledge.model import Bundle, Member, Requirement
from knowledge.offering import chain, distance

MEMBERSHIP = "bundle-member"  # the requirement that a bundle adds: the member is meant for this person


@dataclass(frozen=True)
class Errand:
    engine: JointAssessor
    left_out: Sequence[PartOut] = ()


def errand(
    catalogue: Catalogue, codes: Sequence[str], bundle: str | None, place: str, on: date, facts: Mapping[str, Any]
) -> Errand:
    """The services named, or those of a bundle that are meant for this person.

    Raises NotFound for an unknown service or bundle, Invalid for services that the bundle does not have.
    """
    if bundle is None:
        return Errand(_engine(catalogue, [(code, None) for code in codes], {}, place, on))
    return _bundled(catalogue, catalogue.bundle(bundle), codes, place, on, facts)


def _bundled(
    catalogue: Catalogue, bundle: Bundle, codes: Sequence[str], place: str, on: date, facts: Mapping[str, Any]
) -> Errand:
    known = {member.service: member for member in bundle.members if member.service in catalogue.snapshot.published}
    if strange := [code for code in codes if code not in known]:
        raise Invalid(word("assessment.not_in_bundle", name=bundle.name, code=strange[0][:40]))
    wanted = [known[code] for code in codes] or [m for m in known.values() if m.when or not m.when_text]
    left_out = [] if codes else [_left(catalogue, m, "optional") for m in known.values() if m not in wanted]
    chosen: list[Member] = []
    for member in wanted:
        if any(member.group and member.group == other.group for other in chosen):
            left_out.append(_left(catalogue, member, "alternative"))
        elif _hopeless(catalogue, member, place, on, facts) and (len(wanted) > 1 or codes):
            left_out.append(_left(catalogue, member, "ineligible"))
        else:
            chosen.append(member)
    if not chosen:
        chosen, left_out = wanted, []
    after = {member.service: tuple(member.after) for member in chosen}
    return Errand(_engine(catalogue, [(m.service, m) for m in chosen], after, place, on), left_out)


def _hopeless(catalogue: Catalogue, member: Member, place: str, on: date, facts: Mapping[str, Any]) -> bool:
    return member.group is not None and _member(catalogue, member, place, on).assess(facts).outcome == "ineligible"


def _left(catalogue: Catalogue, member: Member, why: Any) -> PartOut:
    name = catalogue.service(member.service).service.name
    applies = False if why == "ineligible" else None
    return PartOut(code=member.service, name=name, applies=applies, left_out=why, when_text=member.when_text)


def _engine(
    catalogue: Catalogue,
    chosen: Sequence[tuple[str, Member | None]],
    after: Mapping[str, Sequence[str]],
    place: str,
    on: date,
) -> JointAssessor:
    order = tuple(
        (code, catalogue.service(code).version, str(member.when) if member else "", tuple(after.get(code, ())))
        for code, member in chosen
    )
    key = ("errand", order, bool(after), place, on)

    def prepared() -> JointAssessor:
        parts = [
            _member(catalogue, member, place, on) if member else catalogue.assessor(code, place, on)
            for code, member in chosen
        ]
        return JointAssessor(parts, _nearest(catalogue, place), after, optional=bool(after))

    return catalogue.prepared(key, prepared)


def _member(catalogue: Catalogue, member: Member, place: str, on: date) -> Assessor:
    """The service with its membership as one more requirement."""
    if member.when is None:
        return catalogue.assessor(member.service, place, on)

    published = catalogue.service(member.service)

    def prepared() -> Assessor:
        service = published.service
        rule = Requirement(id=MEMBERSHIP, text=member.when_text or service.name, when=member.when)
        meant = service.model_copy(update={"requirements": (rule, *service.requirements)})
        offices = catalogue.offices_of(member.service, place, on)
        return Assessor(meant, catalogue.snapshot.facts, on, offices)

    return catalogue.prepared(("member", member.service, published.version, str(member.when), place, on), prepared)


def _nearest(catalogue: Catalogue, place: str) -> list[str]:
    """All offices, nearest to the place first."""
    places, offices = catalogue.snapshot.places, catalogue.snapshot.offices
    near = chain(place, places)
    order = {slug: number for number, slug in enumerate(offices)}
    return sorted(offices, key=lambda slug: (distance(near, offices[slug].place, places), order[slug]))
