"""Danger recognised by its words, whatever else the sentence says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True)
class CrisisWords:
    """Patterns of danger and of what only sounds like it (`lexicon/crisis.yml`)."""

    signs: Pattern[str]
    harmless: Pattern[str]

    @classmethod
    def build(cls, signs: Sequence[str], harmless: Sequence[str]) -> "CrisisWords":
        """Raises re.error for a pattern that is not one."""
        return cls(re.compile("|".join(f"(?:{sign})" for sign in signs)), re.compile("|".join(harmless) or r"(?!)"))

    def in_(self, text: str) -> bool:
        """Whether danger is said; a harmless phrase is taken out first, so what stands beside it still counts."""
        return bool(self.signs.search(self.harmless.sub("，", text)))
