"""What this person brings: one list for the card, the appointment, the reminder, the notice and the desk.

papers(services, assessments) -> [Paper]     each paper once; without an assessment, what everybody brings
spared(assessments) -> [Spared]              what need not be brought, and why
text_of(papers) -> str                       the list as people read it in a message
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.assessment import Assessment
from knowledge.model import Evidence, Service

OWN_CARD = "id_card"  # id of the evidence that whoever comes to a counter has with them, whatever the case


@dataclass(frozen=True)
class Paper:
    """`note`: when it is needed, or what to look out for. `issuer`: who gives it out; None is unregistered.

    `when`: the case in which alone it is needed, where nobody knows whether that is this one.
    """

    id: str
    name: str
    form: str | None
    copies: int | None
    note: str | None
    issuer: str | None = None
    when: str | None = None


@dataclass(frozen=True)
class Spared:
    name: str
    reason: str | None


def papers(
    services: Sequence[Service], assessments: Sequence[Assessment | None], at_counter: bool = False
) -> list[Paper]:
    """Of several services a paper is brought once. `assessments` stand beside the services; None: nothing is known.

    Those that are needed in any case come first; who comes `at_counter` needs their own identity card in any case.
    """
    found: dict[str, Paper] = {}
    for service, assessed in zip(services, assessments, strict=True):
        certain = _certain(assessed)
        for evidence in needed(service, assessed):
            sure = evidence.id in certain or (at_counter and evidence.id == OWN_CARD)
            when = None if sure else _case(evidence, service)
            known = found.get(evidence.name)
            if known is None or known.when and not when:
                found[evidence.name] = replace(paper(evidence), when=when)
    return sorted(found.values(), key=lambda item: item.when is not None)


def _certain(assessed: Assessment | None) -> set[str]:
    return {need.evidence.id for need in assessed.evidences if need.needed} if assessed is not None else set()


def _case(evidence: Evidence, service: Service) -> str | None:
    """In words when a paper is needed; None: always."""
    names = [case.name for case in service.scenarios if case.id in evidence.scenarios]
    return evidence.when_text or "、".join(names) or None


def needed(service: Service, assessed: Assessment | None) -> list[Evidence]:
    """The evidences to bring: those of the case, or (nothing known, or not eligible as told) those of everybody."""
    if assessed is not None and assessed.registered and assessed.outcome != "ineligible":
        return [need.evidence for need in assessed.evidences if need.bring]
    return [e for e in service.evidences if not e.filled_on_site and all(x.when is not None for x in e.exempt)]


def spared(assessments: Iterable[Assessment | None]) -> list[Spared]:
    """What data sharing, a commitment or a later hand-in spares this person."""
    found = {
        need.evidence.name: Spared(need.evidence.name, need.exempt_reason)
        for assessed in assessments
        if assessed is not None
        for need in assessed.evidences
        if need.exempt
    }
    return list(found.values())


def paper(evidence: Evidence) -> Paper:
    return Paper(
        id=evidence.id,
        name=evidence.name,
        form=evidence.form,
        copies=evidence.copies,
        note=evidence.when_text or evidence.note,
        issuer=evidence.source,
    )


def text_of(items: Iterable[Paper]) -> str:
    """ "居民身份证（原件）、户口簿（复印件，2份）"; empty when nothing is to be brought."""
    return "、".join(_line(item) for item in items)


def _line(item: Paper) -> str:
    copies = f"{item.copies}份" if (item.copies or 1) > 1 else None
    detail = "，".join(part for part in (item.form, copies, item.when) if part)
    return f"{item.name}（{detail}）" if detail else item.name
