"""A person's own records."""

from __future__ import annotations

from datetime import datetime

from api.schemas.base import Out


class Kept(Out):
    """How many of each kind are kept."""

    messages: int
    appointments: int
    tickets: int
    ratings: int


class CopyLink(Out):
    """`url` opens once-only data of this session until `expires_at`, also without the token."""

    url: str
    expires_at: datetime
    kept: Kept
