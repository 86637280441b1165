"""The poster of a guide: what to know on one page to hang up, with a code that opens the full guide."""

from __future__ import annotations

from api.printing import content
from api.printing.sheet import Sheet
from api.schemas.guide import Guide
from api.words import word, words

CODE = 42.0  # side of the QR code, mm
MOST_PAPERS, MOST_PLACES = 14, 3


def poster(guide: Guide, place: str, link: str) -> bytes:
    """The poster as a PDF; `link` is what the code says."""
    sheet = Sheet(guide.name, word("print.poster_foot", place=place, day=guide.checked_on or word("unregistered")))
    with sheet.beside_code(link, CODE):
        sheet.title_line(guide.name, 26, "L")
        if guide.summary:
            sheet.paragraph(guide.summary, 12)
        sheet.paragraph(word("print.scan"), 9)
    names = words("print.sections")
    rows = [
        [names["limit"], content.limit_line(guide)],
        [names["fee"], content.fee_line(guide.fee)],
        [words("print.poster")["trips"], _trips(guide)],
        [names["contact"], content.contact_line(guide)],
    ]
    sheet.ln(2)
    sheet.grid(list(words("print.poster")["header"]), rows, (26, 112))
    sheet.heading(names["papers"])
    sheet.points(_papers(guide), numbered=True)
    sheet.heading(names["place"])
    sheet.points(content.place_lines(guide, MOST_PLACES))
    sheet.heading(names["steps"])
    sheet.points(content.step_lines(guide), numbered=True)
    return sheet.as_bytes()


def _papers(guide: Guide) -> list[str]:
    lines = []
    for item in guide.evidences[:MOST_PAPERS]:
        detail = "，".join(part for part in (item.form, item.needed_when_text) if part)
        spared = word("print.may_be_spared") if item.exempt else ""
        lines.append(f"{item.name}{f'（{detail}）' if detail else ''}{spared}")
    more = len(guide.evidences) - MOST_PAPERS
    return [*lines, *([word("print.more_papers", n=more)] if more > 0 else [])] or [word("unregistered")]


def _trips(guide: Guide) -> str:
    if guide.trips.published is None:
        return word("unregistered")
    return word("print.trips_published", n=guide.trips.published, reason=guide.trips.reason or "").rstrip("：")
