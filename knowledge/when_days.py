"""Days in a text: 明天, 下周三, 这个月25号, 国庆后第一个工作日, 3个工作日后.

Each kind of expression is a pattern with a small reader (knowledge.when_kinds); the patterns are tried at every place,
the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.calendar import Calendar
from knowledge.when_base import DAY, WEEK, Asked, Days
from knowledge.when_hours import NOT_THEN
from knowledge.when_kinds import EXACT, KINDS, LAST, SIDED

__all__ = ["Days", "days_in", "needed_by"]

TWO = 2  # digits of a year said short
_DIGITS = "零一二三四五六七八九"

# What happened, lapses or was issued then: not the time somebody wants to come.
_OF_SOMETHING = re.compile(
    r"^(?:就|才|要|会|快|的时候|那天)?(?:到期|过期|出生|生的|生日|办的|领的|签的|发的|买的|结婚的|去世|过世|满月|满岁|结的?婚|过生日|没的|丢的|截止|失效|来过|交的|申请的)"
)
# 我们20号就飞, 25号开学, 下周三要用: by then it must be done.
_DEADLINE = re.compile(
    r"^(?:的|就|我们?|他们?|她们?|孩子|娃|又|也|要|得|会|早上|晚上|[上下中]午|\d{1,2}点半?|[一二两三四五六七八九十]{1,3}点半?)*"
    r"(?:坐?飞机?(?!快)|动身|出发|启程|上车|赶火车|坐火车|坐高铁|开学|出差|出国|高考|中考|开庭|交房|入职|入学|报到|[就急等]着?要?用"
    r"|(?:走|用|用的|使|去外地|回[去老]家?|出门)(?:了|啦|呢|咯|的人)?(?=[，,。；;！!？?\s]|来|$))"
)
# 身份证上是3月2号, 生日5月4号: a date that stands on a paper, and a year that is over (1947年的 3月2号, 02年5月)
_ON_PAPER = re.compile(
    r"(?:出生|生日|生于|属[相鼠牛虎兔龙蛇马羊猴鸡狗猪]|(?:身份证|户口[本簿]|结婚证|出生证|证件?|档案)(?:上面?|里面?)(?!午))"
    r"(?:的|日期|年月|那天|写|登记|记|印|着|是|在|成|为|农历|阴历|阳历|公历|[:：\s])*$"
)
_YEAR = re.compile(r"(?:(?<!\d)(?P<digits>(?:19|20)?\d\d)|(?P<spoken>[零〇一二三四五六七八九]{2,4}))年的?\s*$")
_UNWANTED = re.compile(
    r"(?:不要|别约?|不想约?|除了|除开|避开|不约|(?<!是)不是|别是|(?:本来|原来|原本|原先|之前)(?:我|就|都)?(?:说|约|定|想|打算|是)?的?(?:在|好)?)$"
)
_LATEST = re.compile(r"(?:最迟|最晚|至迟|最多到|不超过|不晚于)(?:是|到|在|也?得|也要)?$")
_SIDE = re.compile(
    r"(?P<before>之前|以前|前(?!面|台|后|几|往|去|来|晌))|(?P<after>之后|以后|过后|往后|后(?!面|天|日|儿|来|勤|院|晌))"
    r"|(?P<begin>开始|起(?!来|床|码|步))"
)
_EVERY = re.compile(r"(?:每个?|逢|平时|上个?|去年|前年|第|每个?月|楼|栋|单元|路|取号|拨打|电话|\d)$")


def days_in(text: str, today: date, calendar: Calendar, market: Callable[[date], bool] | None = None) -> list[Days]:
    """Every day or stretch of days named, in the order said; expressions of the past are left out."""
    asked, found, at = Asked(today, calendar, market), [], 0
    while at < len(text):
        at, days = _longest(text, at, asked)
        if days:
            found.append(days)
    return found


def _longest(text: str, at: int, asked: Asked) -> tuple[int, Days | None]:
    """Where to read on, and what was said here. Words that mean no real day (11月31号) are passed over whole."""
    matches = [(m, kind) for kind in KINDS if (m := kind[0].match(text, at)) and m.end() > at]
    if not matches:
        return at + 1, None
    longest = max(match.end() for match, _ in matches)
    if needed_by(text[longest:]) or _ON_PAPER.search(text[:at]) or _year_over(text[:at], asked.today):
        return longest, None
    if _EVERY.search(text[:at]) or _OF_SOMETHING.match(text[longest:]):
        return longest, None
    if _UNWANTED.search(text[:at]) or NOT_THEN.match(text[longest:]):
        return longest, None
    for match, (_, read, repeat) in sorted(matches, key=lambda pair: -pair[0].end()):
        if span := read(match, asked):
            if read in EXACT and span[1] <= asked.today:
                break  # 1947年3月2号
            days = Days(at, match.end(), *span, repeat)
            return (days.until, days) if read not in SIDED else _sided(text, days, read in LAST, asked.today)
        if read in EXACT:
            break
    return longest, None


def needed_by(after: str) -> bool:
    """Whether what follows a time tells what happens then (就飞, 要用): it is no time to come."""
    return _DEADLINE.match(after) is not None


def _year_over(before: str, today: date) -> bool:
    """Whether a year of the past stands right before: 02年, 1947年的, 四七年."""
    found = _YEAR.search(before)
    if found is None:
        return False
    said = found["digits"] or "".join(str(_DIGITS.index(c)) for c in found["spoken"].replace("〇", "零"))
    return int(said) < today.year if len(said) > TWO else int(said) not in (today.year % 100, today.year % 100 + 1)


def _sided(text: str, days: Days, last: bool, today: date) -> tuple[int, Days | None]:
    """25号之前 ends with that day's eve (月底前: with the month), 周三以后 is a week from then on."""
    found = _SIDE.match(text, days.until)
    latest = _LATEST.search(text[: days.at])
    if not found and not latest:
        return days.until, days
    while days.end <= today and days.repeat:
        days = days.repeat(days)
    if not found:
        return days.until, Days(days.at, days.until, today, days.end)
    if found["before"]:
        start, end = today, days.end if last else days.start
    else:
        start = days.start if found["begin"] or days.end - days.start == DAY else days.end
        end = start + WEEK
    return found.end(), Days(days.at, found.end(), start, end) if end > max(start, today) else None
