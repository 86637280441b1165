"""记下了：林木20立方米；不是公益林: what was just heard of the case, said in short before the talk goes on."""

from __future__ import annotations

from typing import Any

from actions.reply import Reply
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

MOST = 4  # facts that are named


def noted(turn: Turn, heard: Json | None = None) -> list[Json]:
    """One message that makes way for others. What was guessed is read back anyway, so that nothing is left to say.

    `heard`: where nothing is new, what is told once more is named.
    """
    told = [said for key, said in turn.noted.items() if key not in turn.guessed]
    if not told and turn.guessed:
        return []
    again = (heard or {}).get("noted") or {}
    told = told or [said for key, said in again.items() if turn.facts.get(key) is not None]
    changed = any(map(turn.set_right, turn.noted))
    if not told:
        return Reply().tell(word("check.changed")).specs if changed else Reply().say("utter_noted").specs
    names = word("check.between").join(told[:MOST])
    return Reply().aside(word("check.changed_to" if changed else "check.noted", told=names)).specs
