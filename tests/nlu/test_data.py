"""Training data and held-out sentences: enough of each, and never the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from yikan.needs import NAME, needs
from yikan.paths import BOT, ROOT

HERE = Path(__file__).parent
LEAST_TRAINING, LEAST_HELD_OUT = 40, 15
FACETS = [
    "overview",
    "materials",
    "where",
    "nearest",
    "hours",
    "phone",
    "time_limit",
    "fee",
    "process",
    "conditions",
    "eligible",
    "online",
    "trips",
    "result",
    "proxy",
    "progress",
    "book",
    "my_booking",
    "cancel_booking",
    "reschedule",
]
KINDS = [
    "service",
    "office",
    "booking",
    "manage",
    "report",
    "help",
    "rate",
    "human",
    "smalltalk",
    "meta",
    "crisis",
    "oos",
    "unclear",
]


def skeleton(text: str) -> str:
    """The bare characters, so that punctuation cannot hide a copy."""
    return "".join(character for character in text.lower() if character.isalnum() or character in "〇◇") or text


@cache
def trained() -> list[tuple[str, str, tuple[str, ...]]]:
    rows = []
    for file in sorted((BOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            asked = tuple((block.get("metadata") or {}).get("facets") or ())
            lines = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
            rows += [(line, block["intent"], asked) for line in lines]
    return rows


@cache
def held_out() -> list[dict[str, Any]]:
    files = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(HERE.glob("*.yml"))]
    return [row for rows in files if isinstance(rows, list) for row in rows if "kind" in row]


def test_no_held_out_sentence_stands_in_the_training_data() -> None:
    known = {skeleton(text) for text, _, _ in trained()}
    assert [row["text"] for row in held_out() if skeleton(row["text"]) in known] == []


def test_no_sentence_is_trained_as_two_things() -> None:
    seen: dict[str, set[tuple[str, tuple[str, ...]]]] = defaultdict(set)
    for text, intent, asked in trained():
        seen[text].add((intent, asked))
    assert {text: labels for text, labels in seen.items() if len(labels) > 1} == {}


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_enough_sentences(facet: str) -> None:
    assert sum(facet in asked for _, _, asked in trained()) >= LEAST_TRAINING
    assert sum(facet in row["facets"] for row in held_out()) >= LEAST_HELD_OUT


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_enough_sentences(kind: str) -> None:
    assert Counter(intent for _, intent, _ in trained())[kind] >= LEAST_TRAINING
    assert Counter(row["kind"] for row in held_out())[kind] >= LEAST_HELD_OUT


def test_facets_are_those_of_the_contract() -> None:
    used = {facet for _, _, asked in trained() for facet in asked}
    assert used == set(FACETS) and {facet for row in held_out() for facet in row["facets"]} <= used


def test_the_bot_is_taught_the_sayings_of_search() -> None:
    """`yikan fit-search` writes them again."""
    nlu = BOT / "data" / "nlu"
    assert (nlu / NAME).read_text(encoding="utf-8") == needs(ROOT / "knowledge" / "data" / "sayings", nlu)
