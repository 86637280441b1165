"""Text as people type it → text as we compare it: one spelling, and the sound of it.

Everything here is a pure function of its text. The conversion tables are loaded at first use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_TRADITIONAL_SAFE = re.compile(f"[^{_HAN}]*")
# Sounds that dialects and typing hurry confuse: 平翘舌, 前后鼻音, n/l, f/h.
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_NEAR_FIRST = {"l": "n", "h": "f"}


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, traditional → simplified, lower case, white space to single blanks, invisible characters dropped."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    if not _TRADITIONAL_SAFE.fullmatch(text):
        text = _simplifier().convert(text)
    return _SPACE.sub(" ", text).strip().lower()


def han_runs(text: str) -> list[str]:
    """The unbroken stretches of Chinese characters."""
    return _HAN_RUN.findall(text)


def is_han(character: str) -> bool:
    return _HAN_RUN.fullmatch(character) is not None


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    found: list[str] = lazy_pinyin(character)
    return found[0] if found else character


def syllables(text: str) -> tuple[str, ...]:
    """Toneless pinyin, one syllable for each character (读 by character: 多音字 get their commonest sound)."""
    return tuple(_sound(character) for character in text)


def spelt(text: str) -> str:
    """身份证 → shenfenzheng."""
    return "".join(syllables(text))


def spoken(word: str) -> str:
    """The same as the word is said: 调解 → tiaojie, though 调 alone is diao."""
    return "".join(lazy_pinyin(word))


def initials(text: str) -> str:
    """身份证 → sfz."""
    return "".join(syllable[:1] for syllable in syllables(text))


@lru_cache(maxsize=4096)
def near(syllable: str) -> str:
    """A coarser sound, equal for syllables that are easily confused: zheng and zen are both `zen`."""
    for exact, coarse in _NEAR:
        syllable = syllable.replace(exact, coarse)
    return _NEAR_FIRST.get(syllable[:1], syllable[:1]) + syllable[1:]
