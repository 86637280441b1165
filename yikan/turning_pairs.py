"""The pairs that teach when a sentence turns to another matter: knowledge/data/turns.yml, and the weights from them.

fit_turning(sample, meaning) -> Learnt     the weights for an index with vectors, or without
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue import Snapshot
from knowledge.decision import base_fact, make_axes
from knowledge.sayings import volunteered
from knowledge.search import Meaning, SearchIndex
from knowledge.search.statements import Book, statements_of
from knowledge.turning import Said, Signs, signs
from knowledge.turning_fit import fitted, left_out

STAYS = "stay"
TURNS = 0.5
HOME = "qinghe"
ON = date(2026, 12, 1)  # nothing a sentence of the pairs tells depends on the day


@dataclass(frozen=True)
class Pair:
    """`hand`: the service in hand; `to`: the one the sentence turns to, or `stay`; `open`: a question is open."""

    hand: str
    text: str
    to: str
    open: bool


@dataclass(frozen=True)
class Learnt:
    """`right`: share of pairs left out that stay, or turn to the right service."""

    weights: dict[str, float]
    right: float
    pairs: int


def pairs_of(path: Path) -> Iterator[Pair]:
    """{hand: {stay: [text…], CODE: [text…]}}; a text that was said while a question was open begins with ?."""
    for hand, targets in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for to, texts in targets.items():
            for text in texts:
                yield Pair(hand, text.removeprefix("?"), to, text.startswith("?"))


def weighed(sample: Snapshot, index: SearchIndex, pairs: list[Pair]) -> Iterator[tuple[Pair, str | None, Signs | None]]:
    """Every pair with the service it would turn to and its signs."""
    meaning = index.stock.nearness.meaning if index.stock.nearness else None
    books: dict[str, Book] = {}
    for pair in pairs:
        service = sample.published[pair.hand].service
        if pair.hand not in books:
            bundles = [b for b in sample.bundles.values() if any(m.service == pair.hand for m in b.members)]
            books[pair.hand] = Book.of(statements_of(service, bundles), meaning)
        axes = [(axis.key, sample.facts[base_fact(axis.key)]) for axis in make_axes(service, sample.facts, ON)]
        before = frozenset(code for _, fact in axes for code in fact.given_by)
        said = Said(pair.text, HOME, pair.open, len(volunteered(axes, pair.text, ON)), before)
        found = signs(index, service, books[pair.hand], said)
        yield (pair, *(found or (None, None)))


def fit_turning(sample: Snapshot, meaning: Meaning | None, path: Path) -> Learnt:
    index = SearchIndex.build(sample, meaning=meaning)
    found = [(pair, to, signs) for pair, to, signs in weighed(sample, index, [*pairs_of(path)]) if signs]
    rows, turned = [signs for _, _, signs in found], [pair.to != STAYS for pair, _, _ in found]
    chances = left_out(rows, turned, [pair.hand for pair, _, _ in found])
    told = [to if chance >= TURNS else STAYS for (_, to, _), chance in zip(found, chances, strict=True)]
    right = sum(pair.to == one for (pair, _, _), one in zip(found, told, strict=True)) / len(found)
    return Learnt(fitted(rows, turned), right, len(found))


def written(path: Path, weights: dict[str, Any]) -> None:
    """The data with these weights in the place of the former, everything before them as it stands."""
    kept = path.read_text(encoding="utf-8").partition("weights:")[0]
    path.write_text(
        kept + yaml.safe_dump({"weights": weights}, allow_unicode=True, sort_keys=True, width=118), encoding="utf-8"
    )
