"""Can people read it: long sentences, officialese with the everyday word for it, reading time, and one score.

    read_plainly(service, book) -> Reading      score 0–100 (100: nothing to mend), seconds, suggestions
    load_plain_book in knowledge.importers.rulebook reads the word list (knowledge/data/plain.yml)

Names of laws and of the service itself are left alone: they cannot be put differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from knowledge.model import Service

_END = re.compile(r"[。！？；\n]+")
_COUNTED = re.compile(r"[\w\u4e00-\u9fff]")
_QUOTED = re.compile(r"[《“][^》”]*[》”]")


class Jargon(BaseModel):
    """`word` as offices write it, `say` as people say it; `unless`: longer words it may stand in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str
    say: str
    unless: tuple[str, ...] = ()


class PlainBook(BaseModel):
    """`comfortable` and `longest`: characters of a sentence; `a_minute`: characters read; `weights` add up to 100."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comfortable: int
    longest: int
    a_minute: int
    jargon_per_100: float  # so many in a hundred characters cost the whole weight of words
    minutes: float  # a guide that takes longer than this costs, one of twice that the whole weight of length
    weights: Mapping[str, int]  # sentences, words, length
    messages: Mapping[str, str]  # sentence, word
    jargon: tuple[Jargon, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Longest first: 法定代表人 is not 法定代理人, 户籍所在地 not 户籍."""
        words = sorted((item.word for item in self.jargon), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    @cached_property
    def by_word(self) -> Mapping[str, Jargon]:
        return {item.word: item for item in self.jargon}


@dataclass(frozen=True)
class Suggestion:
    """`kind` is `sentence` or `word`; `text` is what stands there; `message` is Chinese and says what to write."""

    kind: str
    field: str
    text: str
    message: str


@dataclass(frozen=True)
class Reading:
    """`score` 0–100; `seconds` to read everything once; `characters` read."""

    score: int
    seconds: int
    characters: int
    suggestions: tuple[Suggestion, ...]


def read_plainly(service: Service, book: PlainBook) -> Reading:
    texts = list(_texts(service))
    sentences = [s for _, text in texts for s in _END.split(text) if s.strip()]
    characters = sum(_length(text) for _, text in texts)
    suggestions = [found for field, text in texts for found in _suggestions(field, text, book)]
    jargon = sum(found.kind == "word" for found in suggestions)
    return Reading(
        score=_score(sentences, jargon, characters, book),
        seconds=round(characters * 60 / book.a_minute),
        characters=characters,
        suggestions=tuple(dict.fromkeys(suggestions)),
    )


def _texts(service: Service) -> Iterator[tuple[str, str]]:
    """Everything a resident reads, with its field."""
    single = ("summary", "audience", "distinct", "online", "proxy", "progress", "remedy", "hours")
    found = [(name, getattr(service, name)) for name in single]
    found += [("time_limit.text", service.time_limit.text), ("fee.text", service.fee.text)]
    for number, item in enumerate(service.requirements):
        found += [(f"requirements.{number}.text", item.text), (f"requirements.{number}.failed", item.failed)]
    for number, paper in enumerate(service.evidences):
        found += [(f"evidences.{number}.when_text", paper.when_text), (f"evidences.{number}.note", paper.note)]
    for number, step in enumerate(service.steps):
        found += [(f"steps.{number}.text", step.text), *((f"steps.{number}.ways", way.text) for way in step.ways)]
    found += [(f"mistakes.{number}", text) for number, text in enumerate(service.mistakes)]
    for number, question in enumerate(service.faq):
        found += [(f"faq.{number}.q", question.q), (f"faq.{number}.a", question.a)]
    return ((field, text) for field, text in found if text)


def _suggestions(field: str, text: str, book: PlainBook) -> Iterator[Suggestion]:
    for sentence in _END.split(text):
        if _length(sentence) > book.longest:
            message = book.messages["sentence"].format(n=_length(sentence), most=book.longest)
            yield Suggestion("sentence", field, sentence.strip(), message)
    free = _QUOTED.sub("", text)
    for match in book.pattern.finditer(free):
        known = book.by_word[match[0]]
        if not _stands_in(match, free, known.unless):
            yield Suggestion("word", field, match[0], book.messages["word"].format(word=match[0], say=known.say))


def _stands_in(match: re.Match[str], text: str, longer: Sequence[str]) -> bool:
    """Whether the word found is part of one of the longer ones, there where it was found."""
    spans = [other.span() for word in longer for other in re.finditer(re.escape(word), text)]
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _score(sentences: Sequence[str], jargon: int, characters: int, book: PlainBook) -> int:
    """100 less the share of each weight that is lost; an unwritten guide has nothing to read and loses nothing."""
    if not characters:
        return 100
    room = book.longest - book.comfortable
    long_ = [min(1.0, max(0.0, (_length(s) - book.comfortable) / room)) for s in sentences]
    lost = {
        "sentences": sum(long_) / len(long_),
        "words": min(1.0, jargon * 100 / characters / book.jargon_per_100),
        "length": min(1.0, max(0.0, characters / book.a_minute / book.minutes - 1)),
    }
    return round(100 - sum(book.weights[name] * share for name, share in lost.items()))


def _length(text: str) -> int:
    """Characters that are read: no marks, no blanks."""
    return len(_COUNTED.findall(text))
