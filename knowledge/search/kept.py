"""Vectors computed before, by text: what a search needs of a model without waiting for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.meaning import MODEL, Meaning, Vectors

KEY = 16  # bytes of a text's digest
LARGEST = 127  # of a byte with a sign
WIDTH = 384  # numbers in a vector
_KEYS = 1 << 15  # digests remembered: the texts of a guide are asked for at every turn


@lru_cache(maxsize=_KEYS)
def key_of(text: str) -> bytes:
    return sha256(text.encode()).digest()[:KEY]


@cache
def shipped() -> Mapping[bytes, Vectors]:
    """The vectors of the sample county's texts that come with the program: a first start computes almost none.

    Written by `yikan fit-search`; a text that was changed since is not among them.
    """
    path = files("knowledge").joinpath(f"data/vectors-{MODEL}.npz")
    if not path.is_file():
        return {}
    with path.open("rb") as opened:
        return unpacked(np.load(opened))


def packed(vectors: Mapping[bytes, Vectors]) -> dict[str, NDArray[Any]]:
    """A byte a number and a scale a row: what is shipped."""
    rows = np.array(list(vectors.values()))
    scales = np.abs(rows).max(axis=1) / LARGEST
    keys = np.frombuffer(b"".join(vectors), np.uint8).reshape(-1, KEY)
    small = np.round(rows / scales[:, None]).astype(np.int8)
    return {"keys": keys, "rows": small, "scales": scales.astype(np.float32)}


def unpacked(kept: Mapping[str, NDArray[Any]]) -> Mapping[bytes, Vectors]:
    """Unit vectors again, by the digest of their text."""
    rows = kept["rows"].astype(np.float32) * kept["scales"][:, None]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip((bytes(key) for key in kept["keys"]), rows, strict=True))


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
        """Take what is shipped of the unknown texts, and compute the rest; that takes some 10 ms for each."""
        ready = shipped()
        for text in self.unknown(texts):
            if (row := ready.get(key_of(text))) is not None:
                self._known[key_of(text)] = row
        if new := self.unknown(dict.fromkeys(texts)):
            self.take(map(key_of, new), self._model.passages(new))

    def forget(self) -> None:
        """Everything is unknown again."""
        self._known.clear()
