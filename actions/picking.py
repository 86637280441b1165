"""One of the free times told by words: 最早的, 最后一个, 十点半没有就最近的, 挨着我那个, 就它了."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from actions import standing, times
from actions.asking import asks
from actions.client import Catalogue
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]


def of_those_shown(turn: Turn) -> Json | None:
    """One of the offered times; None when it is none of them, or said of another day or hall."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if not offered or turn.choice is not None:
        return None
    if turn.nth and "slot" in turn.nth and not asks(turn.text):
        return dict(turn.nth["slot"])
    at_the = edge(turn)
    if at_the == "last" and _of_a_day(turn):
        return None  # not all of that day are shown
    if at_the and not _elsewhere(turn):
        return offered[0] if at_the == "first" else offered[-1]
    if len(offered) == 1 and standing.says(turn, "that_one") and not turn.when:
        return offered[0]
    window = standing.window(turn) if turn.when else None
    if window is None or not times.of_the_clock(window) or turn.linked:
        return None
    exact = [item for item in offered if item["start"] == window["start"]]
    return exact[0] if exact else None


def edge(turn: Turn) -> str | None:
    """`first` for the earliest of them, `last` for the latest; None where neither is said, or it is asked about."""
    if standing.says(turn, "last_one"):
        return "last"
    return "first" if (turn.earliest or standing.says(turn, "first_one")) and not asks(turn.text) else None


def any_of_them(turn: Turn) -> bool:
    """Whether the first will do: 最早那个, 就第一个吧, 哪个时间都行; never where it is asked about."""
    said = word("said.the_first")
    found = turn.choice is None and re.search(said, turn.text) is not None
    return edge(turn) == "first" or (found and not asks(re.sub(said, "", turn.text)))


def _of_a_day(turn: Turn) -> bool:
    pending = turn.pending or {}
    return pending.get("kind") == "slot" and bool(pending.get("window")) and "day" not in pending


def _elsewhere(turn: Turn) -> bool:
    return bool(turn.when or turn.office or turn.place_said) or standing.says(turn, "any_hall", "other_hall")


async def of_the_day(turn: Turn, api: Catalogue, services: list[Json], where: Json) -> Json | None:
    """The first, last or nearest of all free times on the day (and at the hall) that is meant."""
    if standing.says(turn, "beside_mine") and (mine := (turn.draft or {}).get("was")):
        free = await _free(turn, api, services, times.whole_day(mine["start"]), {**where, "at": mine["office"]})
        return _nearest([item for item in free if item["start"] != mine["start"]], mine["start"])
    window, at_the = standing.window(turn), edge(turn)
    if window is None and at_the == "first" and turn.earliest and _elsewhere(turn):
        window = (turn.pending or {}).get("window") or (turn.draft or {}).get("window")
    if at_the and window and (_elsewhere(turn) or at_the == "last"):
        free = await _free(turn, api, services, window, where)
        return (free[0] if at_the == "first" else free[-1]) if free else None
    if window and (turn.when or standing.says(turn, "same_time")) and times.of_the_clock(window):
        return await _at_the_clock(turn, api, services, window, where)
    return None


async def _at_the_clock(turn: Turn, api: Catalogue, services: list[Json], window: Json, where: Json) -> Json | None:
    """That very time, the one kept already too; where it may be another (没有就最近的), the nearest of the day."""
    kept = (turn.draft or {}).get("slot")
    if kept and kept["start"] == window["start"] and where.get("at") in (None, kept["office"]["slug"]):
        return dict(kept)
    free = await _free(turn, api, services, times.whole_day(window["start"]), where)
    exact = next((item for item in free if item["start"] == window["start"]), None)
    return exact or (_nearest(free, window["start"]) if standing.says(turn, "nearest_one") else None)


async def _free(turn: Turn, api: Catalogue, services: list[Json], window: Json, where: Json) -> list[Json]:
    return (await times.find(turn, api, services, window=window, most=None, **where)).items


def _nearest(items: list[Json], to: str) -> Json | None:
    wanted = datetime.fromisoformat(to)
    return min(items, key=lambda item: abs(datetime.fromisoformat(item["start"]) - wanted), default=None)


async def starting(turn: Turn, api: Catalogue, services: list[Json], start: str, where: Json) -> Json | None:
    """The free time that begins at this instant; None where it is taken."""
    free = await _free(turn, api, services, times.whole_day(start), where)
    return next((item for item in free if item["start"] == start), None)
