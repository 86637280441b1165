"""Read the rule book of knowledge.validation and the word list of knowledge.plain: YAML files of the data folder."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.plain import PlainBook
from knowledge.validation.book import RuleBook

FILE = Path(__file__).parents[1] / "data" / "validation.yml"
PLAIN = FILE.with_name("plain.yml")


def load_rulebook(path: Path = FILE) -> RuleBook:
    """Raises pydantic.ValidationError for a file that does not fit."""
    return RuleBook.model_validate(yaml.safe_load(path.read_text("utf-8")))


def load_plain_book(path: Path = PLAIN) -> PlainBook:
    """The word list of knowledge.plain. Raises pydantic.ValidationError for a file that does not fit."""
    return PlainBook.model_validate(yaml.safe_load(path.read_text("utf-8")))
