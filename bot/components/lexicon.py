"""The word tables of `lexicon/`, read once and carried inside the trained model."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from components.crisis import CrisisWords
from components.listed import Lists
from components.names import Matters, Names
from components.sentences import Pattern, Phrases, Stories
from components.text import Wording

FOLDER = Path(__file__).resolve().parent.parent / "lexicon"
TABLES = ("names", "wording", "phrases", "patterns", "matters", "crisis", "asked", "stories")
EXTRA_NAMES = "YIKAN_BOT_NAMES"  # a file with one name of the published catalogue a line


@dataclass(frozen=True)
class Lexicon:
    """`raw` is what was read, so that a model can carry it."""

    raw: dict[str, Any]
    names: Names
    wording: Wording
    phrases: Phrases
    patterns: tuple[Pattern, ...]
    topics: tuple[str, ...]
    matters: Matters
    crisis: CrisisWords
    lists: Lists
    stories: Stories

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Lexicon":
        """Builds the tables; raises KeyError or TypeError where one lacks a part."""
        services = [name for group in raw["names"]["services"].values() for name in group]
        return cls(
            raw,
            Names.build(services, raw["names"]["places"]),
            Wording.build(**raw["wording"]),
            Phrases(**raw["phrases"]),
            tuple(Pattern(**pattern) for pattern in raw["patterns"]["patterns"]),
            tuple(raw["patterns"]["topics"]),
            Matters.build(
                [name for group in raw["matters"]["alone"].values() for name in group], raw["matters"]["beside"]
            ),
            CrisisWords.build(**raw["crisis"]),
            Lists.build(**raw["asked"]),
            Stories(**raw["stories"]),
        )

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Lexicon":
        """The tables of `folder`, with the catalogue's names where the environment names a file of them."""
        raw = {table: yaml.safe_load((folder / f"{table}.yml").read_text(encoding="utf-8")) for table in TABLES}
        extra = os.environ.get(EXTRA_NAMES)
        if extra:
            raw["names"]["services"]["catalogue"] = _lines(Path(extra))
        return cls.of(raw)

    @classmethod
    def from_json(cls, text: str) -> "Lexicon":
        """The inverse of `to_json`."""
        return cls.of(json.loads(text))

    def to_json(self) -> str:
        """Everything read, as JSON."""
        return json.dumps(self.raw, ensure_ascii=False, sort_keys=True)


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
