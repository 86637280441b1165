"""What a guide states, and what of it a sentence asks for: 证裂了换一张多少 is 坏了换一张多少钱？ in other words.

    book = Book.of(statements_of(service), meaning)
    book.answers(text) -> [Answer]      surest first; one for each part of the sentence that asks for another thing

A statement is a question with its answer, a mistake people make, a condition, a case, a note of a life event. Words
count by how telling they are among the statements of the same guide; sentence vectors are added where there are any.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.model import Bundle, Service
from knowledge.search.answering import particular, sure, weights
from knowledge.search.lexicon import Kind, shipped
from knowledge.search.meaning import Meaning, Vectors
from knowledge.text import normalise

LEAST = 4  # characters of a part of a sentence that may ask for something
ALONE = 0.5  # weight of a single character beside that of a pair
OF_ANSWER = 0.4  # weight of a word that stands in the answer only
TYPICAL = 10.0  # divides the weight of a sentence
FREE = 0.1  # how far ahead the only statement is
LIKED = {"faq": 1.0, "failed": 0.2}  # kinds that answer, before those that only state; their vectors are kept
KNOWN = 0.1  # share of the statements whose vectors are known, from which they count
UNMEANT = 0.85  # the cosine taken where there are no vectors
PART = re.compile(r"[，。！？；,.!?;\s]+")
_RUN = re.compile(r"[^\w]+")
_KEPT = 1 << 14  # texts: those of all guides of a county, which are read anew whenever the catalogue is loaded
_IDLE = frozenset("的了吗呢吧啊呀哦不我你他她您们这那就也都还是有在要能会可以个着得给到么啥")

Terms = Mapping[str, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Statement:
    """`heard`: the words by which it is recognised; `said`: what is answered; `source`: the entry of the guide.

    An entry that is asked in several ways is one statement for each; `question` is the one that is shown.
    """

    kind: str  # faq, mistake, requirement, failed, scenario, evidence, outing, note
    heard: str
    said: str
    source: str
    question: str = ""

    @property
    def meant(self) -> str:
        """The text whose sentence vector is kept."""
        return normalise(self.heard)


@dataclass(frozen=True)
class Answer:
    """`sure`: probability that this is what `part` of the sentence asks for."""

    statement: Statement
    sure: float
    part: str


def statements_of(service: Service | None, bundles: Iterable[Bundle] = ()) -> tuple[Statement, ...]:
    """All that a guide states beside its facets, then the notes of the life events it belongs to."""
    found = _own(service) if service else []
    for bundle in bundles:
        found += [Statement("note", text, text, f"{bundle.slug}.{n}") for n, text in enumerate(bundle.notes)]
    return tuple(found)


def _own(service: Service) -> list[Statement]:
    found = [
        Statement("faq", way, item.a, f"faq.{n}", item.q)
        for n, item in enumerate(service.faq)
        for way in (item.q, *item.asked)
    ]
    if service.remedy:
        found += _asked_of_any("refused", service.remedy, "remedy")
    machines = [way.text for step in service.steps for way in step.ways if way.mode == "kiosk"]
    if machines:
        found += _asked_of_any("kiosk", f"能。{'；'.join(dict.fromkeys(machines))}。", "steps.kiosk")
    found += [Statement("mistake", text, text, f"mistakes.{n}") for n, text in enumerate(service.mistakes)]
    for rule in service.requirements:
        found.append(Statement("requirement", rule.text, rule.text, f"requirements.{rule.id}"))
        if rule.failed:
            found.append(Statement("failed", rule.failed, rule.failed, f"requirements.{rule.id}"))
    for case in service.scenarios:
        if case.note:
            found.append(Statement("scenario", f"{case.name} {case.note}", f"{case.name}：{case.note}", case.id))
    for paper in service.evidences:
        if paper.note:
            said = f"{paper.name}：{paper.note}"
            found.append(Statement("evidence", f"{paper.name} {paper.note}", said, f"evidences.{paper.id}"))
    for outing in service.prerequisites:
        heard = f"{outing.text} {outing.where}"
        found.append(Statement("outing", heard, f"{outing.text}：{outing.where}", f"prerequisites.{outing.id}"))
    return found


@cache
def _asked_of_any(what: str, answer: str, source: str) -> tuple[Statement, ...]:
    """What every guide is asked in the same ways: of its remedy (要是不批呢), of its machines (自助机能打不)."""
    ways: list[str] = data()["of_any"][what]
    return tuple(Statement("faq", way, answer, source, ways[0]) for way in ways)


@dataclass(frozen=True)
class Book:
    """The statements of one guide, made ready to be asked. `postings`: for each term the statements that have it, with
    its weight in their question; None: in the answer only. `mass`: the weight of each question."""

    statements: tuple[Statement, ...]
    seldom: Mapping[str, float]
    postings: Mapping[str, Sequence[tuple[int, float | None]]]
    mass: Floats
    liked: Floats
    entries: NDArray[np.int_]  # statements of one entry have one number
    unknown: float  # a word that no statement has counts like one that few have
    meaning: Meaning | None

    @classmethod
    def of(cls, statements: Sequence[Statement], meaning: Meaning | None = None) -> Book:
        entries: dict[str, set[str]] = {}
        postings: dict[str, list[tuple[int, float | None]]] = {}
        for n, statement in enumerate(statements):
            heard = _terms(statement.heard)
            for term in {**_terms(statement.said), **heard}:
                postings.setdefault(term, []).append((n, heard.get(term)))
                entries.setdefault(term, set()).add(statement.source)
        many = len({statement.source for statement in statements})
        seldom = {term: math.log((many + 1) / (len(sources) + 0.5)) for term, sources in entries.items()}
        unknown = math.log(many + 1.0)
        mass = [
            sum(weight * seldom.get(term, unknown) for term, weight in _terms(statement.heard).items()) or 1.0
            for statement in statements
        ]
        numbers = {source: n for n, source in enumerate(dict.fromkeys(s.source for s in statements))}
        liked = np.array([LIKED.get(s.kind, 0.0) for s in statements])
        entries_of = np.array([numbers[s.source] for s in statements], int)
        return cls(tuple(statements), seldom, postings, np.array(mass), liked, entries_of, unknown, meaning)

    def without(self, sources: Collection[str]) -> Book:
        """The same guide without these statements."""
        return Book.of([s for s in self.statements if s.source not in sources], self.meaning)

    def answers(self, text: str) -> list[Answer]:
        """The surest for the whole sentence, and for its parts where they ask for something else."""
        whole = normalise(text)
        parts = [part for part in map(str.strip, PART.split(whole)) if len(part) >= LEAST]
        found = [self._of(part) for part in dict.fromkeys([whole, *(parts if len(parts) > 1 else [])])]
        kept: dict[str, Answer] = {}
        for answer in sorted(filter(None, found), key=lambda a: -a.sure):
            kept.setdefault(answer.statement.source, answer)
        return list(kept.values())

    def _of(self, part: str) -> Answer | None:
        """The statement that fits a part best, as it is said or in the words of a guide."""
        found = [answer for each in dict.fromkeys((part, plainly(part))) if (answer := self.best(each))]
        return replace(max(found, key=lambda answer: answer.sure), part=part) if found else None

    def best(self, text: str) -> Answer | None:
        """The statement that fits best; None for a guide that states nothing."""
        if not self.statements or not text:
            return None
        first, signs = self.signs(text)
        return Answer(self.statements[first], sure(signs), text)

    def signs(self, text: str) -> tuple[int, Mapping[str, float]]:
        """The number of the statement that fits best, and what is weighed; `particular` only with vectors."""
        near = self._near(text)
        said, held = self._shared(text)
        nearness = np.full(len(self.statements), UNMEANT) if near is None else near
        by = weights()["rank"]
        rank = by["near"] * nearness + by["said"] * said + by["held"] * held + by["question"] * self.liked
        first = int(rank.argmax())
        own = self.entries == self.entries[first]
        found = {
            "said": float(said[first]),
            "held": float(held[first]),
            "most": float(held[own].max()),
            "ahead": float(rank[first] - rank[~own].max()) if not own.all() else FREE,
            "long": self._weight(_terms(text)),
            "facets": float(sum(1 for word in shipped().scan(text) if word.of(Kind.FACET))),
        }
        if near is None or self.meaning is None:
            return first, found
        return first, {
            **found,
            "near": float(near[first]),
            "ways": float(near[own].mean()),
            "above": float(near[first] - near.mean()),
            "particular": particular(self.meaning.query(text)),
        }

    def covers(self, text: str) -> float:
        """Share of the sentence, by weight of its words, that stands anywhere in the guide (0 … 1)."""
        said = _terms(normalise(text))
        whole = sum(weight * self._telling(term) for term, weight in said.items()) or 1.0
        return sum(weight * self._telling(term) for term, weight in said.items() if term in self.seldom) / whole

    def answers_amount(self, text: str, service: Service) -> list[Answer]:
        """The same where what the service pays is asked for: first that, then what other parts ask for."""
        told, whole = self.amount(), normalise(text)
        asking = next((part for part in PART.split(whole) if asks_amount(part, service)), whole)
        others = [found for found in self.answers(text) if found.part not in (whole, asking)]
        return [Answer(told, 1.0, asking), *others] if told else self.answers(text)

    def amount(self) -> Statement | None:
        """The question of the guide about what it pays."""
        told = re.compile(data()["amount"]["told"])
        return next((s for s in self.statements if s.kind == "faq" and told.search(s.question)), None)

    def _near(self, text: str) -> Vectors | None:
        """The cosine of every statement; None where there is no model, or it has learnt next to nothing yet."""
        if self.meaning is None:
            return None
        rows = self.meaning.passages([statement.meant for statement in self.statements])
        known = rows.any(axis=1)
        if known.mean() < KNOWN:
            return None
        near = rows @ self.meaning.query(text)
        return np.where(known, near, near[known].min())

    def _shared(self, text: str) -> tuple[Floats, Floats]:
        """Share of the sentence that stands in each statement, and of each question that stands in the sentence."""
        terms = _terms(text)
        whole = sum(weight * self._telling(term) for term, weight in terms.items()) or 1.0
        said, held = [0.0] * len(self.statements), [0.0] * len(self.statements)
        for term, weight in terms.items():
            telling = self._telling(term)
            for n, own in self.postings.get(term, ()):
                said[n] += weight * telling * (OF_ANSWER if own is None else 1.0)
                held[n] += (own or 0.0) * telling
        return np.array(said) / whole, np.array(held) / self.mass

    def _telling(self, term: str) -> float:
        return self.seldom.get(term, self.unknown)

    def _weight(self, terms: Terms) -> float:
        return min(sum(weight * self._telling(term) for term, weight in terms.items()) / TYPICAL, 4.0)


def asks_amount(text: str, service: Service) -> bool:
    """Whether what a benefit pays is asked for (一亩给多少, bare 多少钱); never what it costs to apply for it."""
    words, text = data()["amount"], _without_names(normalise(text), service)
    if not pays(service) or re.search(words["unless"], text):
        return False
    return bool(re.search(words["asks"], text)) or is_bare(text)


def _without_names(text: str, service: Service) -> str:
    """被辞退领钱手机上能办吗 asks for no amount: 领钱 is part of what the service is called."""
    for name in sorted((service.name, *service.aliases), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def pays(service: Service) -> bool:
    """Whether it pays money; a card that is decided after checking does not."""
    return service.benefit and any(re.search(data()["amount"]["pays"], output.name) for output in service.outputs)


def plainly(text: str) -> str:
    """好久报名 → 什么时候报名, 要不要回老家开 → 人在外地能开吗: as a guide would write it."""
    for pattern, plain in _plain():
        text = pattern.sub(plain, text)
    return text


def is_bare(text: str) -> bool:
    """多少钱 alone: of a benefit it may ask for either."""
    return bool(re.search(data()["amount"]["bare"], normalise(text)))


def shared(text: str, heard: str) -> float:
    """How much two texts have in common: a tenth for each pair of characters, half of that for a single one."""
    said = _terms(text)
    return sum(min(weight, said[term]) for term, weight in _terms(heard).items() if term in said) / TYPICAL


@lru_cache(maxsize=_KEPT)
def _terms(text: str) -> Terms:
    """Pairs of characters, single ones that say something, things of the lexicon, lines of `same`."""
    text = normalise(text)
    found: dict[str, float] = {}
    for run in _RUN.split(text):
        found |= dict.fromkeys((run[i : i + 2] for i in range(len(run) - 1)), 1.0)
        found |= dict.fromkeys((c for c in run if c not in _IDLE), ALONE)
    for word in shipped().scan(text):
        found |= dict.fromkeys((f"={name}" for name in word.of(Kind.CONCEPT)), 1.0)
        found |= dict.fromkeys((f"!{name}" for name in word.of(Kind.ACT)), ALONE)
    found |= {f"~{n}": 1.0 for n, line in enumerate(data()["same"]) if any(word in text for word in line)}
    return found


@cache
def _plain() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), plain) for said, plain in data()["plain"].items())


@cache
def data() -> Any:
    return yaml.safe_load(files("knowledge").joinpath("data/statements.yml").read_text(encoding="utf-8"))
