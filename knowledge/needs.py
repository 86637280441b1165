"""Which service a sentence plainly asks for, while another one is in hand.

    plain_need(index, places, text, place) -> Need | None

A name alone does not change the matter: 我户口在外地 tells, 没有身份证 tells, 要是开个店呢 supposes. A wish beside
the name (想办居住证), a question about it (居住证要带啥) or the bare name does. Of several clauses the one that asks
counts, and what stands after 之后 rather than what stands before it. The patterns are in knowledge/data/needs.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.linking import Linked, link
from knowledge.places import Places
from knowledge.search.index import SearchIndex
from knowledge.text import normalise

NAMED = ("code", "name", "alias", "words")
LIKE = 0.9  # likeness from which a need that names nothing (我要开个小卖部) is one
LIKE_AS_A_WHOLE = 0.85  # the same where the whole sentence, one clause of which wishes, is read
MOST = 4  # clauses looked at
HOWS = ("wish", "asked", "bare")  # from the plainest to the least plain


@dataclass(frozen=True)
class Need:
    """`how`: wish, asked, bare (named so), or like (a wish that only sounds like a service). `whole`: nothing else was
    said."""

    how: str
    linked: Linked
    whole: bool


def plain_need(index: SearchIndex, places: Places, text: str, place: str | None) -> Need | None:
    """The plainest need of the sentence, the earlier one first; None where it only tells or asks of what is known."""
    parts = list(clauses(text))
    turned = bool(_pattern("shift").search(normalise(text)) and _pattern("asks").search(normalise(text)))
    found = [need for part in parts if (need := _of(index, places, part, place, len(parts) == 1, turned))]
    if turned and not found and (whole := _of(index, places, text, place, True, turned)):
        return whole
    if not found and any(_pattern("wishes").search(part) for part in parts):
        return _wished(index, places, text, place)
    return min(found, key=lambda need: (*HOWS, "like").index(need.how), default=None)


def clauses(text: str) -> Iterator[str]:
    """The clauses that may hold a need, without what is only said to be before it, denied or supposed."""
    for clause in [part for part in _pattern("cut").split(normalise(text)) if part][:MOST]:
        rest = _pattern("before").sub("", clause) or clause
        if _pattern("denied").search(rest) or _pattern("supposed").search(rest):
            continue
        if kept := _pattern("contrast").sub("", rest):
            yield kept


def _wished(index: SearchIndex, places: Places, text: str, place: str | None) -> Need | None:
    """家里困难，能申请点资助不: a wish in one clause, and what for in another."""
    linked = link(index, places, text, place)
    fits = linked.services and linked.services[0].score >= LIKE_AS_A_WHOLE
    return Need("like", linked, False) if fits else None


def _of(index: SearchIndex, places: Places, part: str, place: str | None, alone: bool, turned: bool) -> Need | None:
    linked = link(index, places, part, place)
    if not linked.services:
        return None
    best = linked.services[0]
    named = best.matched in NAMED or best.score >= LIKE or linked.ambiguous
    if "〇" in linked.masked and named:
        how = next((how for how in HOWS if any(p.search(linked.masked) for p in _shapes(how))), None)
        if how is None and turned and best.matched in NAMED and best.score >= LIKE and not linked.ambiguous:
            how = "asked"  # 哦还有，种地的那个养老保险我儿子能交不
        return Need(how, linked, alone) if how else None
    sounds = best.score >= LIKE and (_pattern("wishes").search(part) or _pattern("how").search(part))
    return Need("like", linked, alone) if sounds else None


@cache
def _data() -> Any:
    return yaml.safe_load(files("knowledge").joinpath("data/needs.yml").read_text(encoding="utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()[name])


@cache
def _shapes(how: str) -> tuple[re.Pattern[str], ...]:
    data = _data()
    filled = {name: data[name] for name in ("lead", "person", "ask", "may")}
    return tuple(re.compile(_filled(shape, filled)) for shape in data["shapes"][how])


def _filled(shape: str, parts: dict[str, str]) -> str:
    for name, pattern in parts.items():
        shape = shape.replace("{" + name + "}", pattern)
    return shape
