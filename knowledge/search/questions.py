"""Whether a question is one that a guide answers already: 外地人能办吗 is 户口在外省，能在这里申请吗？ in other words.

    same_question(text, questions, meaning) -> position | None

Nearness alone takes the opposite for the same (有低保… and 不是低保户…), so both must deny or neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.search.meaning import Meaning
from knowledge.text import normalise

NEAR, AHEAD = 0.91, 0.02  # cosine of two questions in the same words, and how far the second must lie behind
ALONE = 0.93  # the same where there is no second
BRIEF, LONG = 4, 40  # characters; shorter says too little, longer is a story

_EITHER_WAY = re.compile(r"(.)[不没]\1|[不没](?:行|能|成|可以)?$")  # 能不能, 要不: asks, denies nothing
_DENIES = re.compile(r"[不没未无别]")
_BEFORE = re.compile(r"[等先才]")
_WHETHER = re.compile(r"(.)[不没]\1|(?:吗|(?<!什)么|不|没|不行|不能|不成|行|可以)$")


def same_question(text: str, questions: Sequence[str], meaning: Meaning) -> int | None:
    """The position of the question that is clearly the same; None where none is, or two are alike."""
    said = _bare(text)
    if not BRIEF <= len(said) <= LONG or not _WHETHER.search(said) or not questions:
        return None
    asked = [_bare(question) for question in questions]
    cosines = [float(meaning.query(said) @ meaning.query(each)) for each in asked]
    order = sorted(range(len(asked)), key=lambda at: -cosines[at])
    first, others = order[0], order[1:]
    clear = cosines[first] - cosines[others[0]] >= AHEAD if others else cosines[first] >= ALONE
    return first if clear and cosines[first] >= NEAR and _agree(said, asked[first]) else None


def _agree(said: str, asked: str) -> bool:
    """Both deny or neither does. 要等落户吗 asks the same as 还没落户，能…吗, so before and after leave it open."""
    return bool(_BEFORE.search(said) or _BEFORE.search(asked)) or denies(said) == denies(asked)


def denies(text: str) -> bool:
    """没领证能上户口吗 does; 能不能上, 能上不 do not."""
    return bool(_DENIES.search(_EITHER_WAY.sub("", text)))


def _bare(text: str) -> str:
    return normalise(text).rstrip("?？!！。. 啊呀呢")
