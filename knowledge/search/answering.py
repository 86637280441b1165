"""How sure it is that an entry of a guide is asked for: what `yikan fit-search` learns from answers.yml.

sure(signs) -> float          the chance (0 … 1); the signs are those of `Book.signs`
threshold(name) -> float      from which an answer is `plain`, `sure`, `maybe`
particular(vector) -> float   how much a sentence asks for something particular rather than for a whole facet
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from knowledge.search.meaning import Vectors


def threshold(name: str) -> float:
    """From which sureness an answer is `plain`, `sure`, `maybe` (see the data)."""
    return float(weights()["thresholds"][name])


def particular(vector: Vectors) -> float:
    """How much a sentence sounds like asking for something particular rather than for a whole facet (log-odds)."""
    direction, constant = _direction()
    return float(vector @ direction) + constant


def sure(signs: Mapping[str, float]) -> float:
    fitted = weights()["weights"]["meaning" if "particular" in signs else "words"]
    value = sum(weight * signs.get(name, 1.0) for name, weight in fitted.items())  # the bias has no sign
    return 1 / (1 + math.exp(-value))


@cache
def _direction() -> tuple[Vectors, float]:
    with files("knowledge").joinpath("data/particular.npz").open("rb") as kept:
        learnt = np.load(kept)
        return learnt["direction"].astype(np.float32), float(learnt["constant"])


@cache
def weights() -> Any:
    """What `yikan fit-search` has learnt: `rank`, `weights`, `thresholds`."""
    return yaml.safe_load(files("knowledge").joinpath("data/answering.yml").read_text(encoding="utf-8"))
