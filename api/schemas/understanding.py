"""What the system understands of a text, in the vocabulary of the contract."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.base import Body, Out


class UnderstandQuery(Body):
    text: str
    place: str | None = Field(default=None, min_length=1, max_length=80)


class Linked(Out):
    code: str
    name: str
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
    oneself; what it says outright takes the place of what is known.
    """

    text: str = Field(min_length=1, max_length=2000)
    service: str = Field(min_length=1, max_length=80)
    fact: str | None = Field(default=None, max_length=80)
    known: list[str] = Field(default=[], max_length=300)
    correcting: bool = False
    telling: bool = False


class AskedQuery(Body):
    text: str = Field(min_length=1, max_length=2000)
    service: str = Field(min_length=1, max_length=80)


class FaqHeard(Out):
    """The question of the guide that is the same as the one asked, with its answer; null where none is."""

    q: str | None = None
    a: str | None = None


class FactHeard(Out):
    """`instead_of`: the answer a told fact takes the place of, where it was given before (birth_date for age).

    `denied`: by fact the values that the sentence says do not hold (不占耕地); `declined`: facts not to be told;
    `asks`: something is asked, be it beside what is told. `whose`: the person the matter is for, where
    one is named.
    """

    found: bool
    value: Any
    others: dict[str, Any]
    instead_of: dict[str, str]
    denied: dict[str, list[Any]] = {}
    declined: list[str] = []
    asks: bool = False
    whose: str | None = None
