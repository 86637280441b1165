"""Sessions and turns of the resident chat."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Body, Out
from api.schemas.message import Message

Style = Literal["plain", "elder"]


class NewSession(Body):
    place: str | None = Field(default=None, min_length=1, max_length=80)
    style: Style | None = None


class Session(Out):
    token: str
    expires_at: datetime
    messages: list[Message]


class Said(Body):
    """One message of a resident; the same `message_id` again gives the same reply.

    `style` counts from this message on: elder answers are shorter, one step at a time.
    Emptiness and length are judged by the route, so that the refusal is a friendly sentence.
    """

    text: str
    message_id: str = Field(min_length=1, max_length=80)
    style: Style | None = None


class Reply(Out):
    messages: list[Message]


class HistoryItem(Out):
    sender: Literal["resident", "assistant"] = Field(alias="from", serialization_alias="from")
    at: datetime
    message: Message


class History(Out):
    messages: list[HistoryItem]
