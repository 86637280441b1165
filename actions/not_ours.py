"""烟草证我也想退, in the middle of another matter: not done here, and where to ask; the matter in hand goes on."""

from __future__ import annotations

from actions import cards
from actions.client import Catalogue
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word

KINDS = ("service", "oos", "manage", "unclear", "inform", "booking", "office")
PLAIN = ("wish", "asked", "bare")


async def not_ours(turn: Turn, api: Catalogue) -> Reply | None:
    """None where nothing of another authority is asked for, or the catalogue has it after all."""
    if turn.choice is not None or not turn.elsewhere or turn.intent not in KINDS:
        return None
    ours = bool(turn.need) and (turn.need or {})["how"] in PLAIN
    if ours or not turn.service:
        return None
    turn.misses = 0
    said = word("elsewhere.here", **turn.elsewhere)
    if not turn.pending:
        return Reply().tell(said + word("elsewhere.go_on", name=turn.service["name"]), cards.go_on(turn.service))
    return resume(turn, Reply().tell(said))
