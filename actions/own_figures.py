"""承诺5个工作日办好, where the case that was told has 10: its own promise takes the place of the general one."""

from __future__ import annotations

import re
from typing import Any

from actions.check import assess
from actions.client import Catalogue
from actions.facts import hear
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

MOST_SAID, LONGEST = 3, 300  # sentences before this one that are listened to; characters of all of them


async def with_own_limit(turn: Turn, api: Catalogue, service: Json, answer: Json) -> Json:
    """The answer, its promised limit that of this case where what was told decides it."""
    promised = (answer["data"].get("time_limit") or {}).get("promised")
    if promised is None or _said(promised) not in answer["text"] or not _differs_by_case(answer):
        return answer
    facts = {**await _told(turn, api, service), **turn.facts}
    own = (await assess(turn, api, service, facts))["time_limit"] if facts else None
    if own is None or own == promised:
        return answer
    return {**answer, "text": answer["text"].replace(_said(promised), _said(own), 1)}


def _differs_by_case(answer: Json) -> bool:
    """What stands beside the promise names another time."""
    return len(set(re.findall(word("limit.figure"), answer["data"]["time_limit"]["text"] or ""))) > 1


async def _told(turn: Turn, api: Catalogue, service: Json) -> Json:
    said = [*(turn.service or {}).get("said", [])[-MOST_SAID:], turn.text]
    text = "，".join(dict.fromkeys(each for each in said if each))[-LONGEST:]
    heard = await hear(turn, api, service, text, telling=True) if text and turn.choice is None else {"others": {}}
    return {key: value for key, value in heard["others"].items() if key not in heard.get("guessed", {})}


def _said(limit: Json) -> str:
    """As the guides say it."""
    return str(words("limit.units")[limit["unit"]]).format(n=limit["value"])
