"""How near every service lies to a question by meaning: vectors in chunks, so that a change copies next to nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Document
from knowledge.search.meaning import Meaning, Vectors

_FULL_SCAN = 80_000  # rows compared with every question (10 ms); beyond that only those of candidates
_GONE = -1


@dataclass(frozen=True)
class Nearness:
    """`chunks` are (rows, owners): owners[i] is the number of the document that row i stands for."""

    meaning: Meaning
    chunks: tuple[tuple[Vectors, NDArray[np.int32]], ...]

    @classmethod
    def of(cls, documents: Sequence[Document | None], meaning: Meaning) -> Nearness:
        pairs = [(text, n) for n, document in enumerate(documents) for text in (document.meant if document else ())]
        rows = meaning.passages([text for text, _ in pairs])
        return cls(meaning, ((rows, np.array([n for _, n in pairs], np.int32)),))

    def replaced(self, number: int, document: Document | None) -> Nearness:
        """The same with other vectors for one document, or none."""
        chunks = []
        for rows, owners in self.chunks:
            if (owners == number).any():
                owners = np.where(owners == number, np.int32(_GONE), owners)
            chunks.append((rows, owners))
        if document:
            rows = self.meaning.passages(document.meant)
            chunks.append((rows, np.full(len(rows), number, np.int32)))
        return Nearness(self.meaning, tuple(chunks))

    def cosines(self, text: str, size: int, candidates: Collection[int]) -> Vectors:
        """The best cosine of each document number below `size`; 0 for those not looked at."""
        question = self.meaning.query(text)
        best = np.zeros(size, np.float32)
        few = sum(map(len, (owners for _, owners in self.chunks))) > _FULL_SCAN
        for rows, owners in self.chunks:
            looked = np.isin(owners, list(candidates)) if few else owners != _GONE
            if looked.all():
                np.maximum.at(best, owners, rows @ question)
            elif looked.any():
                np.maximum.at(best, owners[looked], rows[looked] @ question)
        return best
