"""Several matters in one visit: which of them a wish to book is for, named now or asked about together just before."""

from __future__ import annotations

import re
from typing import Any

from actions import standing
from actions.asking import asks
from actions.draft import MOST_AT_ONCE, draft_of
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

NAMED = ("code", "name", "alias", "words")  # matched so, a service is named rather than sounded like
SURELY = 0.9  # score from which each of two counts as wished


def wished_together(turn: Turn) -> list[Json]:
    """Two matters in one visit: named in this sentence, or asked about together just before (一起约)."""
    if turn.several > 1:
        return _bare(turn.linked[: min(turn.several, MOST_AT_ONCE)])
    if _two_named(turn):
        return _bare(turn.linked[:2])
    bundle = turn.bundle or {}
    if bundle and bundle["slug"] is None and not turn.linked and _all_of_them(turn):
        return _bare(bundle["services"][:MOST_AT_ONCE])
    return []


def _bare(services: list[Json]) -> list[Json]:
    return [{"code": service["code"], "name": service["name"]} for service in services]


def _two_named(turn: Turn) -> bool:
    """居住证跟社保卡，约一个: the second is plainly named, though it may be one of several alike."""
    first_two = turn.linked[:2]
    named = len(first_two) > 1 and all(s.get("matched") in NAMED and s.get("score", 0) >= SURELY for s in first_two)
    return named and not turn.ambiguous and re.fullmatch(word("said.two_wished"), turn.text) is not None


def _all_of_them(turn: Turn) -> bool:
    """两样一趟办完，帮我约: all that was asked about together."""
    return standing.says(turn, "together", "together_done", "both") or bool(re.search(word("said.counted"), turn.text))


def says_together(turn: Turn) -> bool:
    """两件一起约; 一起办 only with a time: alone it asks how (能一起办吗), as does 两件都要办，带啥."""
    if asks(turn.text) and not turn.when and not re.search(word("said.books"), turn.text):
        return False
    return standing.says(turn, "together") or (standing.says(turn, "together_done") and bool(turn.when))


def at_once_asked(turn: Turn) -> bool:
    """能不能一趟办完, of a booking of several: a time for all of them is the answer."""
    return bool(draft_of(turn).get("also")) and re.search(word("said.at_once_asked"), turn.text) is not None


def which_to_book(turn: Turn, services: list[Json]) -> Reply:
    """Which of those asked about together; or all of them in one visit."""
    each = _bare(services)
    options = [choice(service["name"], do="book", service=service) for service in each]
    if (turn.bundle or {}).get("slug") is None and len(each) <= MOST_AT_ONCE:
        options.append(choice(word("do.book_all"), do="book", service=each[0], also=each[1:]))
    return ask(turn, {"kind": "service", "do": "book", "when": turn.when}, "utter_which_to_book", options)
