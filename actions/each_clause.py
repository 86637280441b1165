"""Every clause that asks is heard: 村里能办不 要跑几趟, 开证明 在哪能打 要钱不. The whole hid it."""

from __future__ import annotations

from actions.asked import GUESSED, of_clause
from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.turn import Turn
from actions.words import words

MOST = 3  # clauses heard by themselves
SHORTEST = 3  # characters of a clause that asks for something
NEVER = GUESSED | {"book", "my_booking", "cancel_booking", "reschedule"}  # guesses, and what is no facet of a guide


async def hear_each_clause(turn: Turn, api: Catalogue) -> None:
    """Add the facets of the clauses that none of those heard speaks of."""
    if turn.choice is not None or turn.intent != "service" or turn.several > 1 or not (turn.service or turn.linked):
        return
    asking = asking_clauses(turn.text)
    if len(asking) < 2:
        return
    for clause in [each for each in asking if len(each) >= SHORTEST and not _heard(turn, each)][:MOST]:
        heard = await api.post("/understand", turn.sender, {"text": clause})
        more = [facet for facet in heard["facets"] if facet not in NEVER] if heard["kind"] == "service" else []
        turn.facets = tuple(dict.fromkeys([*turn.facets, *more]))


def asking_clauses(text: str) -> list[str]:
    return [clause for clause in clauses(text) if asks(clause, softly=True)]


def _heard(turn: Turn, clause: str) -> bool:
    """Whether one of the facets is asked for in this clause."""
    known = words("said.facet_words")
    said = (phrase in clause for facet in turn.facets for phrase in known.get(facet, []))
    return bool(set(of_clause(clause)) & {*turn.facets}) or any(said)
