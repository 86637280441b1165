"""What the system understands of a text, in the vocabulary of the contract."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.base import Body, Out


class UnderstandQuery(Body):
    text: str
    place: str | None = Field(default=None, min_length=1, max_length=80)


class Named(Out):
    code: str
    name: str


class Linked(Named):
    score: float
    matched: str | None


class WhenOut(Out):
    start: str
    end: str
    text: str


class Understood(Out):
    text: str
    kind: str
    facets: list[str]
    services: list[Linked]
    place: str | None
    when: WhenOut | None
    confidence: float


class HeardQuery(Body):
    """`fact`: the one asked about (id or id@subject), if any; `known`: those already answered, in that order.

    `correcting`: the speaker takes something back; what is known counts as unsaid. `telling`: a statement about
    oneself; what it says outright takes the place of what is known. `supposing`: what a question asks about counts as
    said (有车的能申请吗), so that the rule for it can be told. `aside`: it was said of another matter, so only what it
    tells of the speakers themselves counts, and only what is true of them in every matter (户口, 婚姻).
    """

    text: str = Field(min_length=1, max_length=2000)
    service: str = Field(min_length=1, max_length=80)
    fact: str | None = Field(default=None, max_length=80)
    known: list[str] = Field(default=[], max_length=300)
    correcting: bool = False
    telling: bool = False
    supposing: bool = False
    aside: bool = False


class AskedQuery(Body):
    """`services`: those the talk is about, the one in hand first; `bundle`: the life event, whose notes count too."""

    text: str = Field(min_length=1, max_length=2000)
    services: list[str] = Field(max_length=12)
    bundle: str | None = Field(default=None, max_length=80)


class TurnedQuery(Body):
    """`service`: the one in hand; `open`: a question of its check is open."""

    text: str = Field(min_length=1, max_length=2000)
    service: str = Field(min_length=1, max_length=80)
    place: str | None = Field(default=None, max_length=80)
    open: bool = False


class TurnedOut(Out):
    """The other service a text turns to; null where it stays. `chance`: how likely it turns (0 … 1)."""

    service: Named | None
    chance: float


class StatedOut(Out):
    """A statement of the guide that `part` of the text asks for. `q`: the question it answers, where it is one; `way`:
    the way to ask it that the text is most like.

    `other_case`: its question is about other numbers (缴了11年) than the text tells (交了十三年). `of_whom`: words
    one of which must have been said for it to be the question of who speaks (孩子, 儿子 …); empty: anybody's.

    `service`: whose guide it is; null for a note of the life event.
    """

    service: Named | None
    kind: str
    q: str | None
    way: str | None
    a: str
    sure: float
    part: str
    other_case: bool = False
    of_whom: list[str] = []


class Stated(Out):
    """Surest first. `plain`, `least`, `maybe`: from which sureness it needs no repeating, is answered, is a guess.

    `amount`: the services that pay something, where the text asks how much; `bare`: it may as well ask what it costs.
    """

    items: list[StatedOut]
    plain: float
    least: float
    maybe: float
    amount: list[str]
    bare: bool


class FactHeard(Out):
    """`instead_of`: the answer a told fact takes the place of, where it was given before (birth_date for age).

    `denied`: by fact the values that the sentence says do not hold (不占耕地); `declined`: facts not to be told;
    `asks`: something is asked, be it beside what is told. `whose`: the person the matter is for, where one is named;
    `meant_for`: it is said that it is for them. `beside`: it is said of another thing or a stranger (隔壁那台是二手的).
    `guessed`: the questions of the facts that only follow from what the sentence is like: it should be said what it
    was taken for.
    `noted`: by fact, in short, what was told or denied of it.
    """

    found: bool
    value: Any
    others: dict[str, Any]
    instead_of: dict[str, str]
    denied: dict[str, list[Any]] = {}
    declined: list[str] = []
    asks: bool = False
    whose: str | None = None
    meant_for: bool = False
    beside: bool = False
    guessed: dict[str, str] = {}
    noted: dict[str, str] = {}
