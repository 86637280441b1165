"""Who comes, and the yes to the summary: name, phone and changes of mind in any order."""

from __future__ import annotations

import re
from typing import Any

from actions import beside, kin, numbers, person, standing, times
from actions.asking import asks, marked
from actions.booking import ask_time, offer_times
from actions.choosing import gives_up, names_a_time, says_where, unresumed
from actions.client import Catalogue
from actions.draft import draft_of, services_of, where_of
from actions.holding import drop, next_step, take_slot, write
from actions.matters import other_than_booked
from actions.pending import ask, says_yes
from actions.picking import of_the_day, starting
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

ASIDE = ("oos", "smalltalk", "office", "service", "report", "help", "rate", "meta", "human", "manage", "booking")
LIKE_A_NUMBER = 4  # digits of a text that may be meant for a phone number


async def take_person(turn: Turn, api: Catalogue) -> Reply | None:
    """Name and phone from free text, in any order."""
    kind = (turn.pending or {})["kind"]
    if gives_up(turn):
        return await drop(turn, api)
    if changed := await other_than_booked(turn, api):
        return changed
    whose = person.hear_for_whom(turn)
    told = person.hear(turn, bare_name=kind in ("name", "other_name") and not _asks(turn))
    if not (told or whose) and (moved := await _moved(turn, api)):
        return moved
    if length := numbers.wrong_length(turn.text):
        return Reply(Reply().tell(word("booking.phone_length", n=length)).specs + next_step(turn).specs)
    if told or whose:
        answer = await beside.question(turn, api) if turn.facets else None
        then = (None if whose else _still_asks(turn, kind)) or next_step(turn)
        if answer:
            return Reply(answer.specs[:-1] + then.specs)
        return Reply(_no_id(turn).specs + then.specs)
    if asked := await beside.question(turn, api):
        return asked
    if _asks(turn) or _is_aside(turn):
        return None
    if kind == "phone":
        return Reply().say("utter_phone_invalid" if _like_a_number(turn.text) else "utter_phone_please")
    return Reply().say("utter_name_invalid")


async def _moved(turn: Turn, api: Catalogue) -> Reply | None:
    """Another time or hall than the one chosen; back to the one chosen; None where nothing is said of it."""
    slot = draft_of(turn).get("slot")
    elsewhere = says_where(turn) and (not asks(turn.text) or standing.says(turn, "polite"))
    if slot and elsewhere and not turn.when and (turn.office or turn.place_said):
        return await _there(turn, api, slot)
    if standing.says(turn, "as_it_was") and slot and not turn.when:
        return next_step(turn)
    if slot and (beside_it := await _beside(turn, api, slot)):
        return beside_it
    time = names_a_time(turn) and not says_hours_only(turn)
    if not time and not elsewhere:
        return None
    picked = await of_the_day(turn, api, services_of(draft_of(turn)), where_of(draft_of(turn)))
    if picked and not says_where(turn):
        return await take_slot(turn, api, picked)
    return await offer_times(turn, api)


def _no_id(turn: Turn) -> Reply:
    """A card number that was sent with the name: not needed, not kept."""
    return Reply().tell(word("booking.no_id")) if numbers.id_told(turn.text) else Reply()


async def _beside(turn: Turn, api: Catalogue, slot: Json) -> Reply | None:
    """往后点, 早一点: the free times beside the one that was chosen."""
    sooner = standing.says(turn, "earlier")
    if turn.when or turn.earliest or standing.wished(turn) or not (sooner or standing.says(turn, "later")):
        return None
    draft = draft_of(turn)
    found = await times.beside(turn, api, services_of(draft), slot["start"], sooner, **where_of(draft))
    return ask_time(turn, found, None) if found else None


async def _there(turn: Turn, api: Catalogue, slot: Json) -> Reply:
    """The same time at the hall that is named, where it can be had; else the times there."""
    where = {"at": turn.office or turn.place_said, "anywhere": False}
    same = await starting(turn, api, services_of(draft_of(turn)), slot["start"], where)
    if same is None:
        return await offer_times(turn, api)
    if same["office"]["slug"] == slot["office"]["slug"]:
        return next_step(turn)
    turn.draft = {**draft_of(turn), "office": same["office"]["slug"], "anywhere": False}
    return await take_slot(turn, api, same)


def says_hours_only(turn: Turn) -> bool:
    """那天几点下班 asks for a hall's hours."""
    return turn.intent in ("office", "service") and "hours" in turn.facets and asks(turn.text)


def _still_asks(turn: Turn, kind: str) -> Reply | None:
    """The phone came before the name: it is kept, and the name asked for once more in other words."""
    if kind != "name" or "name" in draft_of(turn):
        return None
    return ask(turn, unresumed(turn), "utter_ask_name_still")


def _is_aside(turn: Turn) -> bool:
    """Thanks, the weather, a hall's parking: answered on its own, then the question is put again."""
    from actions.office import topic_of

    return turn.intent in ASIDE or topic_of(turn.text) is not None


def _like_a_number(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= LIKE_A_NUMBER


def _asks(turn: Turn) -> bool:
    return bool(turn.facets or turn.linked) and marked(turn.text)


async def take_confirmation(turn: Turn, api: Catalogue) -> Reply | None:
    """Yes books; no drops; another time, hall, matter, name or phone changes the summary."""
    if changed := await other_than_booked(turn, api):
        return changed
    whose = person.hear_for_whom(turn)
    if person.hear_by_the_way(turn) or whose:
        return next_step(turn)
    if kin.stated_in(turn.text) and not (beside.agrees(turn) or asks(turn.text)):
        return next_step(turn)  # 我是他外孙女, as it is taken already
    if not (says_yes(turn) and not standing.says(turn, "move")) and (moved := await _moved(turn, api)):
        return moved
    if re.search(word("names.wrong_name"), turn.text):
        person.forget_name(turn)
        return next_step(turn)
    if any(turn.text.strip(words("said.trailing")) == said for said in words("said.wrong")):
        return ask(turn, unresumed(turn), "utter_what_is_wrong")
    if beside.agrees(turn):
        return await write(turn, api)
    if gives_up(turn):
        return await drop(turn, api)
    return await beside.question(turn, api)
