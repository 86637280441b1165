"""Fitting the weights of `usage` on sentences with known services. Pure numbers; the caller reads and writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from knowledge.search.cells import Full, Row, Sparse, Table
from knowledge.search.usage import NONE

_ROUNDS, _STEP, _STAY = 100, 0.1, 1e-4
_VECTOR = 6.0  # brings a vector to about the length of the features
_LEAST, _LEAST_OTHER = 2, 6  # times a feature must occur in sentences that count fully, or less
_REFUSED = tuple(0.5 + n / 100 for n in range(50))  # shares of talk about nothing of ours that may seem to be just that
_REGRET, _REGRET_ALONE = 1.2, 2.5  # a need that is lost beside a refusal that is missed: words alone refuse less
_CAUTION = 1.1  # more for none than balances best on the training talk: stories that are hard to tell pull it down
_FOLDS = 4
_MIXES = tuple(product((0.0, 0.25, 0.5), (0.5, 0.75, 1.0), (2.0, 4.0, 6.0)))
_ALONE = tuple(product((1.0,), (0.0,), (2.0, 4.0, 6.0, 9.0)))


@dataclass(frozen=True)
class Said:
    """One training sentence: its service (or `NONE`), features, vector, and the scores of the index by code.

    `counted`: it helps to choose the mix (names and aliases do not: the index knows them word for word). `worth`: what
    it counts beside the others.
    """

    code: str
    features: Mapping[str, float]
    vector: Row
    scores: Mapping[str, float]
    counted: bool
    worth: float = 1.0


@dataclass(frozen=True)
class Mixed:
    """Weights of words, vectors and scores, and what is added for no service. On sentences left out: the share of
    services that came `first`, and of those that were taken for no service (`lost`)."""

    weights: tuple[float, float, float]
    none: float
    first: float
    lost: float


@dataclass(frozen=True)
class Fitted:
    """Weights as `Usage` holds them; `alone` is the mix where there are no vectors."""

    codes: tuple[str, ...]
    terms: tuple[str, ...]
    by_word: Row
    by_vector: Row
    middle: Row
    mixed: Mixed
    alone: Mixed


def fitted(sentences: Sequence[Said]) -> Fitted:
    """The model of all sentences, mixed as does best on sentences left out."""
    codes = (*sorted({said.code for said in sentences} - {NONE}), NONE)
    terms = _terms(sentences)
    words, vectors = _words(sentences, terms), np.stack([said.vector for said in sentences])
    middle: Row = vectors.mean(axis=0).astype(np.float32)
    centred = Full.of(((vectors - middle) * _VECTOR).astype(np.float32))
    wanted = np.array([codes.index(said.code) for said in sentences])
    scores = np.array([[said.scores.get(code, 0.0) for code in codes] for said in sentences], np.float32)
    counted = np.array([said.counted for said in sentences])
    worth = np.array([said.worth for said in sentences], np.float32)
    by_word, by_vector = (_left_out(table, wanted, worth, len(codes)) for table in (words, centred))
    known = (by_word, by_vector, scores, wanted, counted, worth)
    mixed = _cautious(max((_mixed(m, *known, _REGRET) for m in _MIXES), key=lambda m: m.first))
    alone = _cautious(max((_mixed(m, *known, _REGRET_ALONE) for m in _ALONE), key=lambda m: m.first))
    rows = _weights(centred, wanted, worth, len(codes))
    rows[:-1] *= _VECTOR
    return Fitted(codes, terms, _weights(words, wanted, worth, len(codes)), rows, middle, mixed, alone)


def _cautious(mixed: Mixed) -> Mixed:
    return replace(mixed, none=mixed.none + _CAUTION)


def _terms(sentences: Sequence[Said]) -> tuple[str, ...]:
    met, other = (
        Counter(t for said in sentences if (said.worth < 1) is minor for t in said.features) for minor in (False, True)
    )
    kept = {term for term, times in met.items() if times >= _LEAST}
    return tuple(sorted(kept | {term for term, times in other.items() if times >= _LEAST_OTHER}))


def _words(sentences: Sequence[Said], terms: Sequence[str]) -> Sparse:
    columns = {term: i for i, term in enumerate(terms)}
    lines = (((columns[t], w) for t, w in said.features.items() if t in columns) for said in sentences)
    return Sparse.of(lines, len(terms))


def _weights(inputs: Table, wanted: NDArray[np.int64], worth: Row, kinds: int) -> Row:
    """Multinomial logistic regression, the last row is the constant; the same numbers give the same weights."""
    weight = worth / worth.sum()
    goal = np.eye(kinds, dtype=np.float32)[wanted]
    found = np.zeros((inputs.columns, kinds), np.float32)
    speed, spread = np.zeros_like(found), np.zeros_like(found)
    for turn in range(1, _ROUNDS + 1):
        slope = inputs.back((_shares(inputs @ found) - goal) * weight[:, None]) + _STAY * found
        speed += 0.1 * (slope - speed)
        spread += 0.01 * (slope * slope - spread)
        step = _STEP * (1.0 if turn < 0.6 * _ROUNDS else 0.3)
        found -= step * (speed / (1 - 0.9**turn)) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
    return found


def _shares(sums: Row) -> Row:
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: Row = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _left_out(inputs: Table, wanted: NDArray[np.int64], worth: Row, kinds: int) -> Row:
    """The sums for every sentence by weights that were fitted without it."""
    sums = np.zeros((len(wanted), kinds), np.float32)
    fold = np.arange(len(wanted)) % _FOLDS
    for number in range(_FOLDS):
        rest, here = fold != number, fold == number
        sums[here] = inputs.picked(here) @ _weights(inputs.picked(rest), wanted[rest], worth[rest], kinds)
    return sums


def _mixed(
    weights: tuple[float, float, float],
    by_word: Row,
    by_vector: Row,
    scores: Row,
    wanted: NDArray[np.int64],
    counted: NDArray[np.bool_],
    worth: Row,
    regret: float,
) -> Mixed:
    """The none of the mix is where refusing talk about nothing of ours and losing no need balance best."""
    sums = weights[0] * by_word + weights[1] * by_vector + weights[2] * scores
    margin = sums[:, :-1].max(axis=1) - sums[:, -1]
    other = margin[wanted == sums.shape[1] - 1]
    weight = worth[wanted == sums.shape[1] - 1]

    def balance(none: float) -> float:
        refused, lost = np.average(other < none, weights=weight), (margin < none)[counted].mean()
        return float(refused - regret * lost)

    none = max(np.quantile(other, _REFUSED).tolist(), key=balance)
    first = sums[:, :-1].argmax(axis=1) == wanted
    return Mixed(weights, none, float(first[counted].mean()), float((margin < none)[counted].mean()))
