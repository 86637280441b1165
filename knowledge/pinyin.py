"""Whole sentences typed in pinyin, read as Chinese: shenfenzheng diu le, duoshao qian → 身份证丢了多少钱.

    read(text) -> str      the sentence in characters, or the text as it was

Only what can be read from end to end in words of the catalogue and of asking is read; anything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from knowledge.search.lexicon import shipped
from knowledge.text import normalise, spelt

_TYPED = re.compile(r"[a-z0-9 ,.?!，。？！']+")
_WORDS = re.compile(r"[a-z']{2,}(?: +[a-z']+)*")
_LEAST, _MOST = 5, 200  # letters of a sentence
_ALONE = 1.6  # what a single character costs against 1 for a longer word: few long words are the likeliest reading


def read(text: str) -> str:
    """The text with its stretches of pinyin in characters, where all of them can be read."""
    if not _TYPED.fullmatch(text) or not _LEAST <= sum(map(str.isalpha, text)) <= _MOST:
        return text
    said = [(run, _reading(re.sub(r"[ ']", "", run[0]))) for run in _WORDS.finditer(text)]
    if not said or any(reading is None for _, reading in said):
        return text
    out, at = [], 0
    for run, reading in said:
        out += [text[at : run.start()], str(reading)]
        at = run.end()
    return normalise("".join([*out, text[at:]]))


def _reading(letters: str) -> str | None:
    """The cheapest way to cut letters into known words; None where some are left over."""
    best: list[tuple[float, str] | None] = [(0.0, "")] + [None] * len(letters)
    words, longest = _known(), max(map(len, _known()))
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - longest), end):
            before, word = best[start], words.get(letters[start:end])
            if before is None or word is None:
                continue
            cost = before[0] + (1 if len(word) > 1 else _ALONE)
            found = best[end]
            if found is None or cost < found[0]:
                best[end] = (cost, before[1] + word)
    last = best[-1]
    return last[1] if last else None


@cache
def _known() -> Mapping[str, str]:
    """Words by their sound; where several sound alike the one that is said oftener in asking."""
    asking = yaml.safe_load(files("knowledge").joinpath("data/pinyin.yml").read_text(encoding="utf-8"))
    lexicon = [word for word in shipped().senses if len(word) > 1]
    return _by_sound([*asking["words"], *lexicon])


def _by_sound(words: Iterable[str]) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for word in words:
        known.setdefault(spelt(word), word)
    return known
