"""How alike two texts are, and whether a statement of a guide can be what a sentence asks for.

`item` is one of POST /stated: {"kind", "q", "way", "a", "sure", "other_case", "service", …}.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from actions.asking import clauses
from actions.words import word, words

Json = dict[str, Any]

OF_IT = 4  # characters in a row that a clause has in common with the question it asks


def in_common(text: str, other: str) -> str:
    """The longest stretch that both have."""
    same = SequenceMatcher(None, text, other, autojunk=False).find_longest_match()
    return text[same.a : same.a + same.size]


def shares(text: str, item: Json) -> bool:
    """Two characters in a row that say something (急诊, 外省) stand in both."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    name = (item["service"] or {}).get("name", "")
    telling = {pair for pair in pairs if not set(pair) & set(word("said.idle")) and pair not in name}
    return any(pair in _all_of(item) for pair in telling)


def asks_alike(text: str, item: Json) -> bool:
    """在那个机子上打吗 is no question about money, nor 登记收费吗 one about what it is good for."""
    text = _its_part(text, item)
    for said in words("said.focus").values():
        if item["way"] and _has(item["way"], said["in_question"]) and not _has(text, said["asked"]):
            return False
        if _has(text, said["plainly"]) and not _has(_all_of(item), said["asked"]):
            return False
    return True


def _its_part(text: str, item: Json) -> str:
    """有自助机能打吗，要钱不: what the other clauses ask is answered beside it."""
    own = [clause for clause in clauses(text) if len(in_common(clause, str(item["way"] or ""))) >= OF_IT]
    return "，".join(own) or text


def _all_of(item: Json) -> str:
    return f"{item['q'] or ''}{item['way'] or ''}{item['a']}"


def _has(text: str, phrases: list[str]) -> bool:
    return any(phrase in text for phrase in phrases)


def of_another_case(item: Json, plain: float) -> bool:
    """交了十三年能领吗 finds an answer about 11 years, or one not plainly meant: the rule itself comes first."""
    return item["kind"] == "faq" and bool(item["other_case"] or item["sure"] < plain)
