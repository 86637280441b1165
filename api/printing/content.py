"""The guide in the words of a printed page: one line for each point that a written notice must hold."""

from __future__ import annotations

from collections.abc import Sequence

from api.schemas.guide import EvidenceOut, FeeOut, Guide, LimitOut, OfferedAt
from api.words import word
from knowledge.model import Service

MOST_PLACES = 6


def unregistered(text: str | None) -> str:
    return text or word("unregistered")


def limit_line(guide: Guide) -> str:
    item = guide.time_limit
    return word("print.limit", promised=_limit(item.promised), statutory=_limit(item.statutory), text=item.text or "")


def _limit(item: LimitOut | None) -> str:
    return word(f"limits.{item.unit}", n=item.value) if item else word("unregistered")


def fee_line(item: FeeOut) -> str:
    if item.text:
        return item.text
    if item.charged is False or item.amount == 0:
        return word("print.free")
    return word("unregistered") if item.amount is None else word("print.yuan", n=f"{item.amount:g}")


def basis_lines(guide: Guide) -> list[str]:
    lines = [f"{item.law}{'、'.join(item.articles)}" for item in guide.legal_basis]
    return lines or [word("unregistered")]


def place_lines(guide: Guide, most: int = MOST_PLACES) -> list[str]:
    """Nearest first; many more are only counted."""
    lines = [_place(item) for item in guide.offered_at[:most]]
    more = len(guide.offered_at) - most
    return [*lines, *([word("print.more_places", n=more)] if more > 0 else [])] or [word("unregistered")]


def _place(item: OfferedAt) -> str:
    return word(
        "print.place",
        name=item.name,
        address=unregistered(item.address),
        phone=unregistered(item.phone),
        hours=unregistered(item.hours),
        note=item.note or "",
    ).rstrip("，")


def contact_line(guide: Guide) -> str:
    return word(
        "print.contact", consult=unregistered(guide.phones.consult), complain=unregistered(guide.phones.complain)
    )


def step_lines(guide: Guide) -> list[str]:
    lines = []
    for step in guide.steps:
        ways = "；".join(way.text for way in step.ways)
        wait = word("print.wait", n=step.days) if step.days else ""
        lines.append(step.text + (f"（{ways}）" if ways and ways != step.text else "") + wait)
    return lines or [word("unregistered")]


def paper_rows(evidences: Sequence[EvidenceOut]) -> list[list[str]]:
    """Every paper: name, form, copies, who issues it, and when it is needed or spared."""
    return [
        [item.name, unregistered(item.form), _copies(item.copies), unregistered(item.source), _remark(item)]
        for item in evidences
    ]


def _copies(copies: int | None) -> str:
    return word("unregistered") if copies is None else str(copies)


def _remark(item: EvidenceOut) -> str:
    said = [
        item.needed_when_text,
        word("print.spared", reason=item.exempt_reason or "") if item.exempt else item.exempt_reason,
        word("print.on_site") if item.filled_on_site else None,
        word("print.ask_counter") if item.ask_counter else None,
        item.note,
    ]
    return "；".join(part.rstrip("。：") for part in said if part) or "—"


def refusal_lines(service: Service, failed: Sequence[str] = ()) -> list[str]:
    """Why it would be refused and how to mend it; what this person fails comes first."""
    ordered = sorted(service.requirements, key=lambda item: item.id not in failed)
    return [
        word(
            "print.refusal",
            mark=word("print.yours") if item.id in failed else "",
            text=item.text.rstrip("。"),
            mend=(item.failed or word("print.mend_unregistered")).rstrip("。"),
            source=unregistered(item.source),
        )
        for item in ordered
    ] or [word("unregistered")]


def joint_line(service: Service) -> str:
    return " → ".join(service.joint) if service.joint else word("print.no_joint")
