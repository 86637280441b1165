"""Whether a sentence asks for little more than a facet (要带啥, 多少钱), so that the facet is the answer."""

from __future__ import annotations

import re

from actions.asked import merely_how, said_of
from actions.asking import asks, clauses
from actions.turn import Turn
from actions.words import word, words

FIGURES = frozenset({"fee", "time_limit", "where", "hours", "phone"})


def a_mere_facet(turn: Turn) -> bool:
    """要带啥, 多少钱, 护理补贴怎么申请: little more than the words of a facet, so the facet is the answer."""
    plain = _asks_only(turn, turn.text) or re.search(word("said.how_to_apply"), turn.text)
    return bool(turn.facets) and turn.intent == "service" and bool(plain)


def asks_for_a_facet(turn: Turn) -> bool:
    return bool(turn.plainly) or _what_is_asked_is_a_facet(turn) or _of_a_figure(turn)


def _of_a_figure(turn: Turn) -> bool:
    """几天, 多少钱, 在哪: the guide has one answer to it; another one has to be plainly meant."""
    return turn.intent == "service" and any(facet in FIGURES and said_of(turn, facet) for facet in turn.facets)


def _what_is_asked_is_a_facet(turn: Turn) -> bool:
    """老年证咋个办，我今年68: what is told beside it may matter, but it is the facet that is asked.

    他身份证翻遍了找不着 咋办, of the matter in hand, asks what to do about that.
    """
    asking = [clause for clause in clauses(turn.text) if asks(clause, softly=True)]
    if turn.began_with and len(asking) < len(clauses(turn.text)) and all(map(merely_how, asking)):
        return False
    return bool(turn.facets) and bool(asking) and all(_asks_only(turn, clause) for clause in asking)


def _asks_only(turn: Turn, text: str) -> bool:
    """Whether little is left beside the words of a facet, what leads to it, and the name of the matter."""
    known = words("said.facet_words")
    said = [phrase for facet in turn.facets for phrase in known.get(facet, []) if phrase in text]
    said = [phrase for phrase in said if phrase not in words("said.things_named")]  # 身份证都烧了 says more than 要带啥
    said += [phrase for phrase in words("said.how") if phrase in text]
    rest = text
    for pattern in (pattern for facet in turn.facets for pattern in words("said.clause_facets").get(facet, [])):
        rest, found = re.subn(pattern, "", rest)  # 要好久才批得下来 is no more than its facet
        said += ["…"] * found
    for phrase in (*sorted(said, key=len, reverse=True), *words("said.trailing"), *words("said.empty")):
        rest = rest.replace(phrase, "")
    name = next((service["name"] for service in (*turn.linked[:1], turn.service) if service), "")
    return bool(said) and len([char for char in rest if char not in name]) <= 1
