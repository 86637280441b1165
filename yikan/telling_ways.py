"""Learns how facts are told (knowledge/data/told): which fact a sentence is about, and which value it tells.

fit_telling(ways, others, meaning) -> Learnt     the model, and how often sentences left out are told right
asking(sample, sayings) -> [sentence]            what asks and tells nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.catalogue import Snapshot
from knowledge.search import Meaning
from knowledge.telling import CONSTANT, NONE, Model, Row, Ways, made
from knowledge.text import normalise

OWN = 20.0  # what a sentence of a fact counts beside one of another: there are many more of those
NEAR = 10.0  # the same of one that only sounds like the fact
RIDGE, RIDGE_OF_VALUES = 2.0, 0.1
TYPICAL = 20.0  # sentences of a fact for which RIDGE_OF_VALUES holds
FOLDS = 5

Numbers = NDArray[np.int_]


@dataclass(frozen=True)
class Learnt:
    """`right`: share of the sentences left out whose value is told right, the fact being known; `about`: share of them
    that are more about their own fact than 95 of 100 of them are about another."""

    model: Model
    right: float
    about: float
    sentences: int


@dataclass(frozen=True)
class _Rows:
    """`fact` of every row, -1 where it is about none, and its `value`: a column, or -1 where it tells none."""

    table: Row
    fact: Numbers
    value: Numbers


def fit_telling(ways: Ways, others: Sequence[str], meaning: Meaning, step: Callable[[], None] = lambda: None) -> Learnt:
    """`others`: sentences that tell no fact (questions of the guides, wishes for a service)."""
    names = {fact: [value for value in said if value != NONE] for fact, said in ways.items()}
    texts, fact, value = _flat(ways, names)
    texts += others
    fact, value = (np.append(found, np.full(len(others), -1)) for found in (fact, value))
    vectors = []
    for text in texts:
        vectors.append(np.asarray(meaning.query(normalise(text)), float))
        step()
    middle = np.mean(vectors, axis=0)
    centred = np.array(vectors) - middle
    scale = float(1 / np.sqrt((centred**2).sum(axis=1).mean()))
    rows = _Rows(np.hstack([centred * scale, np.full((len(texts), 1), CONSTANT)]), fact, value)
    about, values = _fitted(rows, names, np.ones(len(texts), bool))
    right, sure = _left_out(rows, names)
    return Learnt(made(middle, scale, about, values, names), right, sure, len(texts))


def asking(sample: Snapshot, sayings: Path) -> Iterator[str]:
    """What asks and tells nothing: names, every way of asking a question of a guide, how people ask for a service."""
    for published in sample.published.values():
        service = published.service
        yield from (service.name, *service.aliases)
        yield from (way for item in service.faq for way in (item.q, *item.asked))
    for path in sorted(sayings.glob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def _flat(ways: Ways, names: Mapping[str, Sequence[Any]]) -> tuple[list[str], Numbers, Numbers]:
    columns = {pair: n for n, pair in enumerate((fact, value) for fact in names for value in names[fact])}
    flat = [
        (text, number, columns.get((fact, value), -1))
        for number, fact in enumerate(names)
        for value, sentences in ways[fact].items()
        for text in sentences
    ]
    texts, facts, values = zip(*flat, strict=True)
    return list(texts), np.array(facts), np.array(values)


def _fitted(rows: _Rows, names: Mapping[str, Sequence[Any]], learn: NDArray[np.bool_]) -> tuple[Row, Row]:
    """The weights `about` each fact, and of each value within its fact."""
    width = rows.table.shape[1]
    about = np.zeros((width, len(names)))
    values = np.zeros((width, sum(map(len, names.values()))))
    table, fact, value = rows.table[learn], rows.fact[learn], rows.value[learn]
    common = table.T @ table + RIDGE * np.eye(width)
    first = 0
    for number, own in enumerate(names.values()):
        of_it, tells = fact == number, value >= 0
        about[:, number] = _about(table, common, of_it & tells, of_it & ~tells)
        columns = np.arange(first, first + len(own))
        values[:, columns] = _values(table[of_it & tells], value[of_it & tells], columns)
        first += len(own)
    return about, values


def _about(table: Row, common: Row, own: NDArray[np.bool_], near: NDArray[np.bool_]) -> Row:
    """1 for the sentences of a fact, -1 for all others; those that only sound like it count more than the rest."""
    gram = common + (OWN - 1) * table[own].T @ table[own] + (NEAR - 1) * table[near].T @ table[near]
    worth = np.where(own, OWN, np.where(near, -NEAR, -1.0))
    return np.asarray(np.linalg.solve(gram, table.T @ worth), float)


def _values(table: Row, value: Numbers, columns: Numbers) -> Row:
    """By rows, which are few: the same as by columns."""
    wanted = np.where(value[:, None] == columns[None, :], 1.0, -1.0)
    ridge = RIDGE_OF_VALUES * len(table) / TYPICAL * np.eye(len(table))
    return np.asarray(table.T @ np.linalg.solve(table @ table.T + ridge, wanted), float)


def _left_out(rows: _Rows, names: Mapping[str, Sequence[Any]]) -> tuple[float, float]:
    fold = np.random.default_rng(0).integers(0, FOLDS, len(rows.table))
    starts = np.cumsum([0, *map(len, names.values())])
    right, sure, others = [], [], []
    for number in range(FOLDS):
        about, values = _fitted(rows, names, fold != number)
        for n in np.flatnonzero((fold == number) & (rows.value >= 0)):
            first, last = starts[rows.fact[n]], starts[rows.fact[n] + 1]
            right.append(first + (rows.table[n] @ values[:, first:last]).argmax() == rows.value[n])
            scores = rows.table[n] @ about
            sure.append(scores[rows.fact[n]])
            others.append(scores[(rows.fact[n] + 1 + n) % len(names)])
    return float(np.mean(right)), float((np.array(sure) > np.quantile(others, 0.95)).mean())
