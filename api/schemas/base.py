"""Bases of everything that crosses the HTTP border. This package imports pydantic only."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """What clients send: unknown fields are refused, surrounding white space is not content."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Out(BaseModel):
    """What we answer."""

    model_config = ConfigDict(frozen=True)


class Named(Out):
    """A service by its code."""

    code: str
    name: str
