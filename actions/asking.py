"""Whether a sentence asks something, or only tells: one answer for everybody who has to know.

asks(text)                  by a word, a mark, or how it ends; `softly`: 呢 and 吧 at the end, and 电话给我一个, ask too
marked(text)                by a word or a mark alone: an answer to an open question has none of these
clauses(text)               its clauses, in order
telling(text)               those of them that ask nothing
bare(text)                  without what only looks like asking: 没得来钱的路子, 随便哪天都行

Tickets hold whole stories (问三句不回一句): see `asks` of actions/ticket_reading.py.
"""

from __future__ import annotations

import re

from actions.words import word, words

_CLAUSE = re.compile(r"[，。！？；,.!?;\s]+")
_EITHER_WAY = re.compile(r"(?!房没房[产子])(.)[不没]\1")  # 是不是, 涨没涨; 这房没房产证 asks nothing


def clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause]


def telling(text: str) -> list[str]:
    """The clauses that ask nothing."""
    return [clause for clause in clauses(text) if not asks(clause, softly=True)]


def asks(text: str, *, softly: bool = False) -> bool:
    said = bare(text)
    confirms = bool(re.search(word("said.asks_to_confirm"), said.rstrip(words("said.edges"))))
    soft = softly and _softly(said.rstrip(words("said.edges")))
    ends = said.rstrip(words("said.trailing")).endswith(tuple(words("said.asking_ends")))
    either = re.search(word("said.alternative"), said) is not None
    return soft or confirms or ends or either or marked(text)


def _softly(said: str) -> bool:
    wanted = re.search(word("said.asks_to_be_told"), said)
    return wanted is not None or said.endswith(tuple(words("said.asking_softly")))


def marked(text: str) -> bool:
    text = bare(text)
    able = re.search(word("said.able_or_not"), text)
    return bool(_EITHER_WAY.search(text) or able) or any(mark in text for mark in words("said.asking"))


def bare(text: str) -> str:
    text = re.sub(word("said.lacking"), "", text)
    for phrase in words("said.any_of_them"):
        text = text.replace(phrase, "")
    return text
