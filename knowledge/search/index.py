"""The search index: every published service, found by whatever people call it.

In memory and immutable: `updated` gives a new index that shares almost everything with the old one. Cheap evidence
(terms) picks candidates; expensive evidence (phrases, acts, sound) is weighed on those only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Published, Snapshot
from knowledge.places import Places
from knowledge.search.alike import alike, pieces_of
from knowledge.search.documents import Document, document_of, letters_of
from knowledge.search.hits import Hit, Scored, as_told, fitting
from knowledge.search.lexicon import Kind, Lexicon, shipped
from knowledge.search.meaning import Meaning
from knowledge.search.scoring import Query, Weighed, act_factor, fallen_back, weigh
from knowledge.search.settling import settled
from knowledge.search.stock import Stock
from knowledge.search.terms import Cutter
from knowledge.search.usage import Told, Usage, shipped_usage, told
from knowledge.text import han_runs, is_han, normalise

_CANDIDATES = 40
_BY_MEANING = 12
_BY_USAGE = 8
_BY_LETTERS = 24
_HEARD = 512  # texts
_HALF_TYPED = 8  # characters; longer texts hold whole words
_IDLE = frozenset({Kind.FILLER, Kind.FACET})

_ALL = 0.99  # of the characters typed

Scores = NDArray[np.float32]
Found = Mapping[int, tuple[float, str]]  # the score of a document number, and what it is called


class Typed(NamedTuple):
    """What may have been typed in part; `whole`: some name holds all that was typed, else it is likely talk."""

    found: Found
    whole: bool


class Heard(NamedTuple):
    query: Query
    scored: tuple[Scored, ...]


class Lies(NamedTuple):
    """Where a service lies beside the best one, 0 … 1, and how far that is trusted where no word agrees: by meaning
    (`near`, `trust`) and by bare characters (`alike`, `covered`)."""

    near: float
    trust: float
    alike: float
    covered: float


@dataclass(frozen=True)
class SearchIndex:
    """Build with `SearchIndex.build`; ask with `find`, or with `query` and `score` where all evidence is wanted.

    `chosen`: how often people chose a service when several were offered; it only orders those that are nearly alike.
    """

    lexicon: Lexicon
    places: Places
    stock: Stock = field(repr=False)
    _cut: Cutter = field(repr=False)
    chosen: Mapping[str, int] = field(default_factory=dict, repr=False)
    usage: Usage | None = field(default=None, repr=False)
    _heard: Callable[[str, str | None], Heard] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_heard", lru_cache(maxsize=_HEARD)(self._hear))

    @classmethod
    def build(
        cls,
        snapshot: Snapshot,
        *,
        lexicon: Lexicon | None = None,
        meaning: Meaning | None = None,
        sayings: Mapping[str, Iterable[str]] | None = None,
        usage: Usage | Literal["shipped"] | None = "shipped",
    ) -> SearchIndex:
        """An index over a snapshot. `meaning` None: no sentence vectors; `sayings` are learned wordings by code;
        `usage` None: what people were found to say counts nothing."""
        lexicon = lexicon or shipped()
        cut = Cutter(lexicon)
        at = {office.slug: office.place for office in snapshot.offices.values()}
        documents = [document_of(p, cut, at, (sayings or {}).get(code, ())) for code, p in snapshot.published.items()]
        places = Places.of(snapshot.places, snapshot.offices)
        fitted = shipped_usage() if usage == "shipped" else usage
        pieces = {piece for document in documents for phrase in document.phrases for piece in cut.pieces(phrase.text)}
        return cls(lexicon, places, Stock.of(documents, lexicon, meaning, sorted(pieces)), cut, usage=fitted)

    def updated(self, published: Published, sayings: Iterable[str] = ()) -> SearchIndex:
        """The index with one service added or replaced; the rest is shared."""
        at = {office.slug: office.place for office in self.places.offices.values()}
        document = document_of(published, self._cut, at, sayings)
        return replace(self, stock=self.stock.with_document(document))

    def without(self, code: str) -> SearchIndex:
        """The index after a service was withdrawn; an unknown code changes nothing."""
        stock = self.stock.without(code)
        return self if stock is self.stock else replace(self, stock=stock)

    def with_meaning(self, meaning: Meaning) -> SearchIndex:
        """The same services with the vectors `meaning` now has for them."""
        return replace(self, stock=self.stock.with_meaning(meaning))

    def with_choices(self, chosen: Mapping[str, int]) -> SearchIndex:
        """Everything else as it is."""
        return replace(self, chosen=chosen)

    def find(self, text: str, place: str | None = None, limit: int = 10) -> list[Hit]:
        """Services for a search box, best first. Empty text lists what is had at `place` by topic."""
        text = normalise(text)
        if not text:
            return self._listed(place, limit)
        if document := self._by_code(text):
            return [self.hit(Scored(document, 1.0, 1.0, "code", local=True), place)]
        mention = self.places.mention(text, place)
        if mention and mention.place:
            rest = (text[: mention.start] + " " + text[mention.end :]).strip()
            text, place = (rest, mention.place) if rest else (text, place)
        thresholds, query = self.lexicon.thresholds, self.query(text)
        typed = self._typed(query.text)
        talk = not typed.whole and self._usual
        kept = self.score(query, place, None if talk else typed.found)
        kept = [s for s in kept if s.score >= thresholds["link" if talk else "find"]]
        best = max((s.score for s in kept), default=0.0)
        kept = [s for s in kept if s.score >= thresholds["rest"] * best]
        return [self.hit(s, place) for s in fitting(kept, self.lexicon)[:limit]]

    def query(self, text: str) -> Query:
        """A normalised text made ready for `score`: sounds mended, fillers dropped, terms weighed."""
        mended = self.stock.speller.mend(text, self._is_word, self._cut.words)
        core, at, asks = "", 0, False
        for word in self.lexicon.scan(mended.text):
            idle = any(kind in _IDLE for kind, _ in word.senses)
            asks = asks or any(kind is Kind.FACET for kind, _ in word.senses)
            core += mended.text[at : word.start] + ("" if idle else word.text)
            at = word.end
        core = "".join(han_runs(core + mended.text[at:]))
        bare = "".join(c for c in mended.text if is_han(c) or c.isalnum())
        terms = self._cut(mended.text, talk=True)
        return Query(mended.text, bare if bare in self.stock.phrases else core, terms, mended.how, asks)

    def heard(self, text: str, place: str | None) -> Heard:
        """`query` and `score` of a normalised text, kept for a while: within a turn a sentence and its clauses are
        linked, weighed against the matter in hand and looked up again."""
        return self._heard(text, place)

    def _hear(self, text: str, place: str | None) -> Heard:
        query = self.query(text)
        return Heard(query, tuple(self.score(query, place)))

    def score(self, query: Query, place: str | None, typed: Found | None = None) -> list[Scored]:
        """Every candidate with its score, local ones first among equals. `typed`: those of which it is a part."""
        names, others = self.stock.names.scores(query.terms.things), self.stock.others.scores(query.terms.things)
        numbers = self._candidates(query, names, others)
        typed = typed or {}
        near, trust = self._near(query, numbers)
        heard = None if typed else self._told(query)  # a name half typed is no talk
        numbers |= set(typed) | set(_best(near, _BY_MEANING))
        numbers |= {self.stock.numbers[code] for code in heard.best(_BY_USAGE)} if heard else set()
        letters = self._letters(query)
        numbers |= letters.keys()
        whole = sum(w * self.idf(t) for t, w in query.terms.things.items()) or 1.0
        found = []
        for n in numbers:
            if document := self.stock.documents[n]:
                weighed = weigh(
                    query, document, float(names[n]) / whole, float(others[n]) / whole, self.idf, self.lexicon
                )
                if n in typed and typed[n][0] > weighed.score:
                    weighed = replace(weighed, score=typed[n][0], matched=typed[n][1])
                found.append((document, weighed, Lies(float(near[n]), trust, *letters.get(n, (0.0, 0.0)))))
        return self._ranked(query, found, place, heard)

    def idf(self, term: str) -> float:
        """How telling a term is among the names of all services."""
        return self.stock.names.idf(term)

    @property
    def phrases(self) -> Mapping[str, tuple[int, ...]]:
        """Every name and alias, with the numbers of its documents."""
        return self.stock.phrases

    def hit(self, scored: Scored, place: str | None) -> Hit:
        """The public form of a candidate."""
        document = scored.document
        at = document.home
        if place and document.places:
            chain = [slug for slug in self.places.ancestors(place) if slug in document.places]
            at = chain[0] if chain else min(document.places, key=lambda s: (self.places.distance(place, s), s))
        return Hit(
            document.code, document.name, at, round(min(scored.score, 1.0), 4), scored.matched, document.distinct
        )

    # --- weighing -------------------------------------------------------------------------------------------------

    def _ranked(
        self,
        query: Query,
        found: list[tuple[Document, Weighed, Lies]],
        place: str | None,
        heard: Told | None,
    ) -> list[Scored]:
        weights, enough = self.lexicon.weights, self.lexicon.thresholds["link"]
        top = max((weighed.score for _, weighed, _ in found), default=0.0)
        related = [document for document, weighed, _ in found if weighed.score > weights["related"] * top]
        offered = frozenset(act for d in related for act in (*d.main, *d.side))
        query = fallen_back(query, offered, self.lexicon)
        local = self.places.around(place) if place else None
        scored = []
        for document, weighed, lies in found:
            factor = act_factor(query, document, self.lexicon, offered)
            by_words = min(1.0, weighed.score * factor)
            backed = min(1.0, by_words / enough) ** 2
            meant = weights["meaning"] * lies.near * max(lies.trust, backed)
            spelt = weights["letters"] * lies.alike * max(lies.covered, backed) * factor ** weights["letters_act"]
            score = (1 - (1 - by_words) * (1 - meant) * (1 - min(spelt, 1.0))) * (
                1 + weights["closeness"] * self._closeness(document, place)
            )
            matched = "meaning" if meant > by_words and weighed.matched in ("words", "evidence") else weighed.matched
            at_home = local is None or not document.places or bool(local & document.places)
            agrees = factor > weights["conflict"]
            scored.append(Scored(document, score, weighed.share, matched, at_home, agrees))
        scored = as_told(scored, heard, self.lexicon) if heard else scored
        ranked = sorted(scored, key=lambda s: (-round(s.score, 4), not s.local, s.document.code))
        return settled(ranked, query, self.chosen, self.lexicon.thresholds["tie"])

    def _candidates(self, query: Query, names: Scores, others: Scores) -> set[int]:
        numbers = {*_best(names, _CANDIDATES), *_best(others, _BY_MEANING)}
        for text in {query.core, query.text}:
            numbers.update(self.stock.phrases.get(text, ()))
        return numbers

    def _near(self, query: Query, candidates: set[int]) -> tuple[Scores, float]:
        """For each document how near it lies by meaning, 1 the nearest, 0 where it is `spread` further away; and how
        far to trust that where no word agrees: talk about anything else is not quite as near, and a question without
        a name goes on about the service in hand."""
        nearness, size = self.stock.nearness, len(self.stock.documents)
        if nearness is None or len(query.text) < 2:
            return np.zeros(size, np.float32), 0.0
        cosines = nearness.cosines(query.terms.said, size, candidates)
        top, thresholds = float(cosines.max(initial=0.0)), self.lexicon.thresholds
        if top <= 0:  # no vector is known yet
            return np.zeros(size, np.float32), 0.0
        near: Scores = np.clip(1 - (top - cosines) / self.lexicon.weights["spread"], 0, 1).astype(np.float32)
        low, high = thresholds["meant_none"], thresholds["meant_sure"]
        return near, 0.0 if query.asks else min(1.0, max(0.0, (top - low) / (high - low)))

    def _told(self, query: Query) -> Told | None:
        """Nothing is told by usage where only a bare name was said (身份证): all that bear it are meant."""
        bare = not query.terms.acts and not query.terms.lean and query.core in self.lexicon.senses
        if self.usage is None or bare or len(query.text) < 2:
            return None
        nearness = self.stock.nearness
        vector = nearness.meaning.query(query.terms.said) if nearness else None
        return told(self.usage, query, vector, self.stock.numbers)

    @cached_property
    def _usual(self) -> bool:
        """Whether usage knows any of the services here, and so what talk about none of them is like."""
        return self.usage is not None and any(code in self.stock.numbers for code in self.usage.codes)

    def _letters(self, query: Query) -> dict[int, tuple[float, float]]:
        """For the best by characters: how alike a name is, 1 the most alike; and how far to trust that
        where no word agrees. Long talk holds characters of everything, so it counts less."""
        text, weights, thresholds = query.core or query.text, self.lexicon.weights, self.lexicon.thresholds
        if len(text) < 2:
            return {}
        pieces = {piece: self.stock.letters.idf(piece) for piece in pieces_of(text)}
        best = _best(self.stock.letters.scores(dict.fromkeys(pieces, 1.0)), _BY_LETTERS)
        documents = {n: document for n in best if (document := self.stock.documents[n])}
        values = {n: alike(pieces, document) for n, document in documents.items()}
        top = max(values.values(), default=0.0)
        if top <= 0:
            return {}
        low, high = thresholds["alike_none"], thresholds["alike_sure"]
        covered = 0.0 if query.asks else min(1.0, max(0.0, (top / sum(pieces.values()) - low) / (high - low)))
        short = min(1.0, weights["letters_length"] / len(text))
        spread = weights["letters_spread"]
        return {n: (short * max(0.0, 1 - (1 - value / top) / spread), covered) for n, value in values.items()}

    def _typed(self, text: str) -> Typed:
        """Documents by what was typed so far: pinyin or initials, a department, or some characters of a name."""
        weights, stock = self.lexicon.weights, self.stock
        found: dict[int, tuple[float, str]] = {}
        letters = text.replace(" ", "").replace("'", "")
        if len(letters) >= 2 and letters.isascii() and letters.isalpha():
            for number, share in stock.prefixes.starting(letters):
                found[number] = max(found.get(number, (0.0, "")), (0.5 + 0.4 * share, "pinyin"))
            return Typed(found, bool(found))
        name = self.lexicon.departments.get(text, text)
        if len(name) >= 2:
            numbers = [n for department, own in stock.departments.items() if name in department for n in own]
            found = dict.fromkeys(numbers, (weights["department"], "department"))
        whole = bool(found)
        if len(text) <= _HALF_TYPED:
            pieces = [piece for piece in letters_of(text) if len(piece) == min(2, len(text))]
            shares = stock.letters.scores(dict.fromkeys(pieces, 1.0))
            mass = sum(map(stock.letters.idf, pieces)) or 1.0
            whole = whole or float(shares.max(initial=0.0)) >= _ALL * mass
            for n in _best(shares, _CANDIDATES):
                found.setdefault(n, (weights["part"] * float(shares[n]) / mass, "words"))
        return Typed(found, whole)

    def _by_code(self, text: str) -> Document | None:
        number = self.stock.numbers.get(text, self.stock.numbers.get(text.upper()))
        return None if number is None else self.stock.documents[number]

    def _is_word(self, word: str) -> bool:
        return word in self.lexicon.senses or word in self.stock.phrases or (len(word) > 1 and self._cut.knows(word))

    def _closeness(self, document: Document, place: str | None) -> float:
        """1 where it is had at the very place, less further up; nothing without a place."""
        if place is None or not document.places:
            return 0.0
        chain = self.places.ancestors(place)
        return max((1 - i / len(chain) for i, slug in enumerate(chain) if slug in document.places), default=0.0)

    def _listed(self, place: str | None, limit: int) -> list[Hit]:
        local = self.places.around(place) if place else None
        found = [d for d in self.stock.documents if d and (local is None or not d.places or local & d.places)]
        topics = {d.topic: n for n, d in reversed(list(enumerate(found)))}
        found.sort(key=lambda d: topics[d.topic])
        return [self.hit(Scored(d, 0.0, 0.0, "name", local=True), place) for d in found[:limit]]


def _best(scores: Scores, most: int) -> list[int]:
    found = np.flatnonzero(scores > 0)
    if len(found) > most:
        values = scores[found]
        found = found[np.argpartition(values, len(found) - most)[-most:]]
    best: list[int] = found.tolist()
    return best
