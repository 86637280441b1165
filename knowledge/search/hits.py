"""What a search gives: candidates with all that was weighed, and the hits people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.search.documents import Document
from knowledge.search.lexicon import Lexicon

_FITS = 0.6  # share of a foreign name that must be said before it counts as doing what is asked


@dataclass(frozen=True)
class Hit:
    """A service found. `score` 0 … 1; `place`: where it is had, seen from the place asked for (None: everywhere)."""

    code: str
    name: str
    place: str | None
    score: float
    matched: str


@dataclass(frozen=True)
class Scored:
    """A candidate. `share`: how much of its best phrase was said; `agrees`: it does the act that was asked for."""

    document: Document
    score: float
    share: float
    matched: str
    local: bool
    agrees: bool = True


def fitting(scored: Sequence[Scored], lexicon: Lexicon) -> list[Scored]:
    """Local services alone where one of them fits; else those of other places too, the ones that do the act first."""
    good = [s for s in scored if s.local and s.score >= lexicon.thresholds["local"]]
    if any(s.agrees for s in good):
        return [s for s in scored if s.local]
    if good:
        if not any(s.agrees and s.share > _FITS for s in scored if not s.local):
            return [s for s in scored if s.local]
        return sorted(scored, key=lambda s: (not s.agrees, -s.score))
    return list(scored)
