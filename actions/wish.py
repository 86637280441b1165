"""Whether the person's own check is wished for: 帮我算算, 看看我这种情况, 我要跑几趟. 行不行 alone is answered."""

from __future__ import annotations

import re
from typing import Any

from actions.asking import telling
from actions.client import Catalogue
from actions.each_clause import asking_clauses
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

NAMED = ("code", "name", "alias", "words")
OF_THE_CHECK = {"overview", "eligible", "trips", "conditions", "process", "progress", "nearest", "result"}
PROXY = "proxy"
ENOUGH_TOLD = 2  # facts of the matter in hand, from which what is named beside them is no other one
ELSEWHERE = ("slot", "name", "phone", "confirm_booking", "ticket_text", "confirm_ticket", "other_name")


def wished(turn: Turn) -> bool:
    """The explicit wish, in words of its own, or the trips of a person who is named."""
    if any(phrase in turn.text for phrase in words("said.check_me")) or says(turn.text, words("said.check_ways")):
        return not any(phrase in turn.text for phrase in words("said.no_check"))
    return asks_trips(turn) and any(who in turn.text for who in words("said.somebody"))


def asks_trips(turn: Turn) -> bool:
    return any(phrase in turn.text for phrase in words("said.trips"))


def _names_one(turn: Turn) -> bool:
    return bool(turn.linked) and not turn.ambiguous and turn.linked[0].get("matched") in NAMED


async def label_typed(turn: Turn, api: Catalogue) -> Reply | None:
    """The label of a card's button, written by hand, means its button for the service in hand."""
    from actions import choose

    said = turn.text.strip(words("said.trailing"))
    does = next((do for do in ("check", "recheck", "book") if said == word(f"do.{do}")), None)
    if does is None or turn.choice is not None or turn.service is None:
        return None
    return await choose.carry_out(turn, api, {"do": does})


async def check_wished(turn: Turn, api: Catalogue) -> Reply | None:
    """帮我测一下行不行, 看看我这种情况: the check of the service named or in hand, whatever it was taken for."""
    from actions.ruled import checked
    from actions.service import change_to

    if turn.choice is not None or not wished(turn) or (turn.pending or {}).get("kind") in ELSEWHERE:
        return None
    if _asks_more(turn) or turn.several > 1 or turn.intent == "crisis" or _asks_where_too(turn):
        return None
    service = await _checked(turn, api)
    if service is None:
        return None
    change_to(turn, service)
    return await checked(turn, api, {"code": service["code"], "name": service["name"]})


def _asks_more(turn: Turn) -> bool:
    """想给他申请五保，帮看看行不行 asks nothing of who may go: that is only told."""
    told = telling(turn.text)
    proxy = {PROXY} if any(re.search(word("said.for_another"), part) for part in told) else set()
    return bool(set(turn.facets) - OF_THE_CHECK - proxy)


def _asks_where_too(turn: Turn) -> bool:
    """村里能办不 要跑几趟: two questions, of which the check answers one."""
    return "nearest" in turn.facets and "trips" in turn.facets and len(asking_clauses(turn.text)) > 1


async def _checked(turn: Turn, api: Catalogue) -> Json | None:
    """The service whose check is wished: named, in hand, or the one of the life event that is meant."""
    if turn.linked and (turn.turned or _names_one(turn)) and not await _tells_of_it(turn, api):
        return turn.linked[0]
    if turn.service:
        return await _that_pays(turn, api) or turn.service
    told = next((each for each in turn.linked if each["code"] in turn.bundle_of), None)
    if told is None and turn.linked and not turn.bundle_said and not turn.ambiguous and not turn.loose:
        return turn.linked[0]  # 我想摆个摊，看下我这种要不要办证
    return told or (None if turn.bundle_said else _of_the_event(turn))


async def _tells_of_it(turn: Turn, api: Catalogue) -> bool:
    """没有违章，没记满分，帮我算算 with the licence in hand tells facts of its check, and names no other matter."""
    from actions.facts import hear

    if turn.service is None or turn.linked[0]["code"] == turn.service["code"]:
        return False
    return len((await hear(turn, api, turn.service, turn.text, telling=True))["others"]) >= ENOUGH_TOLD


async def _that_pays(turn: Turn, api: Catalogue) -> Json | None:
    """我能领不 with a registration in hand asks for the benefit that was talked of before it."""
    from actions.check import assess

    if not says(turn.text, words("said.draws")) or not turn.parked or not turn.service:
        return None
    if (await assess(turn, api, turn.service)).get("benefit"):
        return None
    before = turn.parked[0]
    return before if (await assess(turn, api, before)).get("benefit") else None


def _of_the_event(turn: Turn) -> Json | None:
    """我家能不能批 of a life event: the member that has the word in its name, else the one it begins with."""
    members: list[Json] = turn.bundle["services"] if turn.bundle and turn.bundle["slug"] else []
    said = [act for act in words("said.acts") if act in turn.text]
    return next((each for each in members if any(act in each["name"] for act in said)), next(iter(members), None))
