"""What every document is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]


class Value(BaseModel):
    """Base of all documents: immutable, and a misspelt field is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
