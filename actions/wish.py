"""Whether the person's own check is wished for: 帮我算算, 看看我这种情况, 我要跑几趟. 行不行 alone is answered."""

from __future__ import annotations

from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

NAMED = ("code", "name", "alias", "words")
OF_THE_CHECK = {"overview", "eligible", "trips", "conditions", "process", "progress", "nearest", "result"}
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
    if set(turn.facets) - OF_THE_CHECK or turn.several > 1 or turn.intent == "crisis":
        return None
    named = turn.linked[0] if turn.turned or _names_one(turn) else None
    service = named or turn.service
    if service is None:
        return None
    change_to(turn, service)
    return await checked(turn, api, {"code": service["code"], "name": service["name"]})
