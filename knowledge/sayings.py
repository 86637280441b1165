"""Free answers: what a sentence says about a fact. Only what is really said counts; when in doubt, nothing was said.

How people put things (`said`, `yes_said`, `no_said`) is data of the fact; numbers and dates are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.model import Fact

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
_NUMERAL = "零〇一二两俩三四五六七八九十百"
_AMOUNT = re.compile(
    rf"(\d+(?:\.\d+)?|[{_NUMERAL}]+|半)\s*(多|来|几)?\s*(个半|个|年半|年|岁|周岁|天|日|口|平米|平|方|元|块|万)?"
)
_AGE = re.compile(
    rf"(?:今年|都|快|已经|满|刚|有|虚岁|周岁|我|他|她|爸|妈|爹|娘|奶奶|爷爷|老人|孩子)\s*(?:是|都|满|有|快|今年|已经)*\s*"
    rf"(\d{{1,3}}|[{_NUMERAL}]{{1,4}})\s*(?:周?岁|了(?!\d))|(\d{{1,3}}|[{_NUMERAL}]{{1,4}})\s*(?:多|来)?\s*周?岁"
)
_DATE = re.compile(r"(\d{4}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


@dataclass(frozen=True)
class Heard:
    """`found` tells whether `value` answers the question; `others` are further facts the sentence tells, by key."""

    found: bool
    value: Any
    others: Mapping[str, Any]


def chinese_number(text: str) -> float | None:
    """`82`, `八十二`, `一百零三`, `半` as a number; None when it is none."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in ("十", "百"):
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return None
    return float(total + digit)


def age_said(text: str) -> int | None:
    """Completed years of life, when the sentence states an age ("我82了", "八十二岁")."""
    found = _AGE.search(text)
    if not found:
        return None
    number = chinese_number(found[1] or found[2])
    return int(number) if number is not None and 0 <= number <= 125 else None


def answer(fact: Fact, text: str) -> Heard:
    """What `text` answers to the question about `fact`. `others` uses bare fact ids (the caller adds the subject)."""
    nothing = Heard(False, None, {})
    match fact.type:
        case "bool":
            value = _either(fact, text)
            return nothing if value is None else Heard(True, value, {})
        case "choice":
            option = _option(fact, text)
            return nothing if option is None else Heard(True, option, {})
        case "number":
            number = _amount(fact, text)
            return nothing if number is None else Heard(True, number, {})
    day = _date_said(text)
    if day is not None:
        return Heard(True, day.isoformat(), {})
    years = age_said(text) or (_bare_age(text) if fact.coarser else None)
    if fact.coarser and years is not None:
        return Heard(False, None, {fact.coarser: years})
    return nothing


def volunteered(facts: Iterable[tuple[str, Fact]], text: str) -> dict[str, Any]:
    """Facts told without being asked: only unmistakable phrases (three characters and more) and stated ages."""
    told: dict[str, Any] = {}
    for key, fact in facts:
        if fact.type == "choice":
            hits = {o.value for o in fact.options if any(len(s) >= 3 and s in text for s in o.said)}
            if len(hits) == 1:
                told[key] = hits.pop()
        elif fact.type == "bool":
            value = _phrase(fact, text, shortest=4)
            if value is not None:
                told[key] = value
        elif fact.id == "birth_date" and fact.coarser and "@" not in key:
            years = age_said(text)
            if years is not None:
                told[fact.coarser] = years
    return told


def _either(fact: Fact, text: str) -> bool | None:
    return _phrase(fact, text, shortest=1)


def _phrase(fact: Fact, text: str, shortest: int) -> bool | None:
    """The longer of the two matches wins, since 没有 holds 有."""
    yes = max((len(s) for s in fact.yes_said if len(s) >= shortest and s in text), default=0)
    no = max((len(s) for s in fact.no_said if len(s) >= shortest and s in text), default=0)
    return None if yes == no else yes > no


def _option(fact: Fact, text: str) -> str | None:
    """The option with the longest phrase in the text; a draw decides nothing."""
    best: list[tuple[int, str]] = []
    for option in fact.options:
        phrases = [option.value, *re.split(r"[或、/]", option.value), *option.said]
        longest = max((len(p) for p in phrases if len(p) >= 2 and p in text), default=0)
        if longest:
            best.append((longest, option.value))
        elif option.value == text.strip():
            best.append((len(text), option.value))
    top = max((length for length, _ in best), default=0)
    winners = [value for length, value in best if length == top]
    return winners[0] if len(winners) == 1 else None


def _amount(fact: Fact, text: str) -> float | None:
    found = _AMOUNT.search(text)
    if not found:
        return None
    number = chinese_number(found[1])
    if number is None:
        return None
    return _in_unit(number, found[3] or "", text, fact)


def _in_unit(number: float, unit: str, text: str, fact: Fact) -> float:
    """Months and years into the fact's own unit; 三个半月 and 两年半 carry their half."""
    months = "月" in (fact.unit or "")
    if unit.endswith("半"):
        number += 0.5
    if months and unit.startswith("年"):
        number *= 12
    elif months and unit in ("天", "日"):
        number /= 30
    elif "年" in (fact.unit or "") and "月" in text and not unit.startswith("年"):
        number /= 12
    elif unit == "万":
        number *= 10_000
    return number


def _date_said(text: str) -> date | None:
    found = _DATE.search(text)
    if not found:
        return None
    year = int(found[1]) if len(found[1]) == 4 else 1900 + int(found[1])
    try:
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        return None


def _bare_age(text: str) -> int | None:
    """ "82" or "八十二" alone, answering a question about the birth date."""
    number = chinese_number(text.strip(" 了。，呢啊吧"))
    return int(number) if number is not None and 0 <= number <= 125 and number == int(number) else None
