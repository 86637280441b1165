"""The words of searching as data (knowledge/data/search.yml), and the one scan that finds them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.saying_amounts import chinese_number
from knowledge.text import normalise

_AGE = re.compile(
    r"(?:满|过|整)?(?P<years>\d{2,3}|[五六七八九]十[一二三四五六七八九]?)(?:(?:多|几|来)?(?:周?岁|了)|多|几)(?:以上)?"
    r"|满(?P<full>[五六七八九]十)"
)
_OLDEST = 120
ELSEWHERE = "=~"  # begins the term of a matter that is none of the sample's


class Kind(StrEnum):
    """What a word does. A word may do several things at once: 销户 is an act and names the household register."""

    FILLER = "filler"
    FACET = "facet"
    WEAK = "weak"
    ACT = "act"
    LEAN = "lean"  # a verb too weak to exclude anything
    CONCEPT = "concept"
    NEGATION = "negation"


@dataclass(frozen=True)
class Word:
    """A known word at [start, end) of a text, with every meaning it has."""

    start: int
    end: int
    text: str
    senses: tuple[tuple[Kind, str], ...]

    def of(self, kind: Kind) -> list[str]:
        return [name for found, name in self.senses if found is kind]


@dataclass(frozen=True)
class Lexicon:
    """Words by spelling, weights and thresholds by name. Build one with `lexicon_of` or take the shipped one."""

    senses: Mapping[str, tuple[tuple[Kind, str], ...]]
    longest: int
    soft_acts: frozenset[str]
    weak_concepts: frozenset[str]
    falls_back: Mapping[str, tuple[str, ...]]
    corrections: tuple[str, ...]
    joints: tuple[str, ...]
    compounds: Mapping[str, str]  # a pattern of one word for two things, and both
    counted: str  # a pattern that says itself that there are two matters or more
    asides: str  # and one that begins a matter of its own behind another
    holdings: tuple[str, ...]
    ages: Mapping[int, str]
    departments: Mapping[str, str]
    act_order: Mapping[str, int]
    weights: Mapping[str, float]
    thresholds: Mapping[str, float]

    def scan(self, text: str) -> list[Word]:
        """Known words from left to right, the longest at each place."""
        found, at = [], 0
        ages = {age.start: age for age in self._ages(text)}
        while at < len(text):
            if at in ages:
                found.append(ages[at])
                at = ages[at].end
                continue
            for length in range(min(self.longest, len(text) - at), 0, -1):
                spelling = text[at : at + length]
                if spelling in self.senses:
                    found.append(Word(at, at + length, spelling, self.senses[spelling]))
                    break
            else:
                length = 1
            at += length
        return found

    def _ages(self, text: str) -> Iterable[Word]:
        """八十二了, 65岁: an age counts as the highest bound it reaches."""
        for said in _AGE.finditer(text):
            years = chinese_number(said["years"] or said["full"]) or 0
            if bounds := [bound for bound in self.ages if bound <= years <= _OLDEST]:
                yield Word(said.start(), said.end(), said[0], ((Kind.CONCEPT, self.ages[max(bounds)]),))

    def nouns(self) -> Iterable[str]:
        """The words that name things: what spelling mistakes and pinyin are mended to."""
        return (w for w, senses in self.senses.items() if len(w) >= 2 and any(k is Kind.CONCEPT for k, _ in senses))

    def verbs(self) -> Iterable[str]:
        return (w for w, senses in self.senses.items() if len(w) >= 2 and any(k is Kind.ACT for k, _ in senses))


def lexicon_of(data: Mapping[str, Any]) -> Lexicon:
    """A lexicon from the parsed document."""
    senses: dict[str, list[tuple[Kind, str]]] = {}

    def add(words: Iterable[Any], kind: Kind, name: str) -> None:
        for word in words:
            meanings = senses.setdefault(normalise(str(word)), [])
            if (kind, name) not in meanings:
                meanings.append((kind, name))

    for name, words in data["concepts"].items():
        add(words, Kind.CONCEPT, name)
    for name, words in data["acts"].items():
        add([w for w in words if w not in data["weak_verbs"]], Kind.ACT, name)
    for word in data.get("elsewhere", ()):
        add([word], Kind.CONCEPT, f"{ELSEWHERE[1:]}{word}")
    add(data["weak_verbs"], Kind.LEAN, "apply")
    add(data["negations"], Kind.NEGATION, "not")
    for kind, words in ((Kind.FACET, data["facets"]), (Kind.WEAK, data["weak"]), (Kind.FILLER, data["fillers"])):
        add([w for w in words if normalise(str(w)) not in senses], kind, kind.value)
    return Lexicon(
        senses={word: tuple(meanings) for word, meanings in senses.items()},
        longest=max(map(len, senses)),
        soft_acts=frozenset(data["soft_acts"]),
        weak_concepts=frozenset(data["weak_concepts"]),
        falls_back={act: tuple(others) for act, others in data["act_falls_back"].items()},
        corrections=tuple(data["corrections"]),
        joints=tuple(data["joints"]),
        compounds=data["compounds"],
        counted=data["counted"],
        asides=data["asides"],
        holdings=tuple(data["holdings"]),
        ages=data["ages"],
        departments={normalise(said): normalise(name) for said, name in data["departments"].items()},
        act_order={act: number for number, act in enumerate(data["acts"])},
        weights=data["weights"],
        thresholds=data["thresholds"],
    )


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon that comes with the program."""
    text = files("knowledge").joinpath("data/search.yml").read_text(encoding="utf-8")
    return lexicon_of(yaml.safe_load(text))
