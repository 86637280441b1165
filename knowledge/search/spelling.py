"""Pinyin, initials, homophones and typing slips, mended to words of the catalogue before anything is compared.

Mending looks only at stretches that cannot be read otherwise, so that right words are never "corrected".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.text import initials, is_han, near, spelt, spoken, syllables

_LATIN = re.compile(r"[a-z]{2,}")
_SPACED = re.compile(r"[a-z]+(?:[ '][a-z]+)+")  # fa lv yuan zhu
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LONGEST_WORD = 6
_LONGEST_LETTERS = 36


@dataclass(frozen=True)
class Mended:
    """The text to search with; `how` is pinyin or typo, None when nothing was mended."""

    text: str
    how: str | None = None


@dataclass(frozen=True)
class Speller:
    """Words by sound. `letters`: full pinyin → word; `heads`: initials → word; `sounds`: near syllables → words."""

    letters: Mapping[str, str]
    heads: Mapping[str, str]
    sounds: Mapping[tuple[str, ...], tuple[str, ...]]

    @classmethod
    def of(cls, nouns: Iterable[str], verbs: Iterable[str] = (), pieces: Iterable[str] = ()) -> Speller:
        """Verbs and pieces of nouns are read from pinyin but homophones are never mended to them."""
        nouns, letters = list(nouns), {}
        heads: dict[str, str] = {}
        sounds: dict[tuple[str, ...], tuple[str, ...]] = {}
        for word in (*pieces, *nouns, *verbs):
            letters[spelt(word)] = letters[spoken(word)] = word
        for word in nouns:
            _hear(word, heads, sounds)
        return cls(letters, heads, sounds)

    def extended(self, words: Iterable[str]) -> Speller:
        """The same with names of a new service; words already known keep their place."""
        letters, heads, sounds = dict(self.letters), dict(self.heads), dict(self.sounds)
        for word in words:
            if word not in sounds.get(_key(word), ()):
                letters.setdefault(spelt(word), word)
                _hear(word, heads, sounds)
        return Speller(letters, heads, sounds)

    def mend(self, text: str, is_word: Callable[[str], bool], cut: Callable[[str], list[str]]) -> Mended:
        """Latin letters read as pinyin, and Chinese stretches that only sound like a word of the catalogue."""
        how: str | None = None
        mended = _SPACED.sub(lambda found: self._spaced(found[0]), text)
        mended = _LATIN.sub(lambda found: self._read(found[0]) or found[0], mended)
        if mended != text:
            how = "pinyin"
        for run in _HAN.findall(mended):
            better = self._heard(run, is_word, cut)
            if better != run:
                mended, how = mended.replace(run, better), how or "typo"
        return Mended(mended, how)

    def _spaced(self, run: str) -> str:
        """fa lv yuan zhu → 法律援助, when it can be read to the end or no part of it can be read alone."""
        joined = self._read(run.replace(" ", "").replace("'", ""))
        alone = any(self._read(part) for part in re.split("[ ']", run))
        return joined if joined and (" " not in joined or not alone) else run

    def _read(self, run: str) -> str | None:
        """shenfenzhengdiule → 身份证丢了; sfz → 身份证; None when letters are left over in the middle of nothing."""
        if run in self.heads:
            return self.heads[run]
        out, at, known = [], 0, 0
        while at < len(run):
            for end in range(min(len(run), at + _LONGEST_LETTERS), at + 2, -1):
                if run[at:end] in self.letters:
                    out.append(self.letters[run[at:end]])
                    known, at = known + end - at, end
                    break
            else:
                out.append(run[at])
                at += 1
        return "".join(c if is_han(c[0]) else " " for c in out) if known * 2 >= len(run) else None

    def _heard(self, run: str, is_word: Callable[[str], bool], cut: Callable[[str], list[str]]) -> str:
        edges = [0]
        for word in cut(run):
            edges.append(edges[-1] + len(word))
        alone = {start for start, end in pairwise(edges) if end - start == 1}
        at, out = 0, ""
        while at < len(run):
            length, better = self._at(run, at, set(edges), alone, is_word) if at in edges else (1, None)
            out += better or run[at : at + length]
            at += length
        return out

    def _at(
        self, run: str, at: int, edges: set[int], alone: set[int], is_word: Callable[[str], bool]
    ) -> tuple[int, str | None]:
        for length in range(min(_LONGEST_WORD, len(run) - at), 1, -1):
            heard = run[at : at + length]
            if at + length not in edges or is_word(heard) or not alone & set(range(at, at + length)):
                continue
            if length == 2 and any(map(is_word, heard)):
                continue  # a character that stands for itself: 谁管 is not 水管
            for word in self.sounds.get(_key(heard), ()):
                if _close(heard, word):
                    return length, word
        return 1, None


def _key(word: str) -> tuple[str, ...]:
    return tuple(near(syllable) for syllable in syllables(word))


def _hear(word: str, heads: dict[str, str], sounds: dict[tuple[str, ...], tuple[str, ...]]) -> None:
    if not all(map(is_han, word)):
        return
    heads.setdefault(initials(word), word)
    if len(word) <= _LONGEST_WORD:
        sounds[_key(word)] = (*sounds.get(_key(word), ()), word)


def _close(heard: str, word: str) -> bool:
    """Two characters must sound exactly alike and share one; longer ones may be off by an accent but share a third."""
    shared = sum(a == b for a, b in zip(heard, word, strict=True))
    if heard == word or not shared:
        return False
    return syllables(heard) == syllables(word) if len(word) == 2 else shared * 3 >= len(word)


@dataclass(frozen=True)
class Prefixes:
    """Pinyin and initials of every name, for search as one types: sorted keys with document numbers."""

    keys: Sequence[str]
    numbers: Sequence[int]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, int]]) -> Prefixes:
        ordered = sorted(set(entries))
        return cls([key for key, _ in ordered], [number for _, number in ordered])

    def replaced(self, number: int, old: Iterable[str], new: Iterable[str]) -> Prefixes:
        """The same with other names for one document."""
        keys, numbers = list(self.keys), list(self.numbers)
        for key in set(old):
            at = next(i for i in range(bisect_left(keys, key), len(keys)) if numbers[i] == number)
            del keys[at], numbers[at]
        for key in set(new):
            at = bisect_left(keys, key)
            keys.insert(at, key)
            numbers.insert(at, number)
        return Prefixes(keys, numbers)

    def starting(self, letters: str, most: int = 200) -> Iterator[tuple[int, float]]:
        """Document numbers with how much of the key was typed, 0 to 1."""
        at = bisect_left(self.keys, letters)
        for i in range(at, min(at + most, len(self.keys))):
            if not self.keys[i].startswith(letters):
                return
            yield self.numbers[i], len(letters) / len(self.keys[i])
