"""What a clause tells of a fact in words that no phrase of the catalogue holds: 每月给房东八百 is a rented home.

told(id, vector) -> Guess | None     the likeliest value of the fact by the vector of a sentence
ways() -> {id: {value: [sentence…]}}     how people tell each fact, and under `none` what only sounds like it

Learnt by `yikan fit-search` from `data/told`: one linear model tells how much a sentence is about each fact, another
which value it tells if it is. Without the sentence encoder nothing is guessed, and the phrases are all there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.search.meaning import Vectors

NONE = "none"
CONSTANT = 0.1  # the last number of every row
_BOOL = {"yes": True, "no": False}
FOLDER, LEARNT = "data/told", "data/told.npz"

Row = NDArray[np.float64]
Ways = Mapping[str, Mapping[Any, Sequence[str]]]


@dataclass(frozen=True)
class Guess:
    """`about`: from about -1 (something else) to 1 (surely this fact); `ahead`: of the next value, 0 … 2."""

    value: Any
    about: float
    ahead: float


@dataclass(frozen=True)
class Model:
    """`about` has a column for each fact, `values` one for each value; `columns`: where those of a fact stand."""

    middle: Row
    scale: float
    about: Row
    values: Row
    facts: Mapping[str, int]
    columns: Mapping[str, tuple[int, tuple[Any, ...]]]

    def row(self, vector: Vectors) -> Row:
        return np.append((np.asarray(vector, float) - self.middle) * self.scale, CONSTANT)

    def most_about(self, vector: Vectors) -> tuple[str, float]:
        """The fact of all that a sentence is most about, whatever matter it belongs to, and how much."""
        scores = self.row(vector) @ self.about
        return list(self.facts)[int(scores.argmax())], float(scores.max())

    def guess(self, fact: str, vector: Vectors) -> Guess | None:
        """None for a fact of which nobody wrote how it is told."""
        if fact not in self.facts:
            return None
        row = self.row(vector)
        first, names = self.columns[fact]
        shares = row @ self.values[:, first : first + len(names)]
        best, next_ = np.argsort(-shares)[:2]
        return Guess(names[best], float(row @ self.about[:, self.facts[fact]]), float(shares[best] - shares[next_]))


def told(fact: str, vector: Vectors) -> Guess | None:
    model = shipped()
    return model.guess(fact, vector) if model else None


def most_about(vector: Vectors) -> tuple[str, float] | None:
    model = shipped()
    return model.most_about(vector) if model else None


def ways() -> Ways:
    """Every fact's ways of telling, by value; `True` and `False` for yes and no."""
    found: dict[str, dict[Any, list[str]]] = {}
    for file in _files():
        for fact, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found[fact] = {_BOOL.get(value, value): list(sentences) for value, sentences in said.items()}
    return found


def digest() -> str:
    """Of the files in which the ways stand: a model learnt from others is out of date."""
    return sha256(b"".join(file.read_bytes() for file in _files())).hexdigest()


def fresh() -> bool:
    """Whether the shipped model was learnt from the ways as they stand."""
    path = files("knowledge").joinpath(LEARNT)
    with path.open("rb") as opened:
        return str(np.load(opened)["digest"]) == digest()


def packed(model: Model) -> dict[str, Any]:
    """What `shipped` reads: numbers, and the names as JSON-like YAML."""
    names = {fact: list(values) for fact, (_, values) in model.columns.items()}
    return {
        "middle": model.middle.astype(np.float16),
        "scale": model.scale,
        "about": model.about.astype(np.float16),
        "values": model.values.astype(np.float16),
        "names": yaml.safe_dump(names, allow_unicode=True, sort_keys=False),
        "digest": digest(),
    }


@cache
def shipped() -> Model | None:
    """None where nothing was learnt yet."""
    path = files("knowledge").joinpath(LEARNT)
    if not path.is_file():
        return None
    with path.open("rb") as opened:
        kept = np.load(opened)
        names = yaml.safe_load(str(kept["names"]))
        return made(kept["middle"], float(kept["scale"]), kept["about"], kept["values"], names)


def made(middle: Any, scale: float, about: Any, values: Any, names: Mapping[str, Sequence[Any]]) -> Model:
    """`names`: the values of each fact, in the order of the columns."""
    columns: dict[str, tuple[int, tuple[Any, ...]]] = {}
    first = 0
    for fact, own in names.items():
        columns[fact] = (first, tuple(own))
        first += len(own)
    facts = {fact: number for number, fact in enumerate(names)}
    return Model(np.asarray(middle, float), scale, np.asarray(about, float), np.asarray(values, float), facts, columns)


def _files() -> list[Traversable]:
    folder = files("knowledge").joinpath(FOLDER)
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yml")), key=lambda file: file.name)
