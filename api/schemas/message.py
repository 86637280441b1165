"""What a conversation is made of: text, choices, cards."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.schemas.base import Out


class Choice(Out):
    """Answered by its value, its label or a distinctive part of it, or its number."""

    label: str
    value: str


class ValueAction(Choice):
    """A button of a card that sends a text."""


class LinkAction(Out):
    """A button of a card that opens a page of ours."""

    label: str
    url: str


class TextMessage(Out):
    type: Literal["text"] = "text"
    text: str


class ChoicesMessage(Out):
    """At most six choices, and 更多 as the seventh where there are more."""

    type: Literal["choices"] = "choices"
    text: str
    choices: list[Choice] = Field(max_length=7)


class Card(Out):
    """`text` alone is a complete plain answer; `data` depends on `kind` (docs/cards.md)."""

    type: Literal["card"] = "card"
    kind: Literal["guide", "assessment", "slots", "appointment", "office", "bundle", "report", "boundary", "records"]
    title: str
    text: str
    data: dict[str, Any]
    actions: list[ValueAction | LinkAction] = []


Message = Annotated[TextMessage | ChoicesMessage | Card, Field(discriminator="type")]
