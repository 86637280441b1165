"""The shape of a card, and times and lengths as all cards write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from actions.words import word, words

Json = dict[str, Any]

ONE_LOOK = 300  # characters of an answer that is taken in at one look


def card(kind: str, title: str, text: str, data: Json, actions: list[Json] | None = None) -> Json:
    return {"type": "card", "kind": kind, "title": title, "text": text, "data": data, "actions": actions or []}


def moment(iso: str) -> str:
    """`2026-11-25T09:00:00+08:00` as 11月25日（周三）09:00."""
    at = datetime.fromisoformat(iso)
    return word("moment", month=at.month, day=at.day, weekday=words("weekdays")[at.weekday()], time=f"{at:%H:%M}")


def day(on: date) -> str:
    """11月25日（周三）."""
    return word("day", month=on.month, day=on.day, weekday=words("weekdays")[on.weekday()])


def clock(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%H:%M}"


def office_name(office: Any) -> str:
    return str(office.get("name") or office["slug"]) if isinstance(office, dict) else str(office)


def fitting(lines: Sequence[str]) -> str:
    """As many lines as are taken in at one look."""
    kept = list(lines)
    while len(kept) > 1 and len("\n".join(kept)) > ONE_LOOK:
        kept.pop()
    return "\n".join(kept)[:ONE_LOOK]
