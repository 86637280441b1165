"""What search is measured against: full text of SQLite over words of jieba, and BM25 over pairs of characters."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import Protocol

import numpy as np
from rjieba import Jieba

from knowledge.text import normalise

_K1, _B = 1.2, 0.75  # the usual ones
_FIRST = 10


class Rival(Protocol):
    """Codes for a text, best first."""

    def find(self, text: str) -> list[str]: ...


class FullText:
    """SQLite FTS5, plain: one row a service, words cut beforehand, bm25() as it comes."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._cutter = Jieba()
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE service USING fts5(code UNINDEXED, words)")
        rows = ((code, " ".join(word for text in own for word in self._words(text))) for code, own in texts.items())
        self._database.executemany("INSERT INTO service VALUES (?, ?)", rows)

    def find(self, text: str) -> list[str]:
        words = sorted({f'"{word}"' for word in self._words(text)})
        if not words:
            return []
        ask = "SELECT code FROM service WHERE words MATCH ? ORDER BY bm25(service) LIMIT ?"
        return [code for (code,) in self._database.execute(ask, (" OR ".join(words), _FIRST))]

    def _words(self, text: str) -> Iterator[str]:
        return (word for word in self._cutter.cut(normalise(text)) if word.isalnum())


class Characters:
    """BM25 over single characters and pairs of them."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._codes = list(texts)
        counts = [Counter(piece for text in own for piece in _pieces(text)) for own in texts.values()]
        lengths = np.array([sum(count.values()) for count in counts], np.float32)
        self._slow = _K1 * (1 - _B + _B * lengths / lengths.mean())
        found: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for piece, times in count.items():
                found.setdefault(piece, []).append((number, times))
        self._postings = {piece: np.array(pairs, np.int32).T for piece, pairs in found.items()}

    def find(self, text: str) -> list[str]:
        size = len(self._codes)
        total = np.zeros(size, np.float32)
        for piece in set(_pieces(text)):
            if piece in self._postings:
                numbers, times = self._postings[piece]
                telling = log(1 + (size - len(numbers) + 0.5) / (len(numbers) + 0.5))
                total[numbers] += telling * times * (_K1 + 1) / (times + self._slow[numbers])
        return [self._codes[n] for n in np.argsort(-total)[:_FIRST] if total[n] > 0]


def _pieces(text: str) -> Iterator[str]:
    bare = "".join(filter(str.isalnum, normalise(text)))
    yield from bare
    yield from (bare[i : i + 2] for i in range(len(bare) - 1))
