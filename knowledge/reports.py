"""Whose business a problem is: the kind of report, the department, and the working days until an answer.

    classify(text, book) -> ReportKind        `book.unknown` where no word of any kind is said: a person hands it out

The longest word found decides, then how many words of a kind were found, then the order of the book. The book is
knowledge/data/report-kinds.yml, read by knowledge.importers.reports.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from knowledge.text import normalise

ADDED, SET_RIGHT = "；", "更正："  # how a ticket joins what was told bit by bit


class ReportKind(BaseModel):
    """`standard`: one department settles it alone. `all`: beside one of `words` one of these must be said too.

    `care`: what to do at once, where it is dangerous.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    department: str
    standard: bool
    workdays: int = Field(ge=1, le=60)
    care: str | None = None
    words: tuple[str, ...] = ()
    all: tuple[str, ...] = ()


class ReportBook(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown: ReportKind
    kinds: tuple[ReportKind, ...]

    def named(self, id_: str | None) -> ReportKind | None:
        return next((kind for kind in (*self.kinds, self.unknown) if kind.id == id_), None)


def classify(text: str, book: ReportBook) -> ReportKind:
    """By what was told first; what was added to it counts where that tells nothing, what sets it right before all."""
    parts = sorted(text.split(ADDED), key=lambda part: not part.startswith(SET_RIGHT))
    kinds = (_kind_of(part, book) for part in (*parts, text))
    return next((kind for kind in kinds if kind is not book.unknown), book.unknown)


def _kind_of(text: str, book: ReportBook) -> ReportKind:
    said = normalise(text)
    found = [(weight, -order, kind) for order, kind in enumerate(book.kinds) if (weight := _weight(said, kind))]
    return max(found, key=lambda item: item[:2])[2] if found else book.unknown


def _weight(said: str, kind: ReportKind) -> tuple[int, int] | None:
    """Characters of the longest word found, and how many were; None: it is not this kind."""
    found = [word for word in kind.words if word in said]
    if not found or (kind.all and not any(word in said for word in kind.all)):
        return None
    return max(map(len, found)), len(found)
