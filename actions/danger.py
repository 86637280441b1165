"""Danger: the numbers first, whatever was going on; of what is over one line of them, and the talk goes on."""

from __future__ import annotations

import re
from typing import Any

from actions import asking
from actions.client import Catalogue
from actions.names import like_a_name
from actions.reply import Reply
from actions.ticket_reading import asks
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

_CHARACTERS = re.compile(r"[\u4e00-\u9fff]")
OF_THINGS = ("report", "unresolved", "complaint")  # tickets about something that is broken or went wrong
NAMES = ("name", "other_name", "phone", "confirm_booking")  # open questions that a name may answer
LONGEST_NAME = 4
PLAINLY, ANOTHER = 0.6, 0.85  # score from which the matter that is told is one of ours, or not that in hand


async def danger_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """他还动手打我 inside any sentence; 120已经打了 right after the numbers were given."""
    if turn.choice is not None:
        return None
    if help_is_coming(turn):
        rest = beside_the_all_clear(turn.text)
        if not rest:
            return Reply().say("utter_crisis_after")
        turn.text = rest
    if now := await danger_now(turn, api):  # behind the all-clear, of what else is said
        return now
    if is_over(turn) and says(turn.text, words("danger.was")) and not (long_past(turn) or _of_the_case(turn)):
        _one_line(turn)
        await _turn_to_what_helps(turn, api)
    return None


async def danger_now(turn: Turn, api: Catalogue) -> Reply | None:
    """他又动手打我，我有点怕 answers no open question: the numbers, before anybody else hears it."""
    if turn.choice is not None or help_is_coming(turn) or not says(turn.text, words("danger.signs")):
        return None
    return None if is_over(turn) else numbers(turn)


def _of_the_case(turn: Turn) -> bool:
    """她是自己摔伤的，要多交啥: how it came, told of the matter in hand."""
    return turn.service is not None and re.search(word("danger.of_the_case"), turn.text) is not None


async def _turn_to_what_helps(turn: Turn, api: Catalogue) -> None:
    """家里失火，有救助没 is no question about the matter in hand."""
    from actions.service import change_to

    best = await _that_helps(turn, api)
    if best and best["code"] != (turn.service or {}).get("code"):
        change_to(turn, best)
        turn.linked, turn.ambiguous = [best], False


def _one_line(turn: Turn) -> None:
    turn.preface = [*turn.preface, {"response": "utter_crisis_line", "choices": [], "variables": {}}]


def numbers(turn: Turn) -> Reply:
    """The numbers that fit: who to call first when one is beaten, in despair, in a fire, cheated; else all of them."""
    kinds: dict[str, list[str]] = words("danger.kinds")
    kind = next((kind for kind, ways in kinds.items() if says(turn.text, ways)), None)
    return Reply().say(f"utter_crisis_{kind}" if kind else "utter_crisis")


def help_is_coming(turn: Turn) -> bool:
    """120已经打了 right after the numbers were given."""
    given = any(spec.get("response", "").startswith("utter_crisis") for spec in turn.last)
    return given and says(turn.text, words("danger.on_the_way"))


def beside_the_all_clear(text: str) -> str:
    """What else is asked or wished after 警察来了 没事了; empty where nothing is."""
    past = [*words("danger.on_the_way"), *words("danger.cleared")]
    rest = [clause for clause in asking.clauses(text) if not says(clause, past)]
    wishes = [*words("said.wishing"), *words("said.copy"), *words("said.erase")]
    return "，".join(rest) if any(asking.asks(part) or any(w in part for w in wishes) for part in rest) else ""


def is_over(turn: Turn) -> bool:
    """昨天夜里着火了，人没事: told calmly of what has been."""
    if any(mark in turn.text for mark in words("danger.urgent")):
        return False
    safe = says(turn.text, words("danger.safe"))
    past = says(turn.text, words("danger.past"))
    cause = turn.service is not None and (says(turn.text, words("danger.told")) or long_past(turn))
    return (safe and (past or asks(turn.text) or turn.service is not None)) or cause


def long_past(turn: Turn) -> bool:
    """我男人去年出了车祸，干不了活 tells of a case: an accident, in the clause that says when, and nothing of now."""
    if says(turn.text, [*words("danger.signs"), *words("danger.now"), *words("danger.urgent")]):
        return False
    when, what = word("danger.long_past"), words("danger.long_told")
    return any(re.search(when, part) and says(part, what) for part in asking.clauses(turn.text))


def only_sounds(turn: Turn) -> bool:
    """我是娃他妈, 没事我就是心里急; 没有人受伤就是怕晚上结冰 in a report, 加上小孙子是四口人: no danger is told.

    Without a word of danger there is none, whatever a sentence resembles. Never calm where such a word stands beside
    it, or where the words themselves made it certain.
    """
    if not only_sounds_like_it(turn):
        return False
    if _without_a_word_of_it(turn):
        return True
    reporting = (turn.pending or {}).get("ticket") in OF_THINGS and says(turn.text, words("danger.unhurt"))
    changed = (turn.service is not None or asking.asks(turn.text, softly=True)) and says(
        turn.text, words("danger.changed_mind")
    )
    corrected = turn.pending is not None and says(turn.text, words("danger.corrected"))
    return reporting or changed or corrected or _is_a_name(turn)


def _without_a_word_of_it(turn: Turn) -> bool:
    """打工, 生活, 死亡证明 are no words of danger; what is not written in characters cannot be looked up.

    With a matter in hand neither is what is done to trees, animals and grass (砍了二十棵杉树, 死了三头猪).
    """
    text = turn.text
    for way in [*words("danger.ordinary"), *(words("danger.of_things") if turn.service or turn.bundle else [])]:
        text = re.sub(way, "，", text)
    return bool(_CHARACTERS.search(text)) and not says(text, words("danger.alarming"))


def only_sounds_like_it(turn: Turn) -> bool:
    """Whether no word of danger stands in it: something else must tell what it is instead."""
    if turn.confidence >= 1.0 or says(turn.text, words("danger.signs")):
        return False
    return _without_a_word_of_it(turn) or not _alarming(turn.text)


def _is_a_name(turn: Turn) -> bool:
    """A name is asked for, and one is given: what it sounds like says nothing."""
    said = turn.text.strip(words("said.trailing"))
    return (turn.pending or {}).get("kind") in NAMES and len(said) <= LONGEST_NAME and like_a_name(said)


def _alarming(text: str) -> bool:
    """A word of danger is left when what is denied, feared for later or harmless is taken away."""
    for way in words("danger.unhurt"):
        text = re.sub(way, "", text)
    return says(text, words("danger.alarming"))


async def after_danger(turn: Turn, api: Catalogue) -> Reply:
    """One line of numbers, then what the guide in hand says to it, or the matter that helps now."""
    from actions.service import answer_facets, change_to
    from actions.stated import of_services

    _one_line(turn)
    if turn.service and (stated := await of_services(turn, api, [turn.service])):
        return stated
    if best := await _that_helps(turn, api):
        change_to(turn, best)
    if turn.service:
        return await answer_facets(turn, api, turn.service, turn.facets)
    return Reply().say("utter_crisis_then")


async def _that_helps(turn: Turn, api: Catalogue) -> Json | None:
    """The matter the sentence tells of besides, as the search finds it; plainly another one than that in hand."""
    found = await api.get("/services", turn.sender, q=turn.text[:100], place=turn.place, limit=1)
    enough = PLAINLY if turn.service is None else ANOTHER
    return next((item for item in found["items"] if float(item["score"]) >= enough), None)
