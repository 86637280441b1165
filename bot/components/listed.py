"""Things asked in a row: 费用、时间、材料; 怎么申请多少钱多久. All of it is asked, likely or not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import Pattern

LEAST = 2  # things that make a list
OTHERS = 2  # characters that may stand beside them
_SIGNS = re.compile(r"[\W_〇◇]+")


@dataclass(frozen=True)
class Lists:
    """The words that ask for one thing each, and those that say nothing between them."""

    _facet_of: Mapping[str, str]
    _asking: Pattern[str]
    _between: Pattern[str]

    @classmethod
    def build(cls, facets: Mapping[str, Sequence[str]], between: Sequence[str]) -> "Lists":
        """`facets`: what is asked → its words; the longest word wins."""
        facet_of = {word: facet for facet, words in facets.items() for word in words}
        return cls(facet_of, _any_of(facet_of), _any_of(between))

    def asked(self, marked: str) -> tuple[str, ...]:
        """The facets in the order of the talk; none where it is no mere list. `marked`: names as 〇 and ◇."""
        found = [self._facet_of[match.group()] for match in self._asking.finditer(marked)]
        rest = _SIGNS.sub("", self._between.sub("", self._asking.sub(" ", marked)))
        facets = tuple(dict.fromkeys(found))
        return facets if len(facets) >= LEAST and len(rest) <= OTHERS else ()


def _any_of(words: Sequence[str] | Mapping[str, str]) -> Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
