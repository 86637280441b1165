"""Names inside a sentence: of services and places, where the gateway has not marked them, and of others' matters."""

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


@dataclass(frozen=True)
class Matters:
    """Names of what other authorities do (`lexicon/matters.yml`); some mean only that, wherever they stand."""

    all: tuple[str, ...]
    _pattern: Pattern[str]

    @classmethod
    def build(cls, alone: Sequence[str], beside: Sequence[str]) -> "Matters":
        """In any order, doubles allowed."""
        return cls(tuple(dict.fromkeys(map(plain, (*alone, *beside)))), _alternatives([plain(name) for name in alone]))

    def meant(self, typed: str, marked: str, linked: str = "") -> bool:
        """Whether one is asked about: clearly named, not marked whole (商标注册 as 商标〇 is still none of ours), not
        in the names of the services `linked`, and not the reason for one of ours (考教资要临时身份证)."""
        for name in self._pattern.findall(typed):
            ours = name in marked and SERVICE_MARK in marked
            left = [end for end in (name[:2], name[-2:]) if end in marked]
            if left and not ours and not any(end in linked for end in left):
                return True
        return False


def _alternatives(names: Sequence[str]) -> Pattern[str]:
    """One pattern; alternatives are tried in order, so longer names come first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
