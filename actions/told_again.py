"""水的材料再说一遍: which matter and what of it is to be told again; 再说一遍 alone is the last reply (talk.py)."""

from __future__ import annotations

import re
from typing import Any

from actions.client import Catalogue
from actions.going_back import matter_called
from actions.pending import resume
from actions.reply import Reply
from actions.result_asked import result_asked
from actions.service import answer_facets, change_to
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


async def told_again(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply; None where nothing is named, or no matter of this talk."""
    said = re.search(word("said.told_again"), turn.text)
    if said is None or turn.choice is not None or turn.draft_open:
        return None
    service = await _matter(turn, api, said["what"])
    if service is None:
        return None
    change_to(turn, service, keep=True)
    turn.intent, turn.text, turn.facets = "service", said["facet"], (words("said.again_facets")[said["facet"]],)
    return await result_asked(turn, api) or resume(turn, await answer_facets(turn, api, service, turn.facets))


async def _matter(turn: Turn, api: Catalogue, what: str | None) -> Json | None:
    """The one called by its word, the one the sentence names, or the one in hand."""
    if what is None:
        return turn.service
    called = await matter_called(turn, api, what, True)
    return called or (turn.linked[0] if turn.linked and not turn.ambiguous else None)
