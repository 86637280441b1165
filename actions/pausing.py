"""Leaving off and taking up again: 不办了 and 接着刚才的, and answers taken back, whatever else the sentence may be.

These are heard before anything else, so that 不办了 is not taken for a no and 说错了 not for a new matter.
"""

from __future__ import annotations

import re
from typing import Any

from actions import beside, booking, cards, check, standing
from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.draft import LEFT, draft_of, person_of
from actions.facts import listen_to
from actions.holding import leave_off
from actions.pending import QUIET, says, stops
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says as found_in
from actions.words import word, words

Json = dict[str, Any]

OF_A_CHECK = ("manage", "report", "rate", "human")  # what such a correction may be taken for
OTHERS = ("crisis", "human", "report", "manage", "rate")  # what is said then means itself


async def overhear(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the resident stops, resumes or corrects; None where the sentence is something else."""
    resumes = any(phrase in turn.text for phrase in words("said.resume"))
    resumes = resumes and not (_asks_of_an_earlier_one(turn) or _asks_beside(turn))
    other = turn.intent in OTHERS and not (turn.intent == "rate" and resumes)  # 好，接着刚才大伯那个
    if turn.choice is not None or (other and not _within_a_check(turn)):
        return None
    if says(turn, "stop") or ((turn.pending or {}).get("kind") == "fact" and _leaves_off(turn)):
        return stop(turn)
    if resumes:
        return await _answered_at_once(turn, api) or await go_on(turn, api)
    kind = (turn.pending or {}).get("kind", "fact")
    if kind == "fact" and _takes_back(turn):
        return await check.correct(turn, api)
    return None


def _leaves_off(turn: Turn) -> bool:
    """好，不查了; 先停一下，锅里煮起饭的: neither an answer nor a question."""
    return stops(turn.text) or (re.search(word("said.holds"), turn.text) is not None and not asks(turn.text))


def _told_beside_going_on(text: str) -> str:
    """What else is said than to go on: of 好，接着刚才的 nothing."""
    yes = (*words("said.agree"), *words("said.plain_yes"))
    rest = [part for part in clauses(text) if not any(phrase in part for phrase in words("said.resume"))]
    bare = [part for part in rest if part.strip(words("said.trailing")) not in yes]
    return "，".join(part for part in bare if not re.fullmatch(word("said.back_again"), part))


async def _answered_at_once(turn: Turn, api: Catalogue) -> Reply | None:
    """接着刚才的看吧，手机上网办我会: the open question is answered in the same breath."""
    from actions.check_answers import answer_heard

    pending, rest = turn.pending or {}, _told_beside_going_on(turn.text)
    if pending.get("kind") != "fact" or not rest or asks(turn.text):
        return None
    whole, turn.text = turn.text, rest
    reply = await answer_heard(turn, api)
    if reply is None:
        turn.text = whole
    return reply


async def _hear_the_rest(turn: Turn, api: Catalogue, service: dict[str, Any]) -> None:
    """我回来了 接着刚才那个说，我以前没享受过的: told before the question is put again."""
    rest = _told_beside_going_on(turn.text)
    if rest and not asks(turn.text):
        await listen_to(turn, api, service, rest, telling=True)


async def rested(turn: Turn, api: Catalogue) -> Reply | None:
    """那我再想想, 行了没事了: a kind word, of a matter in hand, where no booking or ticket is on its way.

    What was told is kept, and 接着办 goes on with it.
    """
    open_question = (turn.pending or {}).get("kind", QUIET[0])
    if turn.choice is not None or turn.service is None or open_question not in (*QUIET, "fact"):
        return None
    if turn.draft_open or not re.search(word("said.rests"), turn.text):
        return None
    if open_question == "fact":
        turn.service = {**turn.service, LEFT: "check"}
    turn.pending, turn.misses = None, 0
    told = Reply().tell(word("check.rests", name=turn.service["name"]))
    thanked = any(phrase in turn.text for phrase in words("said.thanks"))
    return Reply([*Reply().say("utter_thanks").specs, *told.specs]) if thanked else told


def stop(turn: Turn) -> Reply:
    """Leave off; what was answered stays for this talk, so that it can go on later."""
    kind = (turn.pending or {}).get("kind")
    if turn.service and kind == "fact":
        turn.service = {**turn.service, LEFT: "check"}
    if "service" in draft_of(turn):
        leave_off(turn)
    turn.pending, turn.draft = None, person_of(draft_of(turn))
    return Reply().say("utter_stopped", choices=cards.menu())


async def go_on(turn: Turn, api: Catalogue) -> Reply | None:
    """Take up what was left: the open question, the check, the booking, or the matter itself."""
    left_for_another = bool(draft_of(turn).get("service")) and standing.says(turn, "the_booking")
    if left_for_another and not beside.in_booking(turn):
        turn.pending, service = None, draft_of(turn)["service"]
        return await booking.take_up_again(turn, api, service, {"also": draft_of(turn).get("also")})
    if turn.pending:
        _back_to_the_check(turn, turn.pending)
        return Reply([turn.pending["prompt"]])
    if turn.service is None:
        return None
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    left, kept = turn.service.get(LEFT), turn.service.get("wish") or {}
    turn.service = service
    if left == "book" or draft_of(turn).get("service", {}).get("code") == service["code"]:
        return await booking.take_up_again(turn, api, service, kept)
    aside = next((item for item in turn.parked if item.get(LEFT) == "check"), None)
    if left == "check" or (turn.facts and aside is None):
        await _hear_the_rest(turn, api, service)
        return await check.take_up_again(turn, api, service)
    if aside is None:
        return None
    turn.take_up(aside)
    return await check.take_up_again(turn, api, {"code": aside["code"], "name": aside["name"]})


def _back_to_the_check(turn: Turn, pending: Json) -> None:
    """Its matter is in hand again, whatever was spoken of since."""
    if pending["kind"] == "fact":
        turn.pending = {key: value for key, value in pending.items() if key != "resumed"}
        turn.take_up({"code": pending["service"], "name": pending["name"]})


def _within_a_check(turn: Turn) -> bool:
    """不对不对，才住5个月 while a fact is asked is about that, though it sounds like an act."""
    asked = (turn.pending or {}).get("kind") == "fact"
    return asked and turn.intent in OF_A_CHECK and _takes_back(turn)


def _asks_of_an_earlier_one(turn: Turn) -> bool:
    """回到刚才那个，我自己那个证，手机上能不能办: the question is answered; nothing is left to go on with."""
    recalls = any(phrase in turn.text for phrase in words("said.recall"))
    return turn.intent == "service" and bool(turn.facets) and recalls and bool(turn.parked) and asks(turn.text)


def _asks_beside(turn: Turn) -> bool:
    """我没事了 接着问 离婚要收钱吗: the question is answered, and what is open is put again behind it."""
    return turn.intent == "service" and bool(turn.plainly) and asks(turn.text)


def _takes_back(turn: Turn) -> bool:
    """A correction with something to correct: a bare 不对 is an answer like any other."""
    if says(turn, "decline"):
        return False
    return any(mark in turn.text for mark in words("said.correction")) or found_in(turn.text, words("said.contrasts"))
