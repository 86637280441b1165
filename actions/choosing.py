"""What is said while times are on offer: one of them, others, another hall or matter, who comes."""

from __future__ import annotations

from typing import Any

from actions import beside, cards, names, numbers, person, picking, standing, times
from actions.booking import ask_time, offer_times
from actions.client import Catalogue
from actions.draft import draft_of, services_of, where_of
from actions.holding import drop, next_step, take_slot
from actions.matters import other_than_booked
from actions.pending import again, ask, ask_text, resume
from actions.reply import Reply
from actions.told import merely_told
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

TELLS = ("inform", "unclear", "service")


async def take_slot_text(turn: Turn, api: Catalogue) -> Reply | None:
    """Another time, another hall, or to be told when something frees, instead of a choice."""
    from actions.waiting import wait, wants_to_wait

    if wants_to_wait(turn):
        return await wait(turn, api, services_of(draft_of(turn)), turn.when or (turn.pending or {}).get("window"))
    if draft_of(turn).get("slot") and standing.says(turn, "as_it_was") and not turn.when:
        return next_step(turn)
    whose = person.hear_for_whom(turn)
    told = person.hear_by_the_way(turn)
    if changed := await other_than_booked(turn, api):
        return changed
    if picked := await _picked(turn, api):
        return await take_slot(turn, api, picked)
    if names_a_time(turn):
        return await offer_times(turn, api)
    if says_where(turn):
        return await offer_times(turn, api)
    if wished := await _another_time(turn, api):
        return wished
    if told and turn.facets and (asked := await beside.question(turn, api)):
        return asked
    if told and (first := _first(turn)) and {"name", "phone"} <= draft_of(turn).keys():
        return await take_slot(turn, api, first)
    if told or whose or (_is_person(turn) and person.hear(turn, bare_name=True)):
        return again(turn, Reply().tell(_kept(turn)))
    if asked := await beside.question(turn, api):
        return asked
    if gives_up(turn):
        return await drop(turn, api)
    if beside.agrees(turn):
        return await _yes_to_times(turn, api)
    told_of_it = turn.intent in TELLS and merely_told(turn)  # 我男的02年5月的: for the check, not the time
    return resume(turn, Reply().tell(word("told.beside"))) if told_of_it else None


async def _picked(turn: Turn, api: Catalogue) -> Json | None:
    """One of those on show, or of all that are free on the day that is meant."""
    if picked := picking.of_those_shown(turn):
        return picked
    if standing.says(turn, "any_hall", "other_hall"):
        return None
    where = where_of(draft_of(turn))
    if turn.office or turn.place_said:
        where = {"at": turn.office or turn.place_said, "anywhere": False}
    picked = await picking.of_the_day(turn, api, services_of(draft_of(turn)), where)
    if picked and (turn.office or turn.place_said):
        turn.draft = {**draft_of(turn), "office": turn.office or turn.place_said, "anywhere": False}
    return picked


def names_a_time(turn: Turn) -> bool:
    """Whether a time is wished (or one that is over); 周六几点开门 asks for hours, 那天去不了 drops it."""
    if turn.gone:
        return True
    opens = any(phrase in turn.text for phrase in words("hall.opens"))
    asks_hours = turn.intent == "office" and opens and not standing.says(turn, "free_asked")
    return standing.wished(turn) and not standing.says(turn, "cancel_it") and (turn.earliest or not asks_hours)


def _is_person(turn: Turn) -> bool:
    told = numbers.phone_in(turn.text) or names.named_in(turn.text) or names.like_a_name(turn.text)
    return bool(told) and turn.intent in ("inform", "unclear", "oos", "service") and not turn.facets


def _kept(turn: Turn) -> str:
    """Which of name and phone are known now; a number with digits missing is said to be none."""
    if length := numbers.wrong_length(turn.text):
        return word("booking.phone_length", n=length)
    have = [key for key in ("name", "phone") if key in draft_of(turn)]
    if not have:
        return word("booking.kept_whom", **draft_of(turn)["behalf"])
    return word(f"booking.kept_{'both' if len(have) > 1 else have[0]}")


async def _yes_to_times(turn: Turn, api: Catalogue) -> Reply:
    """A yes to one time, or where the first will do, takes it; to several it is asked once which."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if first := _first(turn):
        return await take_slot(turn, api, first)
    if not offered:
        return await offer_times(turn, api, anyhow=True)
    turn.draft = {**draft_of(turn), "first": True}  # as is said in the question
    at = {"time": cards.moment(offered[0]["start"]), "office": cards.office_name(offered[0]["office"])}
    return ask_text(turn, unresumed(turn), word("booking.which", **at))


def _first(turn: Turn) -> Json | None:
    """The time that needs no choosing: the only one on show, or the first of them where that is what is wished."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    return offered[0] if offered and (len(offered) == 1 or draft_of(turn).get("first")) else None


def unresumed(turn: Turn) -> Json:
    return {key: value for key, value in (turn.pending or {}).items() if key != "resumed"}


async def _another_time(turn: Turn, api: Catalogue) -> Reply | None:
    """早一点的, 晚一点的, 换一天: other times than those on offer."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if standing.says(turn, "other_day"):
        turn.pending = {**unresumed(turn), "window": None}
        return ask(turn, turn.pending, "utter_which_day")
    sooner = standing.says(turn, "earlier")
    if not offered or not (sooner or standing.says(turn, "later")):
        return None
    edge, draft = offered[0] if sooner else offered[-1], draft_of(turn)
    found = await times.beside(turn, api, services_of(draft), edge["start"], sooner, **where_of(draft))
    if found:
        return ask_time(turn, found, None)
    response = "utter_none_earlier" if sooner else "utter_none_later"
    return ask(turn, unresumed(turn), response, times.options(offered, "slot"), time=cards.moment(edge["start"]))


def says_where(turn: Turn) -> bool:
    """去镇上约 while a time is being chosen; where a hall is, is another question."""
    if standing.says(turn, "any_hall", "other_hall"):
        return True
    if set(turn.facets) & {"where", "hours", "phone"} and not standing.says(turn, "switch_hall"):
        return False
    return bool(turn.office or turn.place_said)


def gives_up(turn: Turn) -> bool:
    return beside.refuses(turn)
