"""One spelling for what people say in many: width, case, dialect words, fillers.

The tables are data (`lexicon/wording.yml`); this module only applies them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern

MAX_CHARACTERS = 300  # the need stands near the start or the end; see `shorten`
SERVICE_MARK = "〇"
PLACE_MARK = "◇"
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[，,。.、；;：:！!？?~～…\-—“”\"'‘’（）()《》【】\[\]]+")
_COMMAS = re.compile(r",{2,}")
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[a-z]")
_LATIN = re.compile(r" ?[a-z]+(?: [a-z]+)* ?")
_REPEATED = re.compile(r"(.)\1{2,}")


def plain(text: str) -> str:
    """NFKC, lower case, single spaces, no character more than twice in a row."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("○", SERVICE_MARK)
    return _REPEATED.sub(r"\1\1", _SPACE.sub(" ", folded)).strip()


def shorten(text: str) -> str:
    """A very long story keeps its first and last parts, where the need is said."""
    half = MAX_CHARACTERS // 2
    return text if len(text) <= MAX_CHARACTERS else text[:half] + "，" + text[-half:]


def skeleton(text: str) -> str:
    """The bare characters: what two spellings of one sentence share (for comparing sentences)."""
    return _PUNCTUATION.sub("", plain(text)).replace(" ", "")


def clauses_of(text: str) -> list[str]:
    """What stands between punctuation or spaces."""
    return [clause for clause in _PUNCTUATION.sub(" ", text).split(" ") if clause]


def digit_shape(text: str) -> str:
    """Numbers by length, so that no single phone number or amount is learned."""
    return _DIGITS.sub(lambda m: "#" * min(len(m.group()), 4) + ("+" if len(m.group()) > 10 else ""), text)


@dataclass(frozen=True)
class Wording:
    """Dialect and everyday variants, each with its common form, and the words that mean nothing."""

    common: Mapping[str, str]
    _variants: Pattern[str]
    _filler: Pattern[str]
    _particles: Pattern[str]
    _pinyin: Mapping[str, str]
    _syllables: Pattern[str]

    @classmethod
    def build(
        cls, common: Mapping[str, list[str]], fillers: list[str], particles: list[str], pinyin: Mapping[str, str]
    ) -> "Wording":
        """`common`: common form → its variants; longest variants win. `pinyin`: letters → word of a question."""
        table = {variant: form for form, variants in common.items() for variant in variants}
        ends = re.compile(f"(?:{_any_of(particles).pattern})+(?=,|$)")
        return cls(table, _any_of(list(table)), _any_of(fillers), ends, pinyin, _any_of(list(pinyin)))

    def read(self, text: str) -> str:
        """Pinyin of question words as characters: yao shenme cailiao → 要什么材料; other letters stay."""
        return _LATIN.sub(lambda found: self._spoken(found.group()), text)

    def _spoken(self, run: str) -> str:
        words = [(word, self._syllables.sub(lambda m: self._pinyin[m.group()], word)) for word in run.split()]
        if all(_LETTER.search(read) for _, read in words):
            return run
        return "".join(f" {word} " if _LETTER.search(read) else read for word, read in words)

    def canonical(self, text: str) -> str:
        """The sentence in common words, without fillers and closing particles, punctuation kept as one comma."""
        spoken = _PUNCTUATION.sub(",", text).replace(" ", ",").strip(",")
        bare = _COMMAS.sub(",", self._filler.sub("", spoken)).strip(",") or spoken
        bare = self._particles.sub("", bare).strip(",") or bare
        return digit_shape(self._variants.sub(lambda m: self.common[m.group()], bare))


def _any_of(words: list[str]) -> Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in ordered) or r"(?!)")
