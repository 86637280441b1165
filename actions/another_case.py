"""屋后还有几棵也想砍，那个要证不; 隔壁那台是二手的，能补不: what is asked of another thing, or of a stranger's.

It is answered for what it is about; one's own case stays as it is, and so does the question that is open.
"""

from __future__ import annotations

from typing import Any

from actions.asking import asks
from actions.check import assess, shown
from actions.check_answers import supposed_facts
from actions.client import Catalogue
from actions.facts import beside_ones_own, hear
from actions.pending import QUIET, resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

OPEN = (*QUIET, "fact")
LONGEST = 60  # characters of such a question


async def another_case(turn: Turn, api: Catalogue) -> Reply | None:
    """The result for the other one; None where nothing of another is told, or nothing that matters."""
    if turn.service is None or turn.choice is not None or not _may_ask(turn):
        return None
    service = {"code": turn.service["code"], "name": turn.service["name"]}
    if not beside_ones_own(turn, {"beside": (await hear(turn, api, service, turn.text))["beside"]}):
        return None
    supposed = await supposed_facts(turn, api, service, turn.text)
    if supposed == turn.facts:
        return None
    told = Reply().tell(word("check.of_another"))
    result = await assess(turn, api, service, supposed)
    return resume(turn, Reply(told.specs + (await shown(turn, api, service, result)).specs))


def _may_ask(turn: Turn) -> bool:
    return asks(turn.text) and len(turn.text) <= LONGEST and (turn.pending or {}).get("kind", QUIET[0]) in OPEN
