"""What a search gives: candidates with all that was weighed, and the hits people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.search.documents import Document
from knowledge.search.lexicon import Lexicon
from knowledge.search.usage import Told

_BEST = 0.9  # share of the best local score that makes a service one of those meant
_FITS = 0.6  # share of a foreign name that must be said before it counts as doing what is asked


@dataclass(frozen=True)
class Hit:
    """A service found. `score` 0 … 1; `place`: where it is had, seen from the place asked for (None: everywhere).

    `distinct`: what tells it from services of like names, when people must choose (换领: 证还在，快到期或坏了).
    """

    code: str
    name: str
    place: str | None
    score: float
    matched: str
    distinct: str | None = None


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
    best = max((s.score for s in scored if s.local), default=0.0)
    good = [s for s in scored if s.local and s.score >= max(lexicon.thresholds["local"], _BEST * best)]
    if any(s.agrees for s in good):
        return [s for s in scored if s.local]
    if good:
        if not any(s.agrees and s.share > _FITS for s in scored if not s.local):
            return [s for s in scored if s.local]
        return sorted(scored, key=lambda s: (not s.agrees, -s.score))
    return list(scored)


def as_told(scored: Sequence[Scored], heard: Told, lexicon: Lexicon) -> list[Scored]:
    """Services that usage knows in the order of what people mean by such talk; the best of them as sure as its words
    and usage make it. The others keep their scores."""
    weights = lexicon.weights
    shares, none = heard.shares({s.document.code: s.score for s in scored})
    known = [s for s in scored if s.document.code in shares]
    first = max(known, key=lambda s: shares[s.document.code], default=None)
    if first is None:
        return list(scored)
    top = shares[first.document.code]
    odds = top / (top + none)
    by_words = min(first.score * (1 - weights["usage_doubt"] * (1 - odds)), 1.0)
    sure = 1 - (1 - by_words) * (1 - weights["usage"] * max(0.0, 1 - (1 - odds) / weights["usage_odds"]))
    ranked = []
    for candidate in scored:
        share = shares.get(candidate.document.code)
        if share is not None:
            score = sure * (share / top) ** weights["usage_even"]
            by_usage = candidate.matched in ("words", "evidence") and score > 2 * candidate.score
            candidate = replace(candidate, score=score, matched="meaning" if by_usage else candidate.matched)
        ranked.append(candidate)
    return ranked
