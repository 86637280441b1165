"""The pairs that teach when a sentence turns to another matter: knowledge/data/turns.yml, and the weights from them.

fit_turning(sample, meaning) -> Learnt     the weights for an index with vectors, or without
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue import Snapshot
from knowledge.decision import base_fact, make_axes
from knowledge.regression import fitted, left_out
from knowledge.sayings import volunteered
from knowledge.search import Meaning, SearchIndex
from knowledge.search.kept import KeptMeaning
from knowledge.search.sisters import sister
from knowledge.search.statements import LIKED, Book, statements_of
from knowledge.turning import Said, Signs, short_name, signs, turns

STAYS = "stay"
MADE, STEP = 5, 11  # pairs made for a service; how far apart the others are taken
OF_ANY = 3  # questions without a name, of each service
OF_ASKED = 0.5  # the same of a sentence that was written for another purpose
OF_MADE = 0.3  # what a pair that was made counts beside one that somebody wrote
HOME = "qinghe"
ON = date(2026, 12, 1)  # nothing a sentence of the pairs tells depends on the day


@dataclass(frozen=True)
class Pair:
    """`hand`: the service in hand; `to`: the one the sentence turns to, or `stay`; `open`: a question is open."""

    hand: str
    text: str
    to: str
    open: bool
    worth: float = 1.0


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


def asked_of_it(path: Path) -> Iterator[Pair]:
    """What answers.yml has people ask of the matter in hand stays with it."""
    for n, (hand, items) in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")).items()):
        for m, item in enumerate(items):
            yield Pair(hand, item["say"], STAYS, open=(n + m) % 3 == 0, worth=OF_ASKED)


def made(sample: Snapshot, said: Mapping[str, Sequence[str]], index: SearchIndex) -> Iterator[Pair]:
    """Another matter asked for by one of its names or by its act alone, and papers of the matter in hand asked about.

    The same catalogue makes the same pairs.
    """
    codes = sorted(sample.published)
    for n, hand in enumerate(codes):
        for m, to in enumerate(codes[(n + 1 + m * STEP) % len(codes)] for m in range(MADE)):
            names = (sample.published[to].service.name, *sample.published[to].service.aliases)
            text = said["said"][(n + m * STEP) % len(said["said"])].format(name=names[(n + m) % len(names)])
            if to != hand:
                yield Pair(hand, text, to, open=(n + m) % 3 == 0, worth=OF_MADE)
        for m, paper in enumerate(sample.published[hand].service.evidences[:MADE]):
            text = said["of_papers"][(n + m) % len(said["of_papers"])].format(paper=short_name(paper.name))
            yield Pair(hand, text, STAYS, open=(n + m) % 3 == 0, worth=OF_MADE)
        for m, act in enumerate(said["acts"]):
            text = said["of_acts"][(n + m) % len(said["of_acts"])].format(act=act)
            if alike := sister(index, hand, text):
                yield Pair(hand, text, alike, open=m % 3 == 0, worth=OF_MADE)
        for m in range(OF_ANY):
            yield Pair(hand, said["of_facets"][(n + m * STEP) % len(said["of_facets"])], STAYS, m == 0, OF_MADE)


def weighed(sample: Snapshot, index: SearchIndex, pairs: list[Pair]) -> Iterator[tuple[Pair, str | None, Signs | None]]:
    """Every pair with the service it would turn to and its signs."""
    books: dict[str, Book] = {}
    kept = KeptMeaning(index.stock.nearness.meaning) if index.stock.nearness else None
    for pair in pairs:
        service = sample.published[pair.hand].service
        if pair.hand not in books:
            bundles = [b for b in sample.bundles.values() if any(m.service == pair.hand for m in b.members)]
            statements = statements_of(service, bundles)
            if kept:
                kept.learn([statement.meant for statement in statements if statement.kind in LIKED])
            books[pair.hand] = Book.of(statements, kept)
        axes = [(axis.key, sample.facts[base_fact(axis.key)]) for axis in make_axes(service, sample.facts, ON)]
        before = frozenset(code for _, fact in axes for code in fact.given_by)
        said = Said(pair.text, HOME, pair.open, len(volunteered(axes, pair.text, ON)), before)
        found = signs(index, service, books[pair.hand], said)
        yield (pair, *(found or (None, None)))


def fit_turning(sample: Snapshot, meaning: Meaning | None, data: Path) -> Learnt:
    """`data`: the folder of turns.yml and turning.yml."""
    said = yaml.safe_load((data / "turning.yml").read_text(encoding="utf-8"))
    index = SearchIndex.build(sample, meaning=meaning)
    pairs = [*pairs_of(data / "turns.yml"), *asked_of_it(data / "answers.yml"), *made(sample, said, index)]
    found = [(pair, to, signs) for pair, to, signs in weighed(sample, index, pairs) if signs]
    rows, turned = [signs for _, _, signs in found], [pair.to != STAYS for pair, _, _ in found]
    worth = [pair.worth for pair, _, _ in found]
    chances = left_out(rows, turned, worth, [pair.hand for pair, _, _ in found])
    told = [to if turns(signs, chance) else STAYS for (_, to, signs), chance in zip(found, chances, strict=True)]
    right = [pair.to == one for (pair, _, _), one in zip(found, told, strict=True) if pair.worth == 1.0]
    return Learnt(fitted(rows, turned, worth), sum(right) / len(right), len(right))


def written(path: Path, weights: dict[str, Any]) -> None:
    """The data with these weights in the place of the former, everything before them as it stands."""
    kept = path.read_text(encoding="utf-8").partition("weights:")[0]
    path.write_text(
        kept + yaml.safe_dump({"weights": weights}, allow_unicode=True, sort_keys=True, width=118), encoding="utf-8"
    )
