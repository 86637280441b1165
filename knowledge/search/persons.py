"""Of whom a question of a guide is: 孩子的身份证到期了，怎么换 is no answer to who said nothing of a child.

of_whom(question, answer, service, plain) -> words   one of which must have been said; empty: anybody's question
"""

from __future__ import annotations

import re

from knowledge.model import Service
from knowledge.search.statements import data


def of_whom(question: str, answer: str, service: Service, plain: bool = True) -> tuple[str, ...]:
    """The words for the person whose case is answered, unless the matter is about such persons anyway.

    Unless it is `plain` that the question is meant, an age or a form at school in it must have been said too.
    """
    if said := re.search(data()["of_oneself"], question):
        return tuple(char for char in ("女", "男") if char in said[0]) or _digits(said[0])
    if those := next((who for who in data()["of_those_who"] if re.search(who["question"], question)), None):
        return tuple(those["said"])
    if not plain and (case := re.search(data()["of_a_case"], question)):
        return (case[1],)
    about = "，".join([service.name, service.summary or "", service.audience or "", *service.aliases])
    groups = (group for group in data()["persons"] if _names(question, group) and _names(answer, group))
    return next((tuple(group) for group in groups if not _names(about, group)), ())


def _names(text: str, group: list[str]) -> bool:
    return any(person in text for person in group)


def _digits(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))
