"""What people chose before, as the last word between services that are nearly alike, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.search.hits import Scored
from knowledge.search.scoring import Query
from knowledge.text import normalise

_FEW = 15  # choices at which the habit counts half: one or two are chance


def settled(ranked: Sequence[Scored], query: Query, chosen: Mapping[str, int], tie: float) -> list[Scored]:
    """`ranked` with the near-ties of the first in the order of what was chosen more; `tie` is the share of the best
    score that still is one.

    They swap their scores with their places, so that a tie stays a tie and is asked about. Where the text is the name
    of one of them, that one stays first: habit never beats a name.
    """
    tied = [s for s in ranked if s.score >= tie * ranked[0].score]
    total = sum(chosen.get(s.document.code, 0) for s in tied)
    if len(tied) < 2 or not total or any(_is_named(s, query) for s in tied):
        return list(ranked)
    most = 1 / tie - 1  # the whole habit moves a service across one tie at most

    def preference(s: Scored) -> tuple[bool, float]:
        return s.local, s.score * (1 + most * chosen.get(s.document.code, 0) / (total + _FEW))

    order = sorted(tied, key=preference, reverse=True)
    moved = [replace(s, score=place.score) for s, place in zip(order, tied, strict=True)]
    return [*moved, *ranked[len(tied) :]]


def _is_named(scored: Scored, query: Query) -> bool:
    return normalise(scored.document.name) in (query.core, query.text)
