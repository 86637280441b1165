"""Names of services and places inside a sentence, for when the gateway has not marked them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from re import Pattern

from components.text import PLACE_MARK, SERVICE_MARK, plain


@dataclass(frozen=True)
class Names:
    """The names known at training time; the longest match wins."""

    services: tuple[str, ...]
    places: tuple[str, ...]
    _located: frozenset[str]
    _pattern: Pattern[str]

    @classmethod
    def build(cls, services: Sequence[str], places: Sequence[str]) -> "Names":
        """Names as people say them, in any order, doubles allowed."""
        served, located = tuple(dict.fromkeys(map(plain, services))), tuple(dict.fromkeys(map(plain, places)))
        return cls(served, located, frozenset(located), _alternatives((*served, *located)))

    def mask(self, text: str) -> str:
        """`text` with 〇 for a service's name and ◇ for a place's."""
        return self._pattern.sub(lambda m: PLACE_MARK if m.group() in self._located else SERVICE_MARK, text)


def _alternatives(names: Sequence[str]) -> Pattern[str]:
    """One pattern; alternatives are tried in order, so longer names come first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
