"""A person's own records, at any moment of a talk: is it kept, 删除我的记录, 导出我的记录; numbers nobody needs."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.pending import ask, resume, says_no, says_yes
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

FORGET: Json = {"type": "forget"}  # the gateway's sign to forget this talk; never shown


async def own_records(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply when somebody asks for, or wants to be rid of, what is kept about them."""
    if turn.choice is not None:
        return None
    if identity_alone(turn):
        return resume(turn, Reply().say("utter_no_identity"))
    erasing = (turn.pending or {}).get("kind") == "confirm_erase"
    if erasing and _goes_ahead(turn.text):
        return await take_erase(turn, api)
    if says(turn.text, words("records.after_erasing")):
        return _again(turn, Reply().say("utter_erase_about"))
    after_all = erasing and says(turn.text, words("records.keep_after_all"))
    if after_all or (says(turn.text, words("records.keep")) and (erasing or _asks(turn, "erase"))):
        turn.pending = None if erasing else turn.pending
        return resume(turn, Reply().say("utter_not_erased"))
    if of_a_number(turn):
        return resume(turn, Reply().say("utter_part_kept", choices=_ways()))
    if _asks(turn, "erase"):
        first = await _own_copy(turn, api) if _asks(turn, "copy") else Reply()  # 导一份给我，完了再删
        return Reply([*first.specs, *ask_to_erase(turn).specs])
    if _asks(turn, "copy"):
        return await copy(turn, api)
    if says(turn.text, words("records.kept")) and says(turn.text, words("records.kept_asked")):
        return resume(turn, Reply().say("utter_privacy", choices=_ways()))
    return None


def of_a_number(turn: Turn) -> bool:
    """身份证号你们存了没有, 电话给我删掉: about a part of what is kept."""
    part = says(turn.text, words("records.part")) and not turn.facets
    return part or says(turn.text, words("records.number_kept"))


def _goes_ahead(text: str) -> bool:
    """确定，删除."""
    return re.fullmatch(word("records.go_ahead"), text) is not None


def ask_to_erase(turn: Turn) -> Reply:
    yes = choice(word("do.erase"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    return ask(turn, {"kind": "confirm_erase"}, "utter_confirm_erase", [yes, no])


async def copy(turn: Turn, api: Catalogue) -> Reply:
    """How much is kept, and the link to all of it."""
    return resume(turn, await _own_copy(turn, api))


async def _own_copy(turn: Turn, api: Catalogue) -> Reply:
    link = await api.post("/me/copy", turn.sender, {})
    return Reply().say("utter_copy", **link["kept"]).card(cards.own_copy(link))


def _ways() -> list[Json]:
    """Take a copy, or be rid of it."""
    return [choice(word(f"do.{do}"), do=do) for do in ("copy_records", "erase_records")]


def set_identity_aside(turn: Turn) -> None:
    """An identity number in a sentence is taken out of it and warned of; the rest of the sentence counts."""
    rest = re.sub(words("records.identity"), " ", turn.text)
    if rest == turn.text or turn.choice is not None:
        return
    turn.text, turn.identity = rest.strip(" ,，。"), True
    if not identity_alone(turn):
        turn.preface = [*turn.preface, {"response": "utter_no_identity", "choices": [], "variables": {}}]


def identity_alone(turn: Turn) -> bool:
    """Nothing but the number was said."""
    return turn.identity and bool(re.match(words("records.identity_alone"), turn.text))


def _again(turn: Turn, reply: Reply) -> Reply:
    if turn.pending:
        turn.pending = {key: value for key, value in turn.pending.items() if key != "resumed"}
    return resume(turn, reply)


async def take_erase(turn: Turn, api: Catalogue) -> Reply | None:
    if says_yes(turn) or _goes_ahead(turn.text):
        turn.forget_all()
        return Reply().say("utter_erased").card(FORGET)
    turn.pending = None
    return Reply().say("utter_not_erased") if says_no(turn) else None


def _asks(turn: Turn, what: str) -> bool:
    """The whole phrase, or an act and what it is to be done to, in either order."""
    return any(phrase in turn.text for phrase in words(f"said.{what}")) or says(turn.text, words(f"records.{what}"))
