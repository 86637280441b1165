"""What was told of a fact, in a few words: 林木20立方米, 没有争议, 1958年3月2日生."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.model import Fact


def in_short(fact: Fact, value: Any) -> str | None:
    """None where nobody wrote the words, or there is no value."""
    if not fact.noted or value is None:
        return None
    if fact.type == "bool":
        return fact.noted[0 if value else 1]
    if fact.type == "choice" and not isinstance(value, str):
        return None
    return fact.noted[0].format(value=_said(fact, value))


def _said(fact: Fact, value: Any) -> str:
    if fact.type == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
