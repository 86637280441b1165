"""Labels of cards and choices: actions/words.yml, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("actions").joinpath("words.yml").read_text("utf-8"))
    return loaded


def word(key: str, **variables: Any) -> str:
    """The words under a dotted key, filled in. KeyError when nobody wrote them."""
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**variables) if variables else str(found)


def words(key: str) -> Any:
    """A whole branch (list or mapping) of the words file."""
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return found


def says(text: str, ways: list[str]) -> bool:
    """Whether one of the patterns (`words` of a key) is found."""
    return any(re.search(way, text) for way in ways)


@cache
def patterns_of(key: str, among: str = "ways") -> tuple[re.Pattern[str], ...]:
    """The patterns under `key`.`among`, with the `parts` they are made of (written in capitals) filled in."""
    branch = words(key)
    return tuple(re.compile(_filled(way, branch["parts"])) for way in branch[among])


def _filled(way: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        way = way.replace(name, f"(?:{part})")
    return way
