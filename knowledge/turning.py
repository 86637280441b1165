"""Whether a sentence turns to another matter while one is in hand, and to which.

    turned = turning(index, service, book, Said(text, place, open, told))
    turned.to        the other service it would be about, None where there is none
    turned.chance    how likely it is that it is (0 … 1)

我家是低保 names a service and stays, 邻居占了我家墙根 names none and turns. No single sign tells: how far the best
other service is ahead of the next and of the one in hand, whether its name stands in what is asked or is only told,
whether the guide in hand states an answer, whether a fact or a paper of it is spoken of. They are weighed by a logistic
regression fitted by `yikan fit-turning` (knowledge/data/turning.yml).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.linking import Linked, link
from knowledge.model import Service
from knowledge.needs import HOWS, Need, clauses, plain_need
from knowledge.search.index import SearchIndex
from knowledge.search.sisters import sister
from knowledge.search.statements import Book
from knowledge.standing import without_standing
from knowledge.text import normalise

MATCHED = ("name", "alias", "words", "meaning")
WEAK = 0.5  # score below which a sentence is about no other service, whatever its shape
STATED, COVERED = 0.65, 0.7  # how surely, and how much of it, the guide in hand states what is asked
FAR = 0.5  # share of the score from which a service is no longer meant without what somebody is
APART = 0.3  # score below which a clause is not about it
SOME = 2  # facts told, from which more make no difference
SHARED = 3  # characters that a paper's name and what was said have in common
LEADS = ("wishes", "how", "shift")  # shapes that lead to another matter
LONG = 20.0  # characters of a long sentence

Signs = Mapping[str, float]
Scores = Mapping[str, float]  # by code, 0 … 1


@dataclass(frozen=True)
class Said:
    """A sentence, where it is said, whether a question of a form is open, how many facts of the matter in hand it
    tells, and the services that come before that matter (失业登记 before the benefit)."""

    text: str
    place: str | None
    open: bool
    told: int
    before: frozenset[str]


@dataclass(frozen=True)
class Turned:
    """`to`: the code of the other service it would be about; None where nothing else comes near."""

    to: str | None
    chance: float
    turns: bool


NOT = Turned(None, 0.0, turns=False)


def turning(index: SearchIndex, service: Service, own: Book, said: Said) -> Turned:
    """`service` is the one in hand, `own` what its guide states."""
    found = signs(index, service, own, said)
    if found is None or (found[1]["best"] < WEAK and not found[1]["sister"]):
        return NOT
    if said.open and said.told and _tells(found[1]) and not any(map(found[1].get, LEADS)):
        return NOT  # 没犯过事 only answers
    if found[1]["stated"] >= STATED and found[1]["covers"] >= COVERED:
        return NOT  # 他身份证找不到了咋办 stands word for word in the guide of what is done after a death
    how_likely = chance(found[1], meant=index.stock.nearness is not None)
    return Turned(found[0], how_likely, turns(found[1], how_likely))


def signs(index: SearchIndex, service: Service, own: Book, said: Said) -> tuple[str, Signs] | None:
    """The service it would turn to, with everything that is weighed; None where nothing else comes near."""
    text = normalise(said.text)
    need = plain_need(index, index.places, text, said.place)
    linked = link(index, index.places, text, said.place)
    parts = {part: _scores(index, part, said.place) for part in (text, *clauses(text))}
    freed = without_standing(text)
    needing = parts[text] if freed == text else _scores(index, freed, said.place)
    best = {
        code: max(scores.get(code, 0.0) for scores in parts.values()) for scores in parts.values() for code in scores
    }
    alike = sister(index, service.code, text)
    to = _target(best, {**parts[text], **needing}, need, service.code, alike)
    if to is None:
        return None
    stated = own.best(text)
    return to, {
        **_ahead(to, service.code, parts[text], best),
        **_named(to, need, linked),
        **_asked(to, text, parts),
        "sister": float(to == alike),
        "standing": float(needing.get(to, 0.0) < FAR * parts[text].get(to, 0.0)),
        "stated": stated.sure if stated else 0.0,
        "open": float(said.open),
        "before": float(to in said.before),
        "told": float(min(said.told, SOME)),
        "covers": own.covers(text),
        "paper": float(_of_a_paper(service, text) and not _shape("facet").search(linked.masked)),
        "long": min(len(text) / LONG, 2.0),
        **{name: float(bool(_shape(name).search(linked.masked))) for name in _data()["shapes"]},
    }


def _ahead(to: str, in_hand: str, whole: Scores, best: Scores) -> dict[str, float]:
    """How far it is ahead of the next one and of the one in hand, in the whole sentence and in its parts."""
    others = [code for code in best if code not in (to, in_hand)]
    return {
        "best": best.get(to, 0.0),
        "whole": whole.get(to, 0.0),
        "ahead": whole.get(to, 0.0) - max((whole.get(code, 0.0) for code in others), default=0.0),
        "leads": best.get(to, 0.0) - max((best[code] for code in others), default=0.0),
        "beyond": whole.get(to, 0.0) - whole.get(in_hand, 0.0),
        "own": best.get(in_hand, 0.0),
    }


def _asked(to: str, text: str, parts: Mapping[str, Scores]) -> dict[str, float]:
    """How well it fits what asks, where only one of several clauses does (身份证过期了，机器还认不认)."""
    asking = [part for part in parts if _shape("asks").search(part) and (part != text or len(parts) == 1)]
    best = max((parts[part].get(to, 0.0) for part in asking), default=0.0)
    return {"asking": best, "apart": float(bool(asking) and best < APART)}


def _named(to: str, need: Need | None, linked: Linked) -> dict[str, float]:
    """How it is named, if it is, and in what shape it is needed."""
    hit = next((hit for hit in linked.services if hit.code == to), None)
    how = need.how if need and need.linked.services[0].code == to else None
    return {
        "linked": float(hit is not None and linked.services[0] is hit),
        "ambiguous": float(linked.ambiguous),
        **{name: float(how == name) for name in (*HOWS, "like")},
        **{f"by_{name}": float(hit is not None and hit.matched == name) for name in MATCHED},
    }


def _scores(index: SearchIndex, text: str, place: str | None) -> Scores:
    return {s.document.code: min(s.score, 1.0) for s in index.heard(text, place).scored if s.local}


def _target(best: Scores, whole: Scores, need: Need | None, in_hand: str, alike: str | None) -> str | None:
    """What is plainly needed, else the one that fits best, else the one of the same thing."""
    if need and not need.linked.ambiguous and need.linked.services[0].code != in_hand:
        return need.linked.services[0].code
    others = [code for code in best if code != in_hand]
    first = max(others, key=lambda code: (best[code] + whole.get(code, 0.0), code), default=None)
    return first if first and (alike is None or best[first] >= WEAK) else alike


def _of_a_paper(service: Service, text: str) -> bool:
    """结婚证要不要带 where a marriage certificate is a paper: its name, or three characters of it in a row."""
    return any(_stretch(name, text) >= min(SHARED, len(name)) for name in map(short_name, _papers(service)))


def _papers(service: Service) -> list[str]:
    return [paper.name for paper in service.evidences]


def _stretch(name: str, text: str) -> int:
    return SequenceMatcher(None, name, text, autojunk=False).find_longest_match().size


def short_name(paper: str) -> str:
    """申请人的身份证（原件） as people call it: 身份证."""
    return re.split("[（(，、]", paper)[0].rpartition("的")[2]


def chance(weighed: Signs, *, meant: bool) -> float:
    """`meant`: with the weights for an index that has sentence vectors."""
    weights = _data()["weights"]["meaning" if meant else "words"]
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights.get(name, 0.0) * value for name, value in weighed.items())))


def turns(weighed: Signs, how_likely: float) -> bool:
    """Whether it turns; what asks and wishes nothing (她87了，户口茶山村) has to be clearer."""
    return how_likely >= float(_data()["turns_told" if _tells(weighed) else "turns"])


def _tells(weighed: Signs) -> bool:
    return not any(weighed.get(name) for name in ("asks", "wish", "asked"))


@cache
def _data() -> Any:
    return yaml.safe_load(files("knowledge").joinpath("data/turning.yml").read_text(encoding="utf-8"))


@cache
def _shape(name: str) -> re.Pattern[str]:
    return re.compile(_data()["shapes"][name])
