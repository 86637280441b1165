"""删除我的记录, 导出我的记录: a person's own records, at any moment of a talk."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.pending import ask, says_no, says_yes
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

FORGET: Json = {"type": "forget"}  # the gateway's sign to forget this talk; never shown


async def own_records(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply when somebody asks for, or wants to be rid of, what is kept about them."""
    if _asks(turn, "erase"):
        yes = choice(word("do.erase"), word("agree.value"), do="yes")
        no = choice(word("decline.label"), word("decline.value"), do="no")
        return ask(turn, {"kind": "confirm_erase"}, "utter_confirm_erase", [yes, no])
    if _asks(turn, "copy"):
        link = await api.post("/me/copy", turn.sender, {})
        return Reply().say("utter_copy", **link["kept"]).card(cards.own_copy(link))
    return None


async def take_erase(turn: Turn, api: Catalogue) -> Reply | None:
    if says_yes(turn):
        turn.forget_all()
        return Reply().say("utter_erased").card(FORGET)
    turn.pending = None
    return Reply().say("utter_kept") if says_no(turn) else None


def _asks(turn: Turn, what: str) -> bool:
    """The whole phrase, or an act and what it is to be done to (清空…聊天记录), in this order."""
    if any(phrase in turn.text for phrase in words(f"said.{what}")):
        return True
    acts = [turn.text.find(act) for act in words(f"said.{what}_acts") if act in turn.text]
    rest = turn.text[min(acts) :] if acts else ""
    things = words("said.record_things")
    return any(thing in rest for thing in (things[:-3] if what == "erase" else things))
