"""What a clause says of a fact that nobody asked for: a phrase of it, a number beside its name, a day.

told_in(fact, clause, on, of_one) -> Hit | None      the value, and where in the clause it stands
number_in(fact, text, on) -> float | None            the number a text gives for a fact
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.model import Fact
from knowledge.saying_amounts import age_said, amount_said, birth_said, chinese_number, day_said
from knowledge.saying_phrases import denied, places
from knowledge.saying_since import months_since, without_rates
from knowledge.saying_subjects import Clause

_YEAR = re.compile(r"(大前年|前年|去年|今年|\d{4}|\d{2}|[零〇一二三四五六七八九]{4})(?:年|届|$)?")
_NEWBORN = re.compile(r"(上个月)?(?:才|刚|刚刚)?(?:满月|百日|百天)")
BABY = re.compile(
    r"满月|百天|刚(?:出)?生(?:下来)?(?:的|$)|[一二两三四五六七八九十\d]+个?多?(?:月|天)大"
    r"|(?:娃|孩子|宝宝|毛毛|儿|孙子|孙女)[^，。]{0,3}[一二两三四五六七八九\d]+个多?月(?!\d|[一二三四五六七八九十]+[号日])"
)
_NOT_SO = re.compile(r"(?<!是)不是[^，。]{0,2}$")  # 不是我自己要走的
_CHOOSING = re.compile(r"(?<=.)还是[^，。]*(?:区别|不同|不一样|哪|[呢吗]$)")  # 长住还是临时，有啥区别 tells neither
_WISHED = re.compile(
    r"(?:(?:能不能|可不可以|够不够格|有没有资格|想要?|打算|准备|考虑)(?:参加|加入|入|申请|交|买)|想|想要|打算|准备|申请|考虑|希望|问的?是?|咨询|说的?是|了解|听说)(?:一下|下|上|个|新)?$"
)
_ASKING = re.compile(r"[啥咋怎哪]|什么|多少|如何|几[天趟次样份个]|条件|标准|手续|流程|材料|[吗么不]$")
_NO_SUBJECT = re.compile(r"^(?:那|这|请问|问下|问一下|想|要|办|就|说)*$")
_ABOUT = re.compile(
    r"^(?:的话)?(?:要|需要?|得|能|可以|是|该|应该|怎|咋|啥|什么|多少|办|申请|领|条件|标准|手续|流程|材料|有)"
)
_REAL = re.compile(r"我|俺|咱|了(?!吧|呢|吗|么|$)|过|今年|现在|已经|目前|刚")
_SELF_SAID = re.compile(r"[我俺](?!有|想|要)")  # 我能领不 tells who it is for
_OF_A_KIND = re.compile(r".?的")  # 自己辞(职)的
_WHO = "我|俺|他|她|老公|老婆|老伴|对象|孩子|娃娃?|儿子|女儿|闺女|孙子|孙女|男方|女方|我妈|我爸"
_YEAR_SAID = r"(?:\d{2,4}|[零〇一二三四五六七八九]{2,4})"
_BORN_ON = re.compile(  # 12月20日生, not 3月8日生孩子; 我是零四年三月十八的; 他九九年10月2号
    rf"[日号]生(?:的|人)?$|(?:{_WHO})是?{_YEAR_SAID}年.{{2,8}}[\d日号一二三四五六七八九十]的$"
    rf"|^(?:{_WHO})是?{_YEAR_SAID}年[^，。]{{2,6}}[日号]$"
)
_LARGE = 100  # yuan from which a bare number beside 挣 or 工资 is money
_LASTING = ("年", "个月", "天")  # units in which something lasts
_REACH = 8  # characters between a number and the word that names its fact


@dataclass(frozen=True)
class Hit:
    """A phrase found in a clause: what it says, how long it is, and where it stood."""

    value: Any
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def told_in(fact: Fact, clause: Clause, on: date, of_one: bool) -> Hit | None:
    """What a clause says of a fact without having been asked; `of_one`: the matter does not ask it of both."""
    match fact.type:
        case "bool":
            no = _hits(fact.no_told, False, clause, fact.planned)
            if not clause.asked and (length := denied(fact.yes_told, clause.text)):
                no.append(Hit(False, 0, length + 1))
            return _longest([*_hits(fact.yes_told, True, clause, fact.planned), *no])
        case "choice":
            if _CHOOSING.search(clause.text):
                return None
            said = [(each.value, (*each.told, *(each.told_of_one if of_one else ()))) for each in fact.options]
            hits = [hit for value, phrases in said for hit in _hits(phrases, value, clause, fact.planned)]
            return _longest([hit for hit in hits if not _NOT_SO.search(clause.text[: hit.start])])
        case "number":
            return _number_told(fact, clause, on)
    return _day_told(fact, clause, on)


def _hits(phrases: Iterable[str], value: Any, clause: Clause, planned: bool) -> list[Hit]:
    return [
        Hit(value, start, end)
        for phrase in phrases
        for start, end in places(phrase, clause.text)
        if _stated(clause, start, end, planned)
    ]


def _stated(clause: Clause, start: int, end: int, planned: bool) -> bool:
    """吃低保要啥条件 names a topic, 我想吃低保 a wish; neither says that somebody gets it."""
    before, after = clause.text[:start], clause.text[end:]
    if _WISHED.search(before) and not planned:
        return False
    if clause.asked and end >= len(clause.text) - 1 and not _SELF_SAID.match(clause.text[start:end]):
        return False
    topic = bool(_ASKING.search(after)) and bool(_NO_SUBJECT.match(before)) and bool(_ABOUT.match(after))
    return not (topic and clause.text[end - 1] not in "了的过着")


def of_anybody(clause: Clause, hit: Hit) -> bool:
    """有车的也能申请吧, 隔壁县的查得到吗 ask about a kind of people or things; nobody says to be or have that.

    我有车能申请吗 and 满80了能领吗 do tell it.
    """
    if not (clause.asked or clause.soft) or _REAL.search(clause.text):
        return False
    said = clause.text[hit.start : hit.end]
    return not clause.own or said.endswith("的") or bool(said and _OF_A_KIND.match(clause.text, hit.end))


def _longest(hits: list[Hit]) -> Hit | None:
    """The longest phrase wins, since 没有 holds 有; a draw between two values decides nothing."""
    longest = max((hit.length for hit in hits), default=0)
    best = [hit for hit in hits if hit.length == longest]
    return best[0] if best and len({hit.value for hit in best}) == 1 else None


def number_in(fact: Fact, text: str, on: date, with_unit: bool = False) -> float | None:
    """The number a text gives for a fact; told by the way it needs its unit."""
    if fact.unit == "岁" and (years := age_said(text)) is not None:
        return years
    if (counted := _counted(fact, text, on)) is not None:
        return counted
    amount = amount_said(without_rates(text) if fact.unit in _LASTING else text, fact)
    return amount.value if amount and (amount.with_unit or not with_unit) else None


def _number_told(fact: Fact, clause: Clause, on: date) -> Hit | None:
    for phrase in fact.named:
        for start, end in places(phrase, clause.text):
            number = _number_beside(fact, clause.text[max(0, start - _REACH) : end + _REACH], on)
            if number is not None:
                return Hit(number, start, end)
    if fact.unit == "岁" and (years := age_said(clause.text)) is not None:
        return Hit(years, 0, 0)
    return None


def _number_beside(fact: Fact, text: str, on: date) -> float | None:
    """With its unit; of money a bare number that is large enough (一个月挣两千)."""
    number = number_in(fact, text, on, with_unit=True)
    if number is not None or fact.unit != "元":
        return number
    bare = amount_said(text, fact)
    return bare.value if bare and bare.value >= _LARGE else None


def _day_told(fact: Fact, clause: Clause, on: date) -> Hit | None:
    born_on = day_said(clause.text, on) if _BORN_ON.search(clause.text) else None
    if fact.coarser and (born := birth_said(clause.text, on) or born_on) and born <= on:
        return Hit(born.isoformat(), 0, 0)
    for phrase in () if fact.coarser and BABY.search(clause.text) else fact.named:
        for start, end in places(phrase, clause.text):
            day = day_said(clause.text, on)
            if day is not None:
                return Hit(day.isoformat(), start, end)
    if not fact.coarser:
        return None
    years = 0 if BABY.search(clause.text) else age_said(clause.text)
    return None if years is None else Hit(years, 0, 0)


def _counted(fact: Fact, text: str, on: date) -> float | None:
    """Numbers said as something else: the year of graduation as 去年, the days of a baby as 刚满月."""
    if fact.unit == "年" and (fact.minimum or 0) > 1900:
        found = _YEAR.search(text)
        return _year_of(found[1], on) if found else None
    if fact.unit == "个月" and (months := months_since(text, on)) is not None:
        return months
    month = _NEWBORN.search(text) if fact.unit == "天" else None
    return None if month is None else 100.0 if "百" in month.group() else 60.0 if month[1] else 30.0


def _year_of(said: str, on: date) -> float | None:
    step = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0}.get(said)
    if step is not None:
        return float(on.year + step)
    number = chinese_number(said)
    if number is None:
        return None
    return number if number > 99 else number + (2000 if 2000 + number <= on.year + 15 else 1900)
