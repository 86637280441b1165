"""The search index: every published service, found by whatever people call it.

In memory and immutable: `updated` gives a new index that shares almost everything with the old one. Cheap evidence
(terms) picks candidates; expensive evidence (phrases, acts, sound, meaning) is weighed on those only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Published, Snapshot
from knowledge.places import Places
from knowledge.search.documents import Document, document_of, letters_of
from knowledge.search.lexicon import Kind, Lexicon, shipped
from knowledge.search.meaning import Meaning
from knowledge.search.postings import Postings
from knowledge.search.scoring import Query, act_factor, phrase_evidence
from knowledge.search.spelling import Prefixes, Speller
from knowledge.search.terms import Cutter
from knowledge.text import han_runs, initials, is_han, normalise, spelt

_CANDIDATES = 40
_HALF_TYPED = 8  # characters; longer texts hold whole words
_FULL_SCAN = 20_000  # vectors compared with every question; beyond that only those of candidates
_MEANT = 0.80, 0.92  # nearness that counts nothing and everything


@dataclass(frozen=True)
class Hit:
    """A service found. `score` 0 … 1; `place`: where it is had, seen from the place asked for (None: everywhere)."""

    code: str
    name: str
    place: str | None
    score: float
    matched: str


@dataclass(frozen=True)
class Scored:
    """A candidate with all that was weighed; `share` of its best phrase's things was said."""

    document: Document
    score: float
    share: float
    matched: str
    local: bool
    agrees: bool = True


@dataclass(frozen=True)
class _Vectors:
    """`owners[i]` is the document of row i."""

    rows: NDArray[np.float32]
    owners: NDArray[np.int32]


@dataclass(frozen=True)
class SearchIndex:
    """Build with `SearchIndex.build`; `documents` keeps a gap (None) where a service was withdrawn."""

    lexicon: Lexicon
    places: Places
    documents: Sequence[Document | None]
    numbers: Mapping[str, int]
    _cut: Cutter = field(repr=False)
    _primary: Postings = field(repr=False)
    _secondary: Postings = field(repr=False)
    _letters: Postings = field(repr=False)
    _speller: Speller = field(repr=False)
    _prefixes: Prefixes = field(repr=False)
    _phrases: Mapping[str, tuple[int, ...]] = field(repr=False)
    _vectors: _Vectors | None = field(repr=False, default=None)
    _meaning: Meaning | None = field(repr=False, default=None)

    @classmethod
    def build(
        cls,
        snapshot: Snapshot,
        *,
        lexicon: Lexicon | None = None,
        meaning: Meaning | None = None,
        sayings: Mapping[str, Iterable[str]] | None = None,
    ) -> SearchIndex:
        """An index over a snapshot. `meaning` None: no sentence vectors; `sayings` are learned wordings by code."""
        lexicon = lexicon or shipped()
        places = Places.of(snapshot.places, snapshot.offices)
        cut = Cutter(lexicon)
        at = {office.slug: office.place for office in snapshot.offices.values()}
        documents = [document_of(p, cut, at, (sayings or {}).get(code, ())) for code, p in snapshot.published.items()]
        return cls(
            lexicon=lexicon,
            places=places,
            documents=documents,
            numbers={document.code: number for number, document in enumerate(documents)},
            _cut=cut,
            _primary=Postings.of(d.primary for d in documents),
            _secondary=Postings.of(d.secondary for d in documents),
            _letters=Postings.of(d.letters for d in documents),
            _speller=Speller.of([*_nouns(documents), *lexicon.nouns()], lexicon.verbs()),
            _prefixes=Prefixes.of((key, n) for n, d in enumerate(documents) for key in _heads(d)),
            _phrases=_by_phrase(documents),
            _vectors=_vectors(documents, meaning) if meaning else None,
            _meaning=meaning,
        )

    def updated(self, published: Published, sayings: Iterable[str] = ()) -> SearchIndex:
        """The index with one service added or replaced; the rest is shared."""
        at = {office.slug: office.place for office in self.places.offices.values()}
        document = document_of(published, self._cut, at, sayings)
        return self._with(document, self.numbers.get(document.code, len(self.documents)))

    def without(self, code: str) -> SearchIndex:
        """The index after a service was withdrawn; an unknown code changes nothing."""
        number = self.numbers.get(code)
        return self if number is None else self._with(None, number)

    def _with(self, document: Document | None, number: int) -> SearchIndex:
        documents = [*self.documents, *([None] if number == len(self.documents) else [])]
        old, documents[number] = documents[number], document
        numbers = {code: n for code, n in self.numbers.items() if n != number}
        phrases = dict(self._phrases)
        for phrase in old.phrases if old else ():
            phrases[phrase.text] = tuple(n for n in phrases[phrase.text] if n != number)
        speller, vectors = self._speller, self._vectors
        if document:
            numbers[document.code] = number
            for phrase in document.phrases:
                phrases[phrase.text] = (*phrases.get(phrase.text, ()), number)
            speller = speller.extended(_nouns([document]))
        if vectors and self._meaning:
            vectors = _revised(vectors, document, number, self._meaning)
        return replace(
            self,
            documents=documents,
            numbers=numbers,
            _primary=self._primary.replaced(number, old.primary if old else {}, document.primary if document else {}),
            _secondary=self._secondary.replaced(
                number, old.secondary if old else {}, document.secondary if document else {}
            ),
            _letters=self._letters.replaced(number, old.letters if old else {}, document.letters if document else {}),
            _speller=speller,
            _prefixes=self._prefixes.replaced(number, _heads(old), _heads(document)),
            _phrases=phrases,
            _vectors=vectors,
        )

    @cached_property
    def _departments(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for number, document in enumerate(self.documents):
            if document and document.department:
                found[document.department] = (*found.get(document.department, ()), number)
        return found

    # --- reading --------------------------------------------------------------------------------------------------

    def find(self, text: str, place: str | None = None, limit: int = 10) -> list[Hit]:
        """Services for a search box, best first. Empty text lists what is had at `place` by topic."""
        text = normalise(text)
        if not text:
            return self._listed(place, limit)
        if text in self.numbers or text.upper() in self.numbers:
            document = self.documents[self.numbers.get(text, self.numbers.get(text.upper(), 0))]
            return [self.hit(Scored(document, 1.0, 1.0, "code", True), place)] if document else []
        mention = self.places.mention(text, place)
        if mention and mention.place:
            rest = (text[: mention.start] + " " + text[mention.end :]).strip()
            text, place = (rest, mention.place) if rest else (text, place)
        scored = self.score(self.query(text), place, typing=True)
        kept = [s for s in scored if s.score >= self.lexicon.thresholds["find"]]
        best = max((s.score for s in kept), default=0.0)
        kept = [s for s in kept if s.score >= self.lexicon.thresholds["rest"] * best]
        return [self.hit(s, place) for s in fitting(kept, self.lexicon)[:limit]]

    def idf(self, term: str) -> float:
        """How telling a term is among the names of all services."""
        return self._primary.idf(term)

    @property
    def phrases(self) -> Mapping[str, tuple[int, ...]]:
        """Every name and alias, with the numbers of its documents."""
        return self._phrases

    def query(self, text: str) -> Query:
        """A normalised text made ready for `score`: sounds mended, fillers dropped, terms weighed."""
        mended = self._speller.mend(text, self._is_word, self._cut.words)
        terms = self._cut(mended.text, talk=True)
        idle = (Kind.FILLER, Kind.FACET)
        core, at = "", 0
        for word in self.lexicon.scan(mended.text):
            core += mended.text[at : word.start]
            core += "" if any(word.of(kind) for kind in idle) else word.text
            at = word.end
        core = "".join(han_runs(core + mended.text[at:]))
        bare = "".join(c for c in mended.text if is_han(c) or c.isalnum())
        return Query(mended.text, bare if bare in self._phrases else core, terms, mended.how)

    def score(self, query: Query, place: str | None, *, typing: bool = False) -> list[Scored]:
        """Every candidate with its score, local ones first among equals. `typing`: it may be the start of a name."""
        words = self._primary.scores(query.terms.things)
        others = self._secondary.scores(query.terms.things)
        near = self._nearness(query)
        numbers = self._candidates(query, words, others, near)
        sounds = dict(self._sounding(query.text)) if typing else {}
        typed = self._typed(query.text) if typing and not sounds else {}
        whole = sum(w * self._primary.idf(t) for t, w in query.terms.things.items()) or 1.0
        local = self.places.around(place) if place else None
        found = [d for n in numbers | set(sounds) | set(typed) if (d := self.documents[n])]
        raw = []
        for document in found:
            n = self.numbers[document.code]
            shares = float(words[n]) / whole, float(others[n]) / whole
            raw.append(self._weigh(query, document, *shares, near.get(n, 0.0), sounds.get(n, 0.0)))
            if n in typed and typed[n][0] > raw[-1][0]:
                raw[-1] = (typed[n][0], 0.0, typed[n][1])
        return self._ranked(query, found, raw, local, place)

    def _ranked(
        self,
        query: Query,
        found: list[Document],
        raw: list[tuple[float, float, str]],
        local: frozenset[str] | None,
        place: str | None,
    ) -> list[Scored]:
        top = max((score for score, _, _ in raw), default=0.0)
        related = [d for d, (score, _, _) in zip(found, raw, strict=True) if score > 0.3 * top]
        query = self._fallen_back(query, related)
        offered = frozenset(act for d in related for act in (*d.main, *d.side))
        scored = []
        for document, (score, share, matched) in zip(found, raw, strict=True):
            factor = act_factor(query, document, self.lexicon, offered)
            at_home = local is None or not document.places or bool(local & document.places)
            level = self._closeness(document, place)
            agrees = factor > self.lexicon.weights["conflict"]
            scored.append(Scored(document, score * factor * (1 + 0.01 * level), share, matched, at_home, agrees))
        return sorted(scored, key=lambda s: (-round(s.score, 4), not s.local, s.document.code))

    def _fallen_back(self, query: Query, related: Iterable[Document]) -> Query:
        """An act that no related service names stands for the next one: 损坏 → 换领."""
        main = {act for d in related for act in (*d.main, *d.side)}
        acts = set()
        for act in query.terms.acts:
            others = self.lexicon.falls_back.get(act, ())
            acts |= {act} if act in main or not others else {next((o for o in others if o in main), act)}
        return replace(query, terms=replace(query.terms, acts=frozenset(acts)))

    def _candidates(
        self, query: Query, words: NDArray[np.float32], others: NDArray[np.float32], near: Mapping[int, float]
    ) -> set[int]:
        numbers = set(_best(words, _CANDIDATES))
        numbers |= set(_best(others, 10))
        numbers |= {n for n, value in sorted(near.items(), key=lambda item: -item[1])[:10]}
        for text in {query.core, query.text}:
            numbers |= set(self._phrases.get(text, ()))
        return numbers

    def _weigh(
        self, query: Query, document: Document, words: float, others: float, near: float, sound: float
    ) -> tuple[float, float, str]:
        """(score, share, matched) of one candidate before acts and place."""
        weights, thresholds, idf = self.lexicon.weights, self.lexicon.thresholds, self._primary.idf
        best, share, source = 0.0, 0.0, "words"
        for phrase in document.phrases:
            score, said = phrase_evidence(query, phrase, idf, self.lexicon)
            if (score, said) > (best, share):
                best, share = score, said
                source = phrase.source if phrase.text in query.text or phrase.text == query.core else "words"
        literal = weights["literal"] * (source != "words")
        parts = {
            source: 1 - (1 - best) * (1 - literal),
            "words": weights["words"] * words,
            "evidence": weights["secondary"] * others,
            "meaning": weights["meaning"] * near,
            "pinyin": sound,
        }
        if source == "words":
            parts["words"] = 1 - (1 - best) * (1 - weights["words"] * words)
        by_words = 1 - prod(1 - min(part, 1.0) for kind, part in parts.items() if kind != "meaning")
        meant = parts["meaning"] * max(weights["meaning_alone"], min(1.0, by_words / thresholds["link"]))
        total = 1 - (1 - by_words) * (1 - meant)
        return total, share, self._matched(query, document, source, best, parts)

    def _matched(self, query: Query, document: Document, source: str, best: float, parts: Mapping[str, float]) -> str:
        """The kind of evidence to tell people: a name said word for word, else whatever weighs most."""
        matched = source if source != "words" and best >= 0.5 else max(parts, key=lambda kind: parts[kind])
        if matched == "evidence" and document.department and query.core and query.core in document.department:
            return "department"
        return query.mended if query.mended and matched in ("words", "alias", "name") else matched

    def _nearness(self, query: Query) -> dict[int, float]:
        """Document → nearness of meaning 0…1 of its nearest phrase, for the nearest ones; empty without a model."""
        if not self._vectors or not self._meaning or not len(self._vectors.rows) or len(query.text) < 2:
            return {}
        if len(self._vectors.rows) > _FULL_SCAN:
            return {}
        low, high = _MEANT
        cosines = self._vectors.rows @ self._meaning.query(query.text)
        found: dict[int, float] = {}
        for row in np.argsort(-cosines)[:60]:
            owner = int(self._vectors.owners[row])
            found.setdefault(owner, float(np.clip((cosines[row] - low) / (high - low), 0.0, 1.0)))
        return found

    def _sounding(self, text: str) -> Iterable[tuple[int, float]]:
        """Documents with a name that begins with the letters typed, by pinyin or initials."""
        letters = text.replace(" ", "").replace("'", "")
        if len(letters) >= 2 and letters.isascii() and letters.isalpha():
            best: dict[int, float] = {}
            for number, share in self._prefixes.starting(letters):
                best[number] = max(best.get(number, 0.0), 0.5 + 0.4 * share)
            yield from best.items()

    def _typed(self, text: str) -> dict[int, tuple[float, str]]:
        """Documents by department, and, for short texts, by the characters typed so far."""
        weights, found = self.lexicon.weights, {}
        name = self.lexicon.departments.get(text, text)
        if len(name) >= 2:
            numbers = [n for department, own in self._departments.items() if name in department for n in own]
            found = dict.fromkeys(numbers, (weights["department"], "department"))
        if 0 < len(text) <= _HALF_TYPED:
            pieces = [p for p in letters_of(text) if len(p) == min(2, len(text))]
            shares = self._letters.scores(dict.fromkeys(pieces, 1.0))
            whole = sum(self._letters.idf(p) for p in pieces) or 1.0
            for n in _best(shares, _CANDIDATES):
                found.setdefault(n, (weights["part"] * float(shares[n]) / whole, "words"))
        return found

    def _is_word(self, word: str) -> bool:
        return word in self.lexicon.senses or word in self._phrases or self._cut.knows(word)

    def _closeness(self, document: Document, place: str | None) -> float:
        """1 where it is had at the very place, less further up; nothing without a place."""
        if place is None or not document.places:
            return 0.0
        chain = self.places.ancestors(place)
        return max((1 - i / len(chain) for i, slug in enumerate(chain) if slug in document.places), default=0.0)

    def hit(self, scored: Scored, place: str | None) -> Hit:
        """The public form of a candidate."""
        document = scored.document
        at = document.home
        if place and document.places:
            chain = [slug for slug in self.places.ancestors(place) if slug in document.places]
            at = chain[0] if chain else min(document.places, key=lambda s: (self.places.distance(place, s), s))
        return Hit(document.code, document.name, at, round(min(scored.score, 1.0), 4), scored.matched)

    def _listed(self, place: str | None, limit: int) -> list[Hit]:
        local = self.places.around(place) if place else None
        found = [d for d in self.documents if d and (local is None or not d.places or local & d.places)]
        topics = {d.topic: n for n, d in reversed(list(enumerate(found)))}
        found.sort(key=lambda d: topics[d.topic])
        return [self.hit(Scored(d, 0.0, 0.0, "name", True), place) for d in found[:limit]]


def fitting(scored: list[Scored], lexicon: Lexicon) -> list[Scored]:
    """Local services alone where one of them fits; else those of other places too."""
    good = [s for s in scored if s.local and s.score >= lexicon.thresholds["local"]]
    foreign = [s for s in scored if not s.local]
    if not foreign or (good and (any(s.agrees for s in good) or not any(s.agrees and s.share > 0.6 for s in foreign))):
        return [s for s in scored if s.local]
    if good and not any(s.agrees for s in good):
        return sorted(scored, key=lambda s: (not s.agrees, -s.score))
    return scored


def _best(scores: NDArray[np.float32], most: int) -> list[int]:
    if len(scores) > most:
        top = np.argpartition(-scores, most)[:most]
        return [int(n) for n in top if scores[n] > 0]
    return [int(n) for n in np.nonzero(scores > 0)[0]]


def _by_phrase(documents: Sequence[Document | None]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, document in enumerate(documents):
        for phrase in document.phrases if document else ():
            found[phrase.text] = (*found.get(phrase.text, ()), number)
    return found


def _nouns(documents: Iterable[Document]) -> Iterable[str]:
    """Names short enough to be heard as one word."""
    return (p.text for d in documents for p in d.phrases if 2 <= len(p.text) <= 6 and all(map(is_han, p.text)))


def _heads(document: Document | None) -> Iterable[str]:
    """Every name by pinyin and by initials."""
    for phrase in document.phrases if document else ():
        text = "".join(c for c in phrase.text if is_han(c))
        if text:
            yield spelt(text)
            yield initials(text)


def _vectors(documents: Sequence[Document | None], meaning: Meaning) -> _Vectors:
    texts, owners = [], []
    for number, document in enumerate(documents):
        for phrase in document.phrases if document else ():
            texts.append(phrase.text)
            owners.append(number)
    return _Vectors(meaning.passages(texts), np.array(owners, np.int32))


def _revised(vectors: _Vectors, document: Document | None, number: int, meaning: Meaning) -> _Vectors:
    kept = vectors.owners != number
    rows, owners = vectors.rows[kept], vectors.owners[kept]
    if document:
        texts = [phrase.text for phrase in document.phrases]
        rows = np.concatenate([rows, meaning.passages(texts)])
        owners = np.append(owners, np.full(len(texts), number, np.int32))
    return _Vectors(rows, owners)
