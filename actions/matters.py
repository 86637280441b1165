"""Another matter in the booking in the making: beside the first (顺便…), or in its place (换成…), at the same time."""

from __future__ import annotations

from typing import Any

from actions import booking, picking, standing
from actions.asking import asks
from actions.beside import named_of
from actions.client import Catalogue
from actions.draft import MOST_AT_ONCE, day_of, draft_of, services_of, where_of
from actions.follow_up import after
from actions.holding import give_up, next_step, take_slot
from actions.reply import Reply
from actions.turn import Turn

Json = dict[str, Any]

NAMED = ("code", "name", "alias")
SHORTEST = 3  # characters of a matter's name
SURE = 0.9


async def other_than_booked(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text changes what is booked; None where it does not."""
    if turn.need and standing.says(turn, "also", "instead_of_it", "correction", "wrong"):
        turn.linked, turn.ambiguous = turn.need["services"], turn.need["ambiguous"]  # a change names it plainly
    if not turn.need and (named := await _put_right(turn, api)):
        turn.linked, turn.ambiguous = [named], False
    return await add_service(turn, api) or await take_off(turn, api) or await other_matter(turn, api)


async def _put_right(turn: Turn, api: Catalogue) -> Json | None:
    """不对，是老年优待证: the matter that stands alone behind the correction."""
    rest = after(turn.text, "not_this") or ""
    if len(rest) < SHORTEST or asks(turn.text):
        return None
    found = await api.get("/services", turn.sender, q=rest, place=turn.place, limit=1)
    return next((item for item in found["items"] if item["matched"] in NAMED and item["score"] >= SURE), None)


async def add_service(turn: Turn, api: Catalogue) -> Reply | None:
    """顺便把老年证也办了: a second matter for the same visit, while the first is being booked."""
    draft = draft_of(turn)
    if "service" not in draft or not turn.linked or turn.ambiguous:
        return None
    new = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    if new["code"] in _have(draft) or not standing.says(turn, "also"):
        return None
    also = [*(draft.get("also") or []), new][: MOST_AT_ONCE - 1]
    return await _changed(turn, api, draft["service"], also)


async def take_off(turn: Turn, api: Catalogue) -> Reply | None:
    """那个就不加了: the one named, else the one added last, is taken out again; 医保不用办了 needs its name."""
    draft = draft_of(turn)
    also: list[Json] = draft.get("also") or []
    if not also or asks(turn.text):
        return None
    if not standing.says(turn, "take_off", "not_needed"):
        return None
    out = await named_of(turn, api, services_of(draft)) or (also[-1] if standing.says(turn, "take_off") else None)
    if out is None:
        return None
    first, *rest = [each for each in services_of(draft) if each != out]
    return await _changed(turn, api, first, rest)


async def other_matter(turn: Turn, api: Catalogue) -> Reply | None:
    """不对，是办居住证: the booking in the making is for something else, at the time that was wished or chosen."""
    from actions.service import which

    draft = draft_of(turn)
    corrects = standing.says(turn, "instead_of_it") or (
        standing.says(turn, "correction", "wrong") and not asks(turn.text)
    )
    if "service" not in draft or not (corrects or _books_another(turn)) or not turn.linked:
        return None
    if turn.linked[0]["code"] in _have(draft):
        return await _same_again(turn) if standing.says(turn, "instead_of_it") and not turn.when else None
    if turn.ambiguous and len(turn.linked) > 1:
        window = standing.window(turn) or day_of(draft)
        await give_up(turn, api)
        return which(turn, turn.linked, {"do": "book", "when": window})
    named = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    return await _changed(turn, api, named, [])


def _books_another(turn: Turn) -> bool:
    """约后天上午办居住证 while times for another matter are on show."""
    choosing = (turn.pending or {}).get("kind") == "slot" and bool(turn.when) and not asks(turn.text)
    return choosing and not turn.ambiguous and booking.says_to_book(turn.text)


async def _same_again(turn: Turn) -> Reply | None:
    """换成… what it is already: where it stands is said once more."""
    return next_step(turn) if "slot" in draft_of(turn) else None


async def _changed(turn: Turn, api: Catalogue, service: Json, also: list[Json]) -> Reply:
    """Everything but the matter stays; the time too, where it can be had for the new one."""
    slot = draft_of(turn).get("slot")
    window = standing.window(turn) if standing.wished(turn) else None
    stands = window or (None if turn.when else standing.window(turn)) or standing.day_of_visit(turn)
    await give_up(turn, api)
    turn.pending = None
    booking.begin(turn, service, also)
    if stands:
        turn.draft = {**draft_of(turn), "window": stands}
    if slot and window is None and (same := await _at_the_same_time(turn, api, slot)):
        return await take_slot(turn, api, same)
    turn.when = None
    return await booking.offer_times(turn, api)


async def _at_the_same_time(turn: Turn, api: Catalogue, slot: Json) -> Json | None:
    where = {**where_of(draft_of(turn)), "at": turn.office or turn.place_said or slot["office"]["slug"]}
    return await picking.starting(turn, api, services_of(draft_of(turn)), slot["start"], where)


def _have(draft: Json) -> list[str]:
    return [service["code"] for service in services_of(draft)]
