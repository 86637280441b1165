"""Reading aloud: a text as a voice should say it. POST, because what is read may be one's own appointment."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from api.errors import responses
from api.schemas.base import Body, Out
from knowledge.spoken import spoken

router = APIRouter(prefix="/api/v1/spoken", tags=["chat"])


class ToRead(Body):
    text: str = Field(min_length=1, max_length=4000)


class Spoken(Out):
    text: str


@router.post("", response_model=Spoken, responses=responses(422))
def read_aloud(body: ToRead) -> Spoken:
    """Numbers, times, codes and units in words. Nothing is kept."""
    return Spoken(text=spoken(body.text))
