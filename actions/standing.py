"""The time that stands: what was wished once holds for a bare 下午吧, 同一天, 三点左右 that follows it.

`draft["window"]` is the time last wished that had free places, `draft["was"]` {"start","office"} the time just booked.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from actions import times
from actions.asking import asks
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

MOST_BESIDE = 4  # characters beside a time in a sentence that is about the time


def says(turn: Turn, *kinds: str) -> bool:
    """Whether the text holds one of the words of these kinds."""
    return any(phrase in turn.text for kind in kinds for phrase in words(f"said.{kind}"))


def window(turn: Turn) -> Json | None:
    """The stretch this text wishes: what it says on the day that stands, or the one that stands already."""
    day = _day(turn)
    if says(turn, "as_it_was") and not turn.when and (left := (turn.draft or {}).get("left_at")):
        return _clock_of(left, times.whole_day(left))
    if shifted := _shifted(turn):
        return shifted
    if says(turn, "same_time") and (taken := _taken(turn)):
        return _clock_of(taken["start"], turn.when or day or times.whole_day(taken["start"]))
    if turn.when:
        return times.on_the_day(turn, day)
    if says(turn, "same_day", "that_day") and day:
        return times.whole_day(day["start"])
    return None if turn.earliest else _stands(turn)


def wished(turn: Turn) -> bool:
    """Whether the text says something about the time; a sentence that only tells of these days does not."""
    if says(turn, "same_time", "same_day") or _shifted(turn):
        return True
    if re.search(word("said.in_time"), turn.text) and not re.search(word("said.books"), turn.text):
        return False  # 20号前要用，来得及不: how long it takes
    if not turn.when:
        return turn.earliest
    told = turn.intent in ("oos", "smalltalk", "report", "crisis") and asks(turn.text) and not says(turn, "free_asked")
    return not told or len(turn.text) - len(turn.when["text"]) <= MOST_BESIDE


def day_of_visit(turn: Turn) -> Json | None:
    """The day that is spoken of: of the time chosen, wished, or shown."""
    day = _day(turn)
    return times.whole_day(day["start"]) if day else None


def hall_of_visit(turn: Turn) -> str | None:
    """Slug of the hall the booking in the making is at, as far as it is settled."""
    draft, offered = turn.draft or {}, (turn.pending or {}).get("offered") or []
    slot = draft.get("slot") or (offered[0] if offered and "start" in offered[0] else None)
    hall = (slot or {}).get("office") or draft.get("office")
    return str(hall["slug"]) if isinstance(hall, dict) else hall


def _taken(turn: Turn) -> Json | None:
    """The time chosen in this booking, else the one just booked, else that of the appointment being moved."""
    draft = turn.draft or {}
    return draft.get("slot") or draft.get("was") or (turn.pending or {}).get("was")


def _stands(turn: Turn) -> Json | None:
    draft, pending = turn.draft or {}, turn.pending or {}
    return (
        pending.get("window")
        or (times.whole_day(draft["slot"]["start"]) if draft.get("slot") else None)
        or (draft.get("window"))
    )


def _day(turn: Turn) -> Json | None:
    """The day hours without a day belong to."""
    pending, taken = turn.pending or {}, _taken(turn)
    if says(turn, "same_day") and taken:
        return times.whole_day(taken["start"])
    if day := pending.get("day") or _stands(turn):
        return dict(day)
    offered = pending.get("offered") or []
    moved = pending.get("was") or {}  # 改到下午三点: of the day it was
    start = offered[0].get("start") if offered else moved.get("start")
    return times.whole_day(start) if start else None


def _shifted(turn: Turn) -> Json | None:
    """往后挪一天 from the time that was chosen or booked, at the same hour where that is said."""
    found, taken = re.search(word("said.shifted"), turn.text), _taken(turn)
    if turn.when or taken is None or found is None or bool(found["on"]) == bool(found["back"]):
        return None
    days = words("spelled").get(found["n"]) or int(found["n"])
    moved = datetime.fromisoformat(taken["start"]) + timedelta(days=days if found["on"] else -days)
    day = times.whole_day(moved.isoformat())
    return _clock_of(taken["start"], day) if says(turn, "same_time") else day


def _clock_of(start: str, day: Json) -> Json:
    """同一时间 on the day that is meant."""
    at = datetime.fromisoformat(start)
    first = datetime.fromisoformat(day["start"])
    began = datetime.combine(first.date(), at.timetz())
    return {
        "start": began.isoformat(),
        "end": (began + times.SLOT).isoformat(),
        "text": word("slots.same_time", day=times.days_text(times.whole_day(day["start"])), time=at.strftime("%H:%M")),
    }
