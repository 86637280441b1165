"""烟草证我也想退, in the middle of another matter: not done here, and where to ask; the matter in hand goes on.

What somebody else gets (隔壁家领多少) is nobody's business here either, and refused.
"""

from __future__ import annotations

from actions import cards
from actions.asking import asks
from actions.client import Catalogue
from actions.office import hall
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import says, word, words

KINDS = ("service", "oos", "manage", "unclear", "inform", "booking", "office")
PRYING = ("service", "oos", "manage", "unclear", "inform", "office", "smalltalk", "human")
BRIEF = 16  # characters of such a question
PLAIN = ("wish", "asked", "bare")


def _asks_for_the_weather(text: str) -> bool:
    """明儿会不会下雪; 下雨天屋顶漏 tells of something else."""
    return len(text) <= BRIEF and asks(text) and says(text, words("said.weather"))


async def not_ours(turn: Turn, api: Catalogue) -> Reply | None:
    """None where nothing of another authority is asked for, or the catalogue has it after all."""
    if turn.choice is None and not turn.linked and turn.intent in KINDS and _asks_for_the_weather(turn.text):
        return resume(turn, Reply().card(cards.boundary(await hall(turn, api))))
    if turn.choice is None and turn.intent in PRYING and says(turn.text, words("others.asks")):
        return resume(turn, Reply().tell(word("others.refused")))
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
