"""Rules about papers: all at once, each with form, copies and issuer, and none the offices can look up themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.model import Evidence
from knowledge.validation.effective import Effective
from knowledge.validation.finding import Breach

Lacks = Callable[[Evidence], bool]


def paper_has_form(case: Effective) -> Iterator[Breach]:
    yield from _lacking(case, "form", lambda paper: not paper.form)


def paper_has_copies(case: Effective) -> Iterator[Breach]:
    yield from _lacking(case, "copies", lambda paper: paper.copies is None and not paper.filled_on_site)


def paper_has_issuer(case: Effective) -> Iterator[Breach]:
    yield from _lacking(case, "source", lambda paper: not paper.source)


def paper_tells_when(case: Effective) -> Iterator[Breach]:
    """A paper that not everybody needs says who does, by words or by the names of its scenarios."""
    yield from _lacking(case, "when_text", lambda paper: paper.when is not None and not paper.when_text)


def paper_not_shared(case: Effective) -> Iterator[Breach]:
    """What data sharing shows already is not asked of people: an exemption says so."""
    shared = case.context.book.shared
    yield from _lacking(
        case, "exempt", lambda p: not p.exempt and not p.filled_on_site and any(word in p.name for word in shared)
    )


def _lacking(case: Effective, field: str, lacks: Lacks) -> Iterator[Breach]:
    for number, paper in enumerate(case.evidences):
        if lacks(paper):
            yield Breach(f"evidences.{number}.{field}", {"paper": paper.name})
