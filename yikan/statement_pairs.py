"""What teaches when a sentence asks for an entry of the guide in hand (knowledge/data/answers.yml), and the weights.

fit_statements(sample, meaning, data) -> Learnt     the weights with vectors, or without, and what was left out
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.catalogue import Snapshot
from knowledge.regression import Row, left_out_of, solved
from knowledge.search import Meaning
from knowledge.search.kept import KeptMeaning
from knowledge.search.statements import LIKED, Book, statements_of
from knowledge.text import normalise

OF_FACETS, OF_ENTRIES = "facets", ("q", "rule")
FIGURES = 3  # behind the point


@dataclass(frozen=True)
class Pair:
    """`entry`: the source of the statement that answers; None: none does. `whole`: a whole facet is asked for."""

    hand: str
    text: str
    entry: str | None
    whole: bool


@dataclass(frozen=True)
class Learnt:
    """`found`: share of the sentences left out that get their entry; `wrong`: of those that ask for none, get one."""

    weights: dict[str, float]
    direction: tuple[Row, float] | None
    found: float
    wrong: float
    pairs: int


def pairs_of(path: Path, sample: Snapshot) -> Iterator[Pair]:
    """{hand: [{say, and q (the question), rule (the id of a condition), facets or unsaid}]}."""
    for hand, items in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        questions = {item.q: f"faq.{n}" for n, item in enumerate(sample.published[hand].service.faq)}
        for item in items:
            entry = questions[item["q"]] if "q" in item else f"requirements.{item['rule']}" if "rule" in item else None
            yield Pair(hand, item["say"], entry, OF_FACETS in item)


def book_of(sample: Snapshot, code: str, meaning: KeptMeaning | None) -> Book:
    """The guide as it is read when it is in hand, its vectors learnt."""
    bundles = [b for b in sample.bundles.values() if any(m.service == code for m in b.members)]
    statements = statements_of(sample.published[code].service, bundles)
    if meaning:
        meaning.learn([statement.meant for statement in statements if statement.kind in LIKED])
    return Book.of(statements, meaning)


def fit_statements(sample: Snapshot, meaning: Meaning | None, path: Path, sure: float) -> Learnt:
    """`sure`: from which chance an entry answers."""
    kept = KeptMeaning(meaning) if meaning else None
    pairs = list(pairs_of(path, sample))
    books = {code: book_of(sample, code, kept) for code in sorted({pair.hand for pair in pairs})}
    found = [(pair, *books[pair.hand].signs(normalise(pair.text))) for pair in pairs]
    groups = [pair.hand for pair in pairs]
    right = [books[pair.hand].statements[n].source == pair.entry for pair, n, _ in found]
    rows: list[dict[str, float]] = [dict(signs) for _, _, signs in found]
    direction = None
    if meaning:
        direction, guesses = _direction([meaning.query(normalise(pair.text)) for pair in pairs], pairs)
        rows = [{**row, "particular": float(guess)} for row, guess in zip(rows, guesses, strict=True)]
    weights, chances = _weighed(rows, right, groups)
    answered = chances >= sure
    asked = np.array([pair.entry is not None for pair in pairs])
    return Learnt(
        weights,
        direction,
        found=float((answered & right)[asked].mean()),
        wrong=float(answered[~asked].mean()),
        pairs=len(pairs),
    )


def _direction(vectors: Sequence[Any], pairs: Sequence[Pair]) -> tuple[tuple[Row, float], Row]:
    """The direction and constant, and for every pair what the others alone make of it (log-odds)."""
    table = np.c_[np.array(vectors, float), np.ones(len(vectors))]
    particular = [not pair.whole for pair in pairs]
    each = len(pairs) / 2 / np.array([particular.count(one) for one in particular])  # both kinds count alike
    chances = np.clip(left_out_of(table, particular, list(each), [pair.hand for pair in pairs]), 1e-6, 1 - 1e-6)
    *direction, constant = solved(table, np.array(particular, float), each)
    return (np.array(direction), float(constant)), np.log(chances / (1 - chances))


def _weighed(rows: Sequence[Mapping[str, float]], right: list[bool], groups: list[str]) -> tuple[dict[str, float], Row]:
    """Signs of every scale count alike before they are fitted; the weights are of the signs as they are."""
    names = sorted(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    middle, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    even = np.c_[(table - middle) / scale, np.ones(len(rows))]
    worth = [1.0] * len(rows)
    *each, constant = solved(even, np.array(right, float), np.ones(len(rows)))
    own = np.array(each) / scale
    weights = {name: round(float(weight), FIGURES) for name, weight in zip(names, own, strict=True)}
    return {**weights, "bias": round(float(constant - own @ middle), FIGURES)}, left_out_of(even, right, worth, groups)
