"""The sentences of the API that people read: api/words.yml, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("api").joinpath("words.yml").read_text("utf-8"))
    return loaded


def words(key: str) -> Any:
    """A branch of the words file by its dotted key. KeyError when nobody wrote it."""
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return found


def word(key: str, **variables: Any) -> str:
    """One sentence, filled in."""
    return str(words(key)).format(**variables)
