"""The linear model: one softmax for the kind, one yes-or-no per facet, over words and meaning together.

All outputs are fitted in one go by L-BFGS, which is deterministic. A trained model is numbers and JSON, no pickle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, sparse

from components import meaning
from components.features import Seen, Vocabulary
from components.sentences import ANY

LEAST_SENTENCES = 8
PENALTY = 0.05  # on squared weights, against the summed loss
ROUNDS = 120
ALWAYS_ASKS = "service"  # the kind of which every sentence asks something


@dataclass(frozen=True)
class Scores:
    """`kinds` adds up to one; `facets` are separate probabilities."""

    kinds: dict[str, float]
    facets: dict[str, float]


@dataclass(frozen=True)
class Linear:
    """`words` has one row per n-gram, `sense` one per number of the sentence vector; columns: kinds, then facets."""

    vocabulary: Vocabulary
    kinds: tuple[str, ...]
    facets: tuple[str, ...]
    words: "np.ndarray"
    sense: "np.ndarray"
    bias: "np.ndarray"

    def score(self, sentences: Sequence[Seen]) -> list[Scores]:
        """Probabilities for each sentence."""
        senses = meaning.vectors([typed for _, typed in sentences])
        return [self._score(seen, sense) for seen, sense in zip(sentences, senses, strict=True)]

    def _score(self, seen: Seen, sense: np.ndarray) -> Scores:
        columns, values = self.vocabulary.row(seen)
        logits = values @ self.words[columns].astype(np.float32) + sense @ self.sense + self.bias
        many = len(self.kinds)
        kinds = np.exp(logits[:many] - logits[:many].max())
        facets = 1 / (1 + np.exp(-logits[many:]))
        return Scores(_named(self.kinds, kinds / kinds.sum()), _named(self.facets, facets))


def _named(names: Sequence[str], values: "np.ndarray") -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=False)}


@dataclass(frozen=True)
class Examples:
    """What is learned from; `weights` say how much each sentence counts."""

    seen: Sequence[Seen]
    kinds: Sequence[str]
    facets: Sequence[Sequence[str]]
    weights: Sequence[float]


def fit(examples: Examples) -> Linear:
    """Trains from nothing; the same examples always give the same model."""
    vocabulary = Vocabulary.learn(examples.seen, LEAST_SENTENCES)
    words = vocabulary.matrix(examples.seen).astype(np.float32)
    sense = meaning.vectors([typed for _, typed in examples.seen])
    kinds = sorted(set(examples.kinds) - {ANY})
    facets = sorted({facet for each in examples.facets for facet in each})
    objective = _Objective(words, sense, examples, kinds, facets)
    start = np.zeros(objective.size)
    found = optimize.minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 6})
    solved = objective.shaped(found.x)
    split = words.shape[1]
    return Linear(
        vocabulary, tuple(kinds), tuple(facets), solved[:split].astype(np.float16), solved[split:-1], solved[-1]
    )


class _Objective:
    """Loss and gradient over all weights: rows of n-grams, then of the sentence vector, then the bias.

    What is asked is learned from `_heard` sentences alone, the kind from those that have one.
    """

    def __init__(self, words: Any, sense: Any, examples: Examples, kinds: Sequence[str], facets: Sequence[str]) -> None:
        self._words, self._sense = words, sense
        self._back = sparse.csr_matrix(words.T)
        self._counts = np.asarray(examples.weights, dtype=np.float32)[:, None]
        self._is_kind = np.array([[kind == name for name in kinds] for kind in examples.kinds], dtype=np.float32)
        self._told = np.array([kind != ANY for kind in examples.kinds], dtype=np.float32)[:, None]
        self._heard = _heard(examples)
        self._asks = np.array([[name in each for name in facets] for each in examples.facets], dtype=np.float32)
        self._rows = words.shape[1] + sense.shape[1] + 1
        self._outputs = len(kinds) + len(facets)
        self.size = self._rows * self._outputs

    def shaped(self, flat: "np.ndarray") -> "np.ndarray":
        """The weights as a matrix."""
        return flat.astype(np.float32).reshape(self._rows, self._outputs)

    def __call__(self, flat: "np.ndarray") -> tuple[float, "np.ndarray"]:
        weights, split, many = self.shaped(flat), self._words.shape[1], self._is_kind.shape[1]
        logits = self._words @ weights[:split] + self._sense @ weights[split:-1] + weights[-1]
        kinds, facets = _softmax(logits[:, :many]), 1 / (1 + np.exp(-logits[:, many:]))
        error = self._counts * np.hstack([self._told * (kinds - self._is_kind), self._heard * (facets - self._asks)])
        penalised = PENALTY * weights
        penalised[-1] = 0
        gradient = np.vstack([self._back @ error, self._sense.T @ error, error.sum(axis=0, keepdims=True)]) + penalised
        loss = self._loss(kinds, facets) + 0.5 * float((penalised * weights).sum())
        return loss, gradient.ravel().astype(np.float64)

    def _loss(self, kinds: "np.ndarray", facets: "np.ndarray") -> float:
        tiny = 1e-9
        surprise = self._is_kind * np.log(kinds + tiny)
        doubts = self._asks * np.log(facets + tiny) + (1 - self._asks) * np.log(1 - facets + tiny)
        return -float((self._counts * surprise).sum() + (self._counts * self._heard * doubts).sum())


def _heard(examples: Examples) -> "np.ndarray":
    """One for each sentence that teaches what is asked: of a kind that asks (护照在哪办 is no example against `where`),
    and not one about a service of which only that is known."""
    asking = {kind for kind, asked in zip(examples.kinds, examples.facets, strict=True) if asked}
    told = [
        kind == ANY or (kind in asking and (kind != ALWAYS_ASKS or bool(asked)))
        for kind, asked in zip(examples.kinds, examples.facets, strict=True)
    ]
    return np.array(told, dtype=np.float32)[:, None]


def _softmax(logits: "np.ndarray") -> "np.ndarray":
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
