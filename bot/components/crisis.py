"""Danger recognised by its words, whatever else the sentence says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True)
class CrisisWords:
    """Patterns of danger, of what only sounds like it, and of what may be a farewell (`lexicon/crisis.yml`)."""

    signs: Pattern[str]
    harmless: Pattern[str]
    hints: Pattern[str]

    @classmethod
    def build(cls, signs: Sequence[str], harmless: Sequence[str], hints: Sequence[str] = ()) -> "CrisisWords":
        """Raises re.error for a pattern that is not one."""
        return cls(_any(signs), _any(harmless), _any(hints))

    def in_(self, text: str) -> bool:
        """Whether danger is said; a harmless phrase is taken out first, so what stands beside it still counts."""
        return bool(self.signs.search(self.harmless.sub("，", text)))

    def hinted(self, text: str) -> bool:
        """Whether words are said that may be a farewell: what else is said decides."""
        return bool(self.hints.search(text))


def _any(patterns: Sequence[str]) -> Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
