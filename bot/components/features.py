"""A sentence as a sparse vector: character n-grams of what is asked, and of how it was said.

Two views are counted: `masked` in common words (service names as 〇, places as ◇), which carries the question,
and the sentence as typed, which still knows 村里 from 县里. Both are weighted by inverse document frequency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

MASKED_LENGTHS = (1, 2, 3, 4, 5)
TYPED_LENGTHS = (1, 2, 3)
FAMILIAR = 0.78  # share of known characters from which a text is no mere babble
Seen = tuple[str, str]  # (masked in common words, as typed)


def grams(seen: Seen) -> list[str]:
    """Every n-gram of both views, with doubles; `^` and `$` mark the ends."""
    masked, typed = seen
    return _slices("m", masked, MASKED_LENGTHS) + _slices("t", typed, TYPED_LENGTHS) + _shape(masked)


def _slices(view: str, text: str, lengths: Iterable[int]) -> list[str]:
    edged = f"^{text}$"
    return [view + edged[i : i + n] for n in lengths for i in range(len(edged) - n + 1)]


def _shape(masked: str) -> list[str]:
    """How long the sentence is and what it names: short answers are told from questions by this."""
    length = len(masked)
    marks = [f"has{mark}" for mark in "〇◇#" if mark in masked]
    return marks + [f"len{next(i for i, top in enumerate((1, 2, 4, 7, 12, 20, 40, 10_000)) if length <= top)}"]


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams worth a weight, each with its column and its inverse document frequency."""

    columns: dict[str, int]
    idf: "np.ndarray"

    @classmethod
    def learn(cls, sentences: Sequence[Seen], least: int) -> "Vocabulary":
        """Keeps n-grams that stand in at least `least` sentences; columns in sorted order."""
        counts: dict[str, int] = {}
        for seen in sentences:
            for gram in set(grams(seen)):
                counts[gram] = counts.get(gram, 0) + 1
        kept = sorted(gram for gram, count in counts.items() if count >= least)
        frequency = np.array([counts[gram] for gram in kept], dtype=np.float64)
        idf = np.log((1 + len(sentences)) / (1 + frequency)) + 1
        return cls({gram: column for column, gram in enumerate(kept)}, idf)

    def babble(self, typed: str) -> bool:
        """No two characters of it were ever seen side by side, and many never at all: 叽里咕噜乌拉拉."""
        pairs = {f"t{typed[i : i + 2]}" for i in range(len(typed) - 1)}
        known = sum(f"t{character}" in self.columns for character in typed)
        return len(typed) > 3 and not pairs & self.columns.keys() and known < FAMILIAR * len(typed)

    def row(self, seen: Seen) -> tuple["np.ndarray", "np.ndarray"]:
        """The columns and values of one sentence, values of length one together; both empty if nothing is known."""
        counts: dict[int, int] = {}
        for gram in grams(seen):
            column = self.columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        tallies = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        values = (1 + np.log(tallies)) * self.idf[columns]
        norm = np.sqrt(np.sum(values * values))
        return columns, values / norm if norm else values

    def matrix(self, sentences: Sequence[Seen]) -> "sparse.csr_matrix":
        """Rows as `row` gives them."""
        rows = [self.row(seen) for seen in sentences]
        starts = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([row[0] for row in rows]) if rows else np.zeros(0, dtype=np.int32)
        values = np.concatenate([row[1] for row in rows]) if rows else np.zeros(0)
        return sparse.csr_matrix((values, columns, starts), shape=(len(rows), len(self.columns)))
