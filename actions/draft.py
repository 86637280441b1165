"""The booking in the making, as it is kept between turns: {"service", "also", "key", "slot", "hold", who comes, …}."""

from __future__ import annotations

from typing import Any

from actions import times
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

KEPT = (
    "name",
    "phone",
    "behalf",
    "office",
    "anywhere",
    "window",
    "first",
    "was",
    "left_at",
    "ticket",
)  # when a booking begins anew
WISH = ("window", "office", "anywhere", "behalf", "also", "left_at")  # taken up again after 先不办了
LEFT = "left"  # kept on the service in hand: what was going on when the resident left off
MOST_AT_ONCE = 5


def draft_of(turn: Turn) -> Json:
    """Empty when no booking is in the making."""
    return turn.draft or {}


def person_of(draft: Json) -> Json | None:
    """What stays for the next booking of this talk; a stand-in for a name that was not told does not."""
    kept = {key: draft[key] for key in ("name", "phone", "was", "ticket") if key in draft}
    return {key: value for key, value in kept.items() if value != word("behalf.unnamed")} or None


def services_of(draft: Json) -> list[Json]:
    return [draft["service"], *(draft.get("also") or [])]


def codes_of(draft: Json) -> Json:
    codes = [service["code"] for service in services_of(draft)]
    return {"service_code": codes[0]} if len(codes) == 1 else {"service_codes": codes}


def names_of(draft: Json) -> str:
    return word("list.and").join(str(service["name"]) for service in services_of(draft))


def where_of(draft: Json) -> Json:
    return {"at": draft.get("office"), "anywhere": bool(draft.get("anywhere"))}


def day_of(draft: Json) -> Json | None:
    """The day of the time that was chosen before."""
    return times.whole_day(draft["slot"]["start"]) if draft.get("slot") else None
