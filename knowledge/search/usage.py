"""How people put their needs: a linear model over words, sounds and sentence vectors, fitted on training sayings.

It knows the services whose sayings it was fitted on, and what talk about none of them is like; every other service is
found by its words alone. `yikan fit-search` writes the weights (knowledge/data/usage.npz) from knowledge/data/sayings.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.search.lexicon import ELSEWHERE
from knowledge.search.scoring import Query
from knowledge.text import han_runs, near, syllables

NONE = ""  # stands for talk about no service of ours
Row = NDArray[np.float32]
_FAMILIES = {"thing": 1.0, "act": 0.7, "letter": 1.0, "sound": 0.6}


def features(query: Query) -> dict[str, float]:
    """A text as weighted features, each family brought to one length so that long talk weighs like short talk."""
    found: dict[str, float] = {}
    for family, terms in (
        ("thing", {ELSEWHERE if t.startswith(ELSEWHERE) else t: 1.0 for t in query.terms.things if t[0] in "=!"}),
        ("act", {f"#{act}": 1.0 for act in query.terms.acts} | ({"#lean": 0.5} if query.terms.lean else {})),
        ("letter", _letters(query.terms.said)),
        ("sound", {f"~{a}.{b}": 1.0 for a, b in _sounds(query.terms.said)}),
    ):
        length = sqrt(sum(weight * weight for weight in terms.values())) or 1.0
        for term, weight in terms.items():
            found[term] = _FAMILIES[family] * weight / length
    return found


def _letters(text: str) -> dict[str, float]:
    letters: dict[str, float] = {}
    for run in han_runs(text):
        letters |= dict.fromkeys(run, 0.5)
        letters |= {run[i : i + 2]: 1.0 for i in range(len(run) - 1)}
    return letters


def _sounds(text: str) -> Iterator[tuple[str, str]]:
    for run in han_runs(text):
        heard = [near(syllable) for syllable in syllables(run)]
        yield from zip(heard, heard[1:], strict=False)


@dataclass(frozen=True)
class Usage:
    """`codes` name the columns, the last is `NONE`. `by_word` has a row for each of `terms` and one for no term;
    `by_vector` one for each number of a vector, which is taken from `middle` first, and one for none.

    `mix`: what words, vectors and the score of the index weigh, and what is added for `NONE`; `alone`: the same where
    there are no vectors.
    """

    codes: tuple[str, ...]
    terms: Mapping[str, int]
    by_word: Row
    by_vector: Row
    middle: Row
    mix: tuple[float, ...]
    alone: tuple[float, ...]

    def leanings(self, query: Query, vector: Row | None) -> Row:
        """One number per code: how much the talk is like that about it. To be added to `trust` × score."""
        by_word, by_vector, _, none = self._mix(vector)
        met = [(row, weight) for term, weight in features(query).items() if (row := self.terms.get(term)) is not None]
        weights = np.array([weight for _, weight in met], np.float32)
        leanings: Row = by_word * (self.by_word[-1] + weights @ self.by_word[[row for row, _ in met]])
        if vector is not None and by_vector:
            leanings += by_vector * ((vector - self.middle) @ self.by_vector[:-1] + self.by_vector[-1])
        leanings[-1] += none
        return leanings

    def trust(self, vector: Row | None) -> float:
        """What the score of the index weighs beside the leanings."""
        return self._mix(vector)[2]

    def _mix(self, vector: Row | None) -> tuple[float, ...]:
        """Vectors of another model than the one it was fitted with tell nothing."""
        return self.alone if vector is None or vector.shape != self.middle.shape else self.mix


@dataclass(frozen=True)
class Told:
    """What usage says about one text: `leanings` by code, `none`: that of no service, `trust`: worth of a score."""

    leanings: Mapping[str, float]
    none: float
    trust: float

    def best(self, most: int) -> Sequence[str]:
        """The codes that the talk is most like."""
        return sorted(self.leanings, key=lambda code: (-self.leanings[code], code))[:most]

    def shares(self, scores: Mapping[str, float]) -> tuple[dict[str, float], float]:
        """The probability of every code given the scores of the index, and that of none."""
        added = {code: lean + self.trust * scores.get(code, 0.0) for code, lean in self.leanings.items()}
        top = max((self.none, *added.values()))
        raised = {code: exp(value - top) for code, value in added.items()}
        whole = sum(raised.values()) + exp(self.none - top)
        return {code: value / whole for code, value in raised.items()}, exp(self.none - top) / whole


def told(usage: Usage, query: Query, vector: Row | None, known: Container[str]) -> Told | None:
    """What usage says, among the services that are `known` here; None when it was fitted on none of them."""
    columns = {code: i for i, code in enumerate(usage.codes) if code in known}
    if not columns:
        return None
    leanings = usage.leanings(query, vector)
    return Told({code: float(leanings[i]) for code, i in columns.items()}, float(leanings[-1]), usage.trust(vector))


@lru_cache(maxsize=1)
def shipped_usage() -> Usage | None:
    """The fitted weights that come with the program; None before they were fitted."""
    path = files("knowledge").joinpath("data/usage.npz")
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as kept:
        return Usage(
            codes=tuple(kept["codes"].tolist()),
            terms={term: row for row, term in enumerate(kept["terms"].tolist())},
            by_word=_unpacked(kept["by_word"], kept["scale"][0]),
            by_vector=_unpacked(kept["by_vector"], kept["scale"][1]),
            middle=kept["middle"].astype(np.float32),
            mix=tuple(kept["mix"].tolist()),
            alone=tuple(kept["alone"].tolist()),
        )


def _unpacked(packed: NDArray[np.int8], scale: np.float32) -> Row:
    return packed.astype(np.float32) * scale
