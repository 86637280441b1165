"""The 一次性告知单 of one case: everything a person must be told at once, in writing, with a copy kept.

It holds what standards §3 asks for: basis, time limit, steps, fee, place, contact; all papers with form, copies and
issuer; reasons for refusal and how to mend them; the order of joint departments; what shared data spares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.printing import content
from api.printing.sheet import Sheet
from api.schemas.guide import Guide
from api.words import word, words
from knowledge.assessment import Assessment
from knowledge.bring_list import Paper, Spared
from knowledge.model import Service

CODE = 30.0  # side of the QR code, mm


@dataclass(frozen=True)
class Case:
    """What is known of this person. `assessed` None: nothing was asked, the notice is the general one."""

    service: Service
    guide: Guide
    assessed: Assessment | None
    papers: Sequence[Paper]
    spared: Sequence[Spared]
    offices: dict[str, str]  # names by slug


@dataclass(frozen=True)
class Letterhead:
    """`link` leads to the same list; `number` stands in the audit."""

    office: str
    number: str
    on: date
    link: str


def notice(case: Case, head: Letterhead) -> bytes:
    """The notice as a PDF."""
    sheet = Sheet(word("print.notice_title"), word("print.foot", number=head.number))
    with sheet.beside_code(head.link, CODE):
        sheet.title_line(head.office, 12, "L")
        sheet.title_line(word("print.notice_title"), align="L")
        sheet.title_line(case.service.name, 14, "L")
        sheet.paragraph(word("print.head", number=head.number, date=_day(head.on)))
    heading = _Headings(sheet)
    if case.assessed is not None and case.assessed.registered:
        heading("verdict")
        _verdict(sheet, case, case.assessed)
    heading("bring")
    _bring(sheet, case)
    heading("spared")
    sheet.points(
        [f"{item.name}：{item.reason or ''}".rstrip("：") for item in case.spared] or [word("print.spared_none")]
    )
    for name, lines in _sections(case).items():
        heading(name)
        sheet.points(lines)
    heading("papers")
    if case.guide.evidences:
        header = list(words("print.papers_header"))
        sheet.grid(header, content.paper_rows(case.guide.evidences), (34, 18, 10, 26, 50))
    else:
        sheet.paragraph(word("unregistered"))
    _signatures(sheet, head)
    return sheet.as_bytes()


class _Headings:
    """Numbers the sections that are there."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.numerals = sheet, iter(words("print.numerals"))

    def __call__(self, name: str) -> None:
        title = words("print.sections")[name]
        self.sheet.heading(word("print.numbered", number=next(self.numerals), title=title))


def _verdict(sheet: Sheet, case: Case, assessed: Assessment) -> None:
    outcome = "benefit" if case.service.benefit and assessed.outcome == "eligible" else assessed.outcome
    sheet.paragraph(word(f"print.outcome.{outcome}") + _trips(assessed))
    if assessed.plan and assessed.outcome != "ineligible":
        visits = [
            word("print.visit", n=n, office=case.offices.get(v.office, v.office), do="、".join(v.do))
            for n, v in enumerate(assessed.plan.visits, 1)
        ]
        sheet.points(visits)
    sheet.points([word("print.before", text=t, where=w, n=n) for t, w, n in assessed.prerequisites])


def _trips(assessed: Assessment) -> str:
    if assessed.trips_min is None or assessed.trips_max is None:
        return ""
    if assessed.trips_min == assessed.trips_max:
        return word("print.trips", n=assessed.trips_max)
    return word("print.trips_range", min=assessed.trips_min, max=assessed.trips_max)


def _bring(sheet: Sheet, case: Case) -> None:
    """The personal list with boxes to tick."""
    rows = [
        ["□", item.name, content.unregistered(item.form), str(item.copies or "—"), content.unregistered(item.issuer)]
        for item in case.papers
    ]
    if rows:
        sheet.grid(list(words("print.bring_header")), rows, (8, 60, 26, 12, 32))
    else:
        sheet.paragraph(word("print.bring_nothing"))


def _sections(case: Case) -> dict[str, list[str]]:
    guide = case.guide
    failed = [r.requirement for r in case.assessed.reasons if r.result is False] if case.assessed else []
    basis = word("print.fee_basis", basis=content.unregistered(guide.fee.basis))
    return {
        "place": content.place_lines(guide),
        "contact": [content.contact_line(guide)],
        "limit": [content.limit_line(guide)],
        "fee": [content.fee_line(guide.fee), basis],
        "steps": content.step_lines(guide),
        "joint": [content.joint_line(case.service)],
        "refusal": content.refusal_lines(case.service, failed),
        "basis": content.basis_lines(guide),
        "remedy": [content.unregistered(guide.remedy)],
        "source": [word("print.source", source=guide.source, day=guide.checked_on or word("unregistered"))],
    }


def _signatures(sheet: Sheet, head: Letterhead) -> None:
    if sheet.will_page_break(42):
        sheet.add_page()
    sheet.ln(5)
    sheet.paragraph(word("print.copies_kept"))
    sheet.ln(3)
    sheet.paragraph(word("print.sign_clerk", office=head.office))
    sheet.ln(3)
    sheet.paragraph(word("print.sign_person"))
    sheet.ln(3)
    sheet.paragraph(word("print.sign_day"))


def _day(on: date) -> str:
    return word("print.day", year=on.year, month=on.month, day=on.day)
