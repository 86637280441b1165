"""A question about one of the times on offer (第三个是几点的, 最后那个在哪个大厅): which it is, and the times again."""

from __future__ import annotations

import re

from actions import cards
from actions.asking import asks
from actions.client import Catalogue
from actions.pending import again
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word

OFFERING = ("slot", "move_slot")


async def offered_time_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """None where no time on show is named, or it is taken rather than asked about."""
    if turn.choice is not None or (turn.pending or {}).get("kind") not in OFFERING or not asks(turn.text):
        return None
    slot = (turn.nth or {}).get("slot")
    if slot is None or not re.search(word("said.of_offered"), turn.text):
        return None
    said = word("booking.nth", time=cards.moment(slot["start"]), office=cards.office_name(slot["office"]))
    return again(turn, Reply().tell(said))
