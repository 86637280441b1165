"""Everything that is indexed, as one immutable value; a change shares nearly all of it with the former one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge.search.documents import Document
from knowledge.search.lexicon import Lexicon
from knowledge.search.meaning import Meaning
from knowledge.search.nearness import Nearness
from knowledge.search.postings import Postings
from knowledge.search.spelling import Prefixes, Speller
from knowledge.text import initials, is_han, spelt

_LONGEST_NOUN = 6


@dataclass(frozen=True)
class Stock:
    """`documents` keeps a gap (None) where a service was withdrawn; `numbers` tells where a code stands.

    `names`: words of names and aliases; `others`: of evidences, scenarios, questions; `letters`: characters of names;
    `phrases`: whole names and aliases with their document numbers.
    """

    documents: Sequence[Document | None]
    numbers: Mapping[str, int]
    names: Postings
    others: Postings
    letters: Postings
    speller: Speller
    prefixes: Prefixes
    phrases: Mapping[str, tuple[int, ...]]
    nearness: Nearness | None = field(repr=False, default=None)

    @classmethod
    def of(
        cls, documents: Sequence[Document], lexicon: Lexicon, meaning: Meaning | None, pieces: Iterable[str] = ()
    ) -> Stock:
        """`pieces`: words that names are made of, to be read from pinyin."""
        phrases: dict[str, tuple[int, ...]] = {}
        for number, document in enumerate(documents):
            for phrase in document.phrases:
                phrases[phrase.text] = (*phrases.get(phrase.text, ()), number)
        return cls(
            documents=documents,
            numbers={document.code: number for number, document in enumerate(documents)},
            names=Postings.of(d.primary for d in documents),
            others=Postings.of(d.secondary for d in documents),
            letters=Postings.of(d.letters for d in documents),
            speller=Speller.of([*_nouns(documents), *lexicon.nouns()], lexicon.verbs(), pieces),
            prefixes=Prefixes.of((key, n) for n, d in enumerate(documents) for key in _heads(d)),
            phrases=phrases,
            nearness=Nearness.of(documents, meaning) if meaning else None,
        )

    def with_document(self, document: Document) -> Stock:
        """One service added or replaced."""
        return self._changed(self.numbers.get(document.code, len(self.documents)), document)

    def without(self, code: str) -> Stock:
        """A service withdrawn; an unknown code changes nothing."""
        return self if code not in self.numbers else self._changed(self.numbers[code], None)

    def with_meaning(self, meaning: Meaning) -> Stock:
        """The same with all vectors taken from `meaning` anew."""
        return replace(self, nearness=Nearness.of(self.documents, meaning))

    def _changed(self, number: int, new: Document | None) -> Stock:
        documents = [*self.documents, *([None] if number == len(self.documents) else [])]
        old, documents[number] = documents[number], new
        numbers = {code: n for code, n in self.numbers.items() if n != number}
        if new:
            numbers[new.code] = number
        return Stock(
            documents=documents,
            numbers=numbers,
            names=self.names.replaced(number, old.primary if old else {}, new.primary if new else {}),
            others=self.others.replaced(number, old.secondary if old else {}, new.secondary if new else {}),
            letters=self.letters.replaced(number, old.letters if old else {}, new.letters if new else {}),
            speller=self.speller.extended(_nouns([new])) if new else self.speller,
            prefixes=self.prefixes.replaced(number, _heads(old), _heads(new)),
            phrases=self._phrases_with(number, old, new),
            nearness=self.nearness.replaced(number, new) if self.nearness else None,
        )

    def _phrases_with(self, number: int, old: Document | None, new: Document | None) -> Mapping[str, tuple[int, ...]]:
        phrases = dict(self.phrases)
        for phrase in old.phrases if old else ():
            kept = tuple(n for n in phrases[phrase.text] if n != number)
            phrases[phrase.text] = kept
            if not kept:
                del phrases[phrase.text]
        for phrase in new.phrases if new else ():
            phrases[phrase.text] = (*phrases.get(phrase.text, ()), number)
        return phrases

    @cached_property
    def departments(self) -> Mapping[str, tuple[int, ...]]:
        """Document numbers by department."""
        found: dict[str, list[int]] = {}
        for number, document in enumerate(self.documents):
            if document and document.department:
                found.setdefault(document.department, []).append(number)
        return {department: tuple(numbers) for department, numbers in found.items()}


def _nouns(documents: Iterable[Document]) -> Iterable[str]:
    """Names short enough to be heard as one word."""
    texts = (phrase.text for document in documents for phrase in document.phrases)
    return (text for text in texts if 2 <= len(text) <= _LONGEST_NOUN and all(map(is_han, text)))


def _heads(document: Document | None) -> Iterable[str]:
    """Every name by pinyin and by initials."""
    for phrase in document.phrases if document else ():
        text = "".join(c for c in phrase.text if is_han(c))
        if text:
            yield spelt(text)
            yield initials(text)
