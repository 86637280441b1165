"""An inverted index: term → documents and weights. Immutable; a change copies the table of terms, not the postings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

_MOST = 50_000  # documents, counted once for each term: some 0.3 ms

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """`size` counts document numbers ever given out; numbers of replaced documents stay empty."""

    size: int
    lists: Mapping[str, tuple[Ids, Weights]]
    _idf: dict[str, float] = field(default_factory=dict, repr=False, compare=False)  # worked out at first use

    @classmethod
    def of(cls, documents: Iterable[Mapping[str, float]]) -> Postings:
        ids: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        size = 0
        for number, terms in enumerate(documents):
            size = number + 1
            for term, weight in terms.items():
                ids.setdefault(term, []).append(number)
                weights.setdefault(term, []).append(weight)
        return cls(size, {t: (np.array(ids[t], np.int32), np.array(weights[t], np.float32)) for t in ids})

    def replaced(self, number: int, old: Mapping[str, float], new: Mapping[str, float]) -> Postings:
        """The same index with the terms of one document changed; a number beyond the last one appends."""
        lists = dict(self.lists)
        for term in old:
            ids, weights = lists[term]
            kept = ids != number
            if kept.any():
                lists[term] = (ids[kept], weights[kept])
            else:
                del lists[term]
        for term, weight in new.items():
            ids, weights = lists.get(term, (np.empty(0, np.int32), np.empty(0, np.float32)))
            lists[term] = (np.append(ids, np.int32(number)), np.append(weights, np.float32(weight)))
        return Postings(max(self.size, number + 1), lists)

    def idf(self, term: str) -> float:
        """How telling a term is; an unknown one is as telling as one that stands in a single document."""
        known = self._idf.get(term)
        if known is None:
            known = self._idf[term] = self._telling(term)
        return known

    def _telling(self, term: str) -> float:
        found = self.lists.get(term)
        count = len(found[0]) if found else 1
        return log(1 + (self.size - count + 0.5) / (count + 0.5)) if self.size >= count else 0.0

    def scores(self, terms: Mapping[str, float], commonest: float = 0.2) -> NDArray[np.float32]:
        """Sum of weight × idf for every document. Of a large index the terms that stand in more than `commonest` are
        left out, and of the rest the commonest, once the rarer ones have `_MOST` documents to look at."""
        total = np.zeros(self.size, np.float32)
        known = sorted((len(found[0]), term) for term in terms if (found := self.lists.get(term)))
        looked = 0
        for count, term in known:
            if self.size >= 500 and count >= commonest * self.size or looked + count > _MOST and looked:
                break
            ids, weights = self.lists[term]
            total[ids] += weights * np.float32(terms[term] * self.idf(term))
            looked += count
        return total
