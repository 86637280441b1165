"""Read the rule book of knowledge.validation: a YAML file of severities, messages and word lists."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.validation.book import RuleBook

FILE = Path(__file__).parents[1] / "data" / "validation.yml"


def load_rulebook(path: Path = FILE) -> RuleBook:
    """Raises pydantic.ValidationError for a file that does not fit."""
    return RuleBook.model_validate(yaml.safe_load(path.read_text("utf-8")))
