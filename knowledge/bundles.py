"""Which life event a sentence tells, if it tells one: 我要开个小饭馆, 老人走了要办啥.

    spoken(text, bundles) -> Spoken | None      the event and what else was said

An event is written 爸|妈…走了|过世: words of which one is said, then up to six characters, then another. A ~ stands for
words of time alone (老伴~没了), since 老伴的身份证没了 is something else.

A sentence about one service of the event (老人走了，户口咋注销) is for the caller to see: it links `rest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from knowledge.model import Bundle
from knowledge.text import normalise

GAP = 6  # characters that … may stand for


@dataclass(frozen=True)
class Spoken:
    """`rest` is the text without the words that told the event; `by_topic`: only a topic of it was named.

    `asks_all`: all that is to be done was asked for in so many words.
    """

    slug: str
    rest: str
    by_topic: bool = False
    asks_all: bool = False
    length: int = 0  # characters of the words that tell it


def spoken(text: str, bundles: Iterable[Bundle]) -> Spoken | None:
    """The event told with the most characters; None when none is."""
    text = normalise(text)
    if any(other in text for other in _words("other")):
        return None
    known = tuple(bundles)
    told = [(found, bundle.slug) for bundle in known if (found := _longest(bundle.events, text))]
    asks_all = any(ask in text for ask in _words("asks_all"))
    by_topic = not told and asks_all
    if by_topic:
        told = [(found, bundle.slug) for bundle in known if (found := _longest(bundle.topics, text))]
    if not told:
        return None
    found, slug = max(told, key=lambda pair: (_length(pair[0]), pair[1]))
    rest = _without_asking(text[: found.start()] + " " + text[found.end() :])
    return Spoken(slug, rest, by_topic, asks_all, _length(found))


def _longest(phrases: Iterable[str], text: str) -> re.Match[str] | None:
    found = [match for phrase in phrases if (match := _pattern(phrase).search(text))]
    return max(found, key=_length, default=None)


def _length(match: re.Match[str]) -> int:
    return match.end() - match.start()


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    gaps = {"…": f".{{0,{GAP}}}?", "~": f"(?:{'|'.join(map(re.escape, _words('when')))})*"}
    return re.compile("".join(gaps.get(part) or _one_of(part) for part in re.split("([…~])", phrase)))


def _one_of(part: str) -> str:
    return f"(?:{'|'.join(re.escape(normalise(word)) for word in part.split('|'))})"


@cache
def _words(part: str) -> tuple[str, ...]:
    """A list of knowledge/data/bundle-words.yml, longest first."""
    data = yaml.safe_load(files("knowledge").joinpath("data/bundle-words.yml").read_text(encoding="utf-8"))
    return tuple(sorted((normalise(phrase) for phrase in data[part]), key=len, reverse=True))


def _without_asking(text: str) -> str:
    for phrase in _words("asks_all"):
        text = text.replace(phrase, " ")
    return text.strip()
