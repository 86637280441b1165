"""What a sentence takes back of what was said before (没在吃低保, 凉菜不卖了, 不占了), and what it will not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from knowledge.model import Fact
from knowledge.saying_phrases import denied, given_up, merely_denies
from knowledge.saying_subjects import clauses

_DECLINES = re.compile(
    r"(?:不(?:太|大)?(?:想|愿意?|方便|便|好|肯|打算)|先不)(?:告诉|回答|透露|说|讲|答|提|填)|跳过|保密"
)


def taken_back(text: str, axes: Iterable[tuple[str, Fact]], answered: bool = False) -> dict[str, list[Any]]:
    """By key the values that do not hold any more, if they were told before. Questions take nothing back.

    `answered`: the text answers an open question; a bare 不领 in it denies that and nothing else.
    """
    stated = [clause.text for clause in clauses(text) if not clause.asked]
    stated = [each for each in stated if not (answered and merely_denies(each))]
    found = {key: _no_longer(fact, stated) for key, fact in axes}
    return {key: values for key, values in found.items() if values}


def declined(text: str, axes: Iterable[tuple[str, Fact]]) -> list[str]:
    """The facts somebody names and will not tell: 收入我不想说."""
    silent = [clause.text for clause in clauses(text) if _DECLINES.search(clause.text)]
    return [key for key, fact in axes if any(name in each for name in fact.named for each in silent)]


def _no_longer(fact: Fact, stated: list[str]) -> list[Any]:
    if fact.type == "bool":
        phrases = (*fact.yes_said, *fact.yes_told)
        return [True] if any(given_up(phrases, text) for text in stated) else []
    return [
        option.value
        for option in fact.options
        if any(_denies((option.value, *option.said, *option.told), fact, each) for each in stated)
    ]


def _denies(phrases: tuple[str, ...], fact: Fact, text: str) -> bool:
    """A verb alone (不占了) may stand in the question: 要占的是什么地."""
    return bool(denied(phrases, text)) or given_up((*phrases, fact.question), text)
