"""A text as terms: the acts it speaks of and the things it names, each with a weight before idf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rjieba import Jieba

from knowledge.search.lexicon import Kind, Lexicon, Word
from knowledge.text import is_han

ACT_SIGN = "!"  # begins a term that is the wording of an act: it helps to rank but names nothing
_CLAUSE = re.compile(r"[，。！？；,.!?;：:\n ]")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


@dataclass(frozen=True)
class Terms:
    """`things`: term → weight; `acts`: what is to be done; `lean`: a weak verb is there; `spans`: where things are;
    `said`: the text without what was taken back."""

    things: Mapping[str, float]
    acts: frozenset[str]
    lean: bool
    spans: Mapping[str, tuple[tuple[int, int], ...]]
    said: str = ""


class Cutter:
    """Cuts texts into terms with one lexicon and one word list of its own (words added later are never taken away)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._cutter = Jieba()
        for word in lexicon.nouns():
            self._cutter.add_word(word, None, None)

    def learn(self, words: Iterable[str]) -> None:
        """Names of the catalogue as words of their own."""
        for word in words:
            if 2 <= len(word) <= 6 and not self._cutter.has_word(word):
                self._cutter.add_word(word, None, None)

    def knows(self, word: str) -> bool:
        return self._cutter.has_word(word)

    def words(self, text: str) -> list[str]:
        """The words of the dictionary and of the catalogue that make up a text."""
        found: list[str] = self._cutter.cut(text, hmm=False)
        return found

    def pieces(self, text: str) -> Iterator[str]:
        """The words of a name, those within longer ones too, of at least two characters."""
        return (word for word in self._cutter.cut_for_search(text, hmm=False) if len(word) >= 2 and is_han(word[0]))

    def __call__(self, text: str, *, talk: bool = False) -> Terms:
        """`talk`: what stands in clauses that ask for nothing counts less than what is asked for."""
        words = self.lexicon.scan(text)
        blank = _taken_back(text, words, self.lexicon.corrections)
        words = [w for w in words if not any(blank[w.start : w.end])]
        things: dict[str, float] = {}
        spans: dict[str, list[tuple[int, int]]] = {}
        told = _background(text, words) if talk else []
        for term, weight, start, end in (*self._named(words), *self._loose(text, words, blank)):
            if any(low <= start < high for low, high in told):
                weight *= self.lexicon.weights["background"]
            things[term] = max(weight, things.get(term, 0.0))
            spans.setdefault(term, []).append((start, end))
        acts = frozenset(act for w in words for act in w.of(Kind.ACT))
        lean = any(w.of(Kind.LEAN) for w in words)
        said = "".join(c for c, taken in zip(text, blank, strict=True) if not taken)
        return Terms(things, acts, lean, {term: tuple(places) for term, places in spans.items()}, said)

    def _named(self, words: Iterable[Word]) -> Iterator[tuple[str, float, int, int]]:
        weights = self.lexicon.weights
        for word in words:
            for concept in word.of(Kind.CONCEPT):
                factor = weights["weak_concept"] if concept in self.lexicon.weak_concepts else 1.0
                yield f"={concept}", weights["unit"] * factor, word.start, word.end
            if len(word.text) > 1 and word.of(Kind.ACT):
                yield f"{ACT_SIGN}{word.text}", weights["crossing"], word.start, word.end
            if word.of(Kind.WEAK):
                yield word.text, weights["pair"] * weights["weak"], word.start, word.end

    def _loose(self, text: str, words: Iterable[Word], blank: list[bool]) -> Iterator[tuple[str, float, int, int]]:
        """Pairs of characters between the known words, and longer words of the dictionary."""
        free = [not taken for taken in blank]
        for word in words:
            free[word.start : word.end] = [False] * (word.end - word.start)
        for start, end in _stretches(text, free):
            yield from self._cut(text[start:end], start)

    def _cut(self, stretch: str, offset: int) -> Iterator[tuple[str, float, int, int]]:
        weights = self.lexicon.weights
        if stretch.isascii():
            if len(stretch) >= 2:
                yield stretch, weights["pair"], offset, offset + len(stretch)
            return
        inside: set[int] = set()
        at = 0
        for word in self._cutter.cut(stretch, hmm=False):
            inside.update(range(at, at + len(word) - 1))
            if len(word) >= 3:
                yield word, weights["pair"], offset + at, offset + at + len(word)
            at += len(word)
        if len(stretch) == 1:
            yield stretch, weights["crossing"], offset, offset + 1
        for i in range(len(stretch) - 1):
            weight = weights["pair"] if i in inside else weights["crossing"]
            yield stretch[i : i + 2], weight, offset + i, offset + i + 2


def _background(text: str, words: Iterable[Word]) -> list[tuple[int, int]]:
    """The clauses without a verb or question of ours, when others have one."""
    asking = [w.start for w in words if any(kind in (Kind.ACT, Kind.LEAN, Kind.FACET) for kind, _ in w.senses)]
    edges = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    told = [(a, b) for a, b in pairwise(edges) if a < b and not any(a <= at < b for at in asking)]
    return told if asking else []


def _stretches(text: str, free: list[bool]) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        at = run.start()
        while at < run.end():
            if not free[at]:
                at += 1
                continue
            end = at
            while end < run.end() and free[end]:
                end += 1
            yield at, end
            at = end


def _taken_back(text: str, words: list[Word], corrections: tuple[str, ...]) -> list[bool]:
    """Which characters are negated: 没丢 takes back 丢; 不是补办，是换 takes back everything between 不是 and 是."""
    blank = [False] * len(text)
    for number, word in enumerate(words):
        if not word.of(Kind.NEGATION):
            continue
        if word.start and text[word.start - 1] in "是要能有可会好得":
            continue  # 是不是, 要不要, 能不能, 有没有: a question
        following = words[number + 1] if number + 1 < len(words) else None
        if following and following.start - word.end <= 1 and following.of(Kind.ACT):
            blank[word.end : following.end] = [True] * (following.end - word.end)
        if word.text.endswith("是") and (end := _corrected_at(text, word.end, corrections)):
            clause = [w for w in words if word.end <= w.start and w.end <= end]
            acts = [w for w in clause if w.of(Kind.ACT) or w.of(Kind.LEAN)]
            for start, stop in [(w.start, w.end) for w in acts] or [(word.end, end)]:
                blank[start:stop] = [True] * (stop - start)
    return blank


def _corrected_at(text: str, start: int, corrections: tuple[str, ...]) -> int | None:
    """The end of the clause after 不是, when one of the next clauses begins with 是 and the like."""
    clause = _CLAUSE.search(text, start)
    if clause is None:
        return None
    rest = text[clause.end() :].lstrip()
    return clause.start() if rest.startswith(corrections) or "是" in rest[:6] else None
