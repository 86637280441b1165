"""Every clause that asks is heard: 村里能办不 要跑几趟, 开证明 在哪能打 要钱不. The whole hid it.

Where the whole was hardly understood (晓得了 先弄改错字那个 你把办的步骤说一下), the clause that asks tells what it is.
"""

from __future__ import annotations

from actions.asked import GUESSED, OPEN, VAGUE, of_clause
from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.turn import Turn
from actions.words import words

MOST = 3  # clauses heard by themselves
SHORTEST = 3  # characters of a clause that asks for something
NEVER = {"overview", "other", "book", "my_booking", "cancel_booking", "reschedule"}  # guesses, or no facet of a guide
ABOUT = ("service", "office")  # a hall's hours may be asked for beside the matter
SURELY = 0.8  # confidence from which what a clause asks for needs no word that says so
VAGUELY = ("meta", "manage", "help", "unclear", "oos", "smalltalk")  # what is hardly understood may be taken for these


async def hear_each_clause(turn: Turn, api: Catalogue) -> None:
    """Add the facets of the clauses that none of those heard speaks of."""
    if turn.choice is not None or turn.several > 1 or not (turn.service or turn.linked):
        return
    every = asking_clauses(turn.text)
    asking = [clause for clause in every if len(clause) >= SHORTEST]
    if _vague(turn):
        await _hear(turn, api, asking)
    elif turn.intent == "service" and len(every) > 1:
        await _hear(turn, api, [clause for clause in asking if not _heard(turn, clause)])


def asking_clauses(text: str) -> list[str]:
    return [clause for clause in clauses(text) if asks(clause, softly=True)]


def _vague(turn: Turn) -> bool:
    unsure = turn.intent in VAGUELY and turn.confidence < VAGUE
    return unsure and (turn.pending or {}).get("kind") in OPEN and len(clauses(turn.text)) > 1


async def _hear(turn: Turn, api: Catalogue, asking: list[str]) -> None:
    for clause in asking[:MOST]:
        heard = await api.post("/understand", turn.sender, {"text": clause})
        if heard["kind"] not in ABOUT:
            continue
        surely = heard["confidence"] >= SURELY
        more = [facet for facet in heard["facets"] if facet not in NEVER and (surely or facet not in GUESSED)]
        if heard["facets"] == ["overview"] and turn.facets and any(how in clause for how in words("said.get_it")):
            more = ["process"]  # 火化补贴咋领 多久能到: how it is got, beside what else is asked
        turn.facets = tuple(dict.fromkeys([*turn.facets, *more]))
        if surely:
            turn.plainly = tuple(dict.fromkeys([*turn.plainly, *more]))


def _heard(turn: Turn, clause: str) -> bool:
    """Whether one of the facets is asked for in this clause."""
    known = words("said.facet_words")
    said = (phrase in clause for facet in turn.facets for phrase in known.get(facet, []) if len(phrase) > 1)
    return bool(set(of_clause(clause)) & {*turn.facets}) or any(said)
