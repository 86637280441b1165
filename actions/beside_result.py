"""What is asked in the same breath as a result and does not stand in it: 要去哪里, 打哪个电话, 多久办好.

Where somebody goes is told by the plan of their own case; who goes nowhere is told where it is handled and whom to
call. One card, so that the result and the open question have room beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions import cards
from actions.asking import clauses
from actions.client import Catalogue
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

OF_A_PLACE = ("where", "phone")


def place_asked(text: str) -> list[str]:
    """Which of where and whom to call the clauses ask for."""
    parts = clauses(text)
    return [facet for facet in OF_A_PLACE if any(says(part, words(f"said.of_result.{facet}")) for part in parts)]


async def beside_result(turn: Turn, api: Catalogue, service: Json, result: Json, facets: Iterable[str]) -> list[Json]:
    """The card, if anything is asked: where it is, then `facets`; empty where nothing is."""
    place = place_asked(turn.text)
    others = [facet for facet in dict.fromkeys(facets) if facet not in (*OF_A_PLACE, "nearest")]
    lines = await _places(turn, api, service, result) if place else []
    if not lines:
        others = [*(OF_A_PLACE if place else ()), *others]
    if not (lines or others):
        return []
    path = f"/services/{service['code']}/answer"
    answer = await api.get(path, turn.sender, facets=",".join(others or place), place=turn.place)
    card = cards.guide({**answer, "text": cards.fitting([*lines, *([answer["text"]] if others else [])])})
    return [{**card, "actions": [each for each in card["actions"] if not _begins_the_check(each)]}]


async def _places(turn: Turn, api: Catalogue, service: Json, result: Json) -> list[str]:
    """The offices of the plan, in the order of the visits; without any the one that handles it where somebody lives,
    if that was said."""
    slugs = dict.fromkeys(visit["office"] for visit in result["trips"].get("plan") or [])
    if slugs:
        halls = [await api.get(f"/offices/{slug}", turn.sender) for slug in slugs]
        return [_line("assessment.goes_to", hall) for hall in halls]
    if result["trips"]["max"] != 0 or turn.place in (None, turn.session_place):
        return []
    near = (await api.get(f"/services/{service['code']}", turn.sender, place=turn.place)).get("nearest")
    ways = result["trips"].get("remote")
    from_home = [word("assessment.from_home", ways="；".join(ways))] if ways else []
    return [*from_home, _line("assessment.handled_by", near)] if near else from_home


def _line(key: str, hall: Json) -> str:
    return word(key, **{part: hall.get(part) or word("unregistered") for part in ("name", "address", "phone")})


def _begins_the_check(action: Json) -> bool:
    return bool((action.get("payload") or {}).get("do") == "check")
