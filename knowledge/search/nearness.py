"""How near every service lies to a question by meaning: vectors in chunks, so that a change copies next to nothing.

Few rows are all compared. Of many, the signs of the numbers (one bit each, after taking off what all vectors have in
common) say which come into question, and only those and the rows of candidates are compared exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Document
from knowledge.search.meaning import Meaning, Vectors

FULL_SCAN = 10_000  # rows compared with every question: some 1 ms
_CLOSE = 1_000  # rows of many that are compared exactly
_GONE = -1

Signs = NDArray[np.uint64]


@dataclass(frozen=True)
class Chunk:
    """owners[i] is the number of the document that row i stands for; signs[:, i] are the bits of row i."""

    rows: Vectors
    owners: NDArray[np.int32]
    signs: Signs


@dataclass(frozen=True)
class Nearness:
    """`common` is what is taken off a vector before its signs are read."""

    meaning: Meaning
    chunks: tuple[Chunk, ...]
    common: Vectors

    @classmethod
    def of(cls, documents: Sequence[Document | None], meaning: Meaning) -> Nearness:
        pairs = [(text, n) for n, document in enumerate(documents) for text in (document.meant if document else ())]
        rows = meaning.passages([text for text, _ in pairs])
        common: Vectors = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], np.float32)
        owners = np.array([n for _, n in pairs], np.int32)
        return cls(meaning, (Chunk(rows, owners, _signs(rows - common)),), common)

    def replaced(self, number: int, document: Document | None) -> Nearness:
        """The same with other vectors for one document, or none."""
        chunks = []
        for chunk in self.chunks:
            owners = chunk.owners
            if (owners == number).any():
                owners = np.where(owners == number, np.int32(_GONE), owners)
            chunks.append(Chunk(chunk.rows, owners, chunk.signs))
        if document:
            rows = self.meaning.passages(document.meant)
            chunks.append(Chunk(rows, np.full(len(rows), number, np.int32), _signs(rows - self.common)))
        return Nearness(self.meaning, tuple(chunks), self.common)

    def cosines(self, text: str, size: int, candidates: Collection[int]) -> Vectors:
        """The best cosine of each document number below `size`; 0 for those not looked at."""
        question = self.meaning.query(text)
        best = np.zeros(size, np.float32)
        many = sum(len(chunk.owners) for chunk in self.chunks) > FULL_SCAN
        wanted = np.full(size + 1, not many)  # the last stands for rows that are gone
        wanted[list(candidates)] = True
        wanted[_GONE] = False
        signs = _signs((question - self.common)[None])
        for chunk in self.chunks:
            looked = wanted[chunk.owners]
            if many:
                looked |= _close(chunk.signs, signs) & (chunk.owners != _GONE)
            if looked.all():
                np.maximum.at(best, chunk.owners, chunk.rows @ question)
            elif looked.any():
                np.maximum.at(best, chunk.owners[looked], chunk.rows[looked] @ question)
        return best


def _signs(rows: Vectors) -> Signs:
    """One bit for each number, 64 in a word; words first, so that comparing runs along memory."""
    bits = np.packbits(rows > 0, axis=1)
    padded = np.zeros((len(rows), -(-bits.shape[1] // 8) * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    return np.ascontiguousarray(padded.view(np.uint64).T)


def _close(signs: Signs, question: Signs) -> NDArray[np.bool_]:
    """The rows whose signs differ least from those of the question."""
    apart = np.zeros(signs.shape[1], np.uint16)
    for words, word in zip(signs, question[:, 0], strict=True):
        apart += np.bitwise_count(words ^ word)
    if len(apart) <= _CLOSE:
        return np.ones(len(apart), bool)
    close: NDArray[np.bool_] = apart <= np.partition(apart, _CLOSE)[_CLOSE]
    return close
