"""Bases of everything that crosses the HTTP border. This package imports pydantic only."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator


class Body(BaseModel):
    """What clients send: unknown fields are refused, surrounding white space is not content."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        """No database keeps a NUL, and nobody types one."""
        return value.replace("\x00", "") if isinstance(value, str) else value


class Out(BaseModel):
    """What we answer."""

    model_config = ConfigDict(frozen=True)


class Named(Out):
    """A service by its code."""

    code: str
    name: str
