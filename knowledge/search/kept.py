"""Vectors computed before, by text: what a search needs of a model without waiting for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np

from knowledge.search.meaning import Meaning, Vectors

KEY = 16  # bytes of a text's digest
WIDTH = 384  # numbers in a vector
_KEYS = 1 << 15  # digests remembered: the texts of a guide are asked for at every turn


@lru_cache(maxsize=_KEYS)
def key_of(text: str) -> bytes:
    return sha256(text.encode()).digest()[:KEY]


class KeptMeaning:
    """A `Meaning` that never computes a passage while somebody waits: unknown texts get a zero row, near to nothing,
    until they are learnt. The key is the digest of the text itself, so a changed wording is unknown, never wrong."""

    def __init__(self, model: Meaning) -> None:
        self._model = model
        self._known: dict[bytes, Vectors] = {}

    def query(self, text: str) -> Vectors:
        return self._model.query(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for number, text in enumerate(texts):
            known = self._known.get(key_of(text))
            if known is not None:
                rows[number] = known
        return rows

    def unknown(self, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if key_of(text) not in self._known]

    def take(self, keys: Iterable[bytes], rows: Vectors) -> None:
        """Vectors that were kept."""
        self._known.update(zip(keys, rows, strict=True))

    def learn(self, texts: Sequence[str]) -> None:
        """Compute what is unknown among the texts; takes some 10 ms for each."""
        if new := self.unknown(dict.fromkeys(texts)):
            self.take(map(key_of, new), self._model.passages(new))

    def forget(self) -> None:
        """Everything is unknown again."""
        self._known.clear()
