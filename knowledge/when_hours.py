"""Times of day in a text: 上午, 三四点, 两点到四点, 下午三点半以后."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.saying_amounts import chinese_number

_NUMBER = r"\d{1,2}|[零一二两三四五六七八九十]{1,3}"
_PARTS = {
    "凌晨": (0, 6),
    "大清早": (6, 10),
    "一大早": (6, 10),
    "早上": (6, 10),
    "早晨": (6, 10),
    "清早": (6, 10),
    "一早": (6, 10),
    "上午": (8, 12),
    "中午": (11, 14),
    "晌午": (11, 14),
    "前晌": (8, 12),
    "头晌": (8, 12),
    "后晌": (12, 18),
    "下午": (12, 18),
    "午后": (12, 18),
    "午饭后": (12, 18),
    "午饭以后": (12, 18),
    "吃了午饭": (12, 18),
    "吃完午饭": (12, 18),
    "晌午饭": (12, 18),
    "午休后": (14, 18),
    "午休完": (14, 18),
    "一上班": (8, 10),
    "刚上班": (8, 10),
    "下班前": (16, 18),
    "下班之前": (16, 18),
    "临下班": (16, 18),
    "快下班": (16, 18),
    "傍晚": (17, 19),
    "晚上": (18, 22),
    "夜里": (20, 24),
    "早": (6, 10),
    "晚": (18, 22),
}
_BOUND = {
    "一上班": "一上班(?!族)",
    "快下班": "快下班(?=的时候|时|那会|那个点|那阵|前)",
    "早": "(?<=[明今后])早",
    "晚": "(?<=[明今后])晚",
    "一早": "(?<![周期拜])一早(?!上|晨)",
}
_PART = "|".join(_BOUND.get(part, part) for part in sorted(_PARTS, key=len, reverse=True))
_LATE = ("下午", "午后", "午饭后", "午休后", "后晌", "傍晚", "晚上", "晚", "夜里")
_PAIRS = {
    "十一二": (11, 12),
    "一两": (1, 2),
    "一二": (1, 2),
    "两三": (2, 3),
    "二三": (2, 3),
    "三四": (3, 4),
    "四五": (4, 5),
    "五六": (5, 6),
    "六七": (6, 7),
    "七八": (7, 8),
    "八九": (8, 9),
    "九十": (9, 10),
}


_DOT = r"点钟?|时(?!间|候|限|段|常|长)"
_SHARED = rf"|(?=(?:到|至|-|~)(?:{_NUMBER})点)"  # 九到十一点


def _clock(which: int) -> str:
    shared = _SHARED if which == 1 else ""
    words = rf"(?<![周期拜])(?P<h{which}>{_NUMBER})(?:{_DOT}{shared})(?P<m{which}>半|一刻|三刻|(?:{_NUMBER})分?|)"
    return rf"(?:{words}|(?P<d{which}>\d{{1,2}}):(?P<e{which}>\d{{2}}))"


_TIME = re.compile(
    rf"(?P<part>{_PART})?的?\s*(?<![周期拜十])(?P<pair>{'|'.join(_PAIRS)})点钟?(?!儿)"
    rf"|(?P<part1>{_PART})?的?\s*{_clock(1)}"
    rf"(?:\s*(?:到|至|-|~)\s*(?P<part2>{_PART})?{_clock(2)})?"
    rf"(?P<side>左右|前后|上下|往后|之前|以前|前|之后|以后|过后|后|多)?"
    rf"|(?P<only>{_PART})"
)
# 一点 is "a little" more often than one o'clock (一点都不会); 3点要求, 几点 and 有点 are no times either.
_NO_TIME = re.compile(r"^(?:儿|事|什么|啥|要求|意见|建议|问题|材料|东西|困难|希望|办法|条件)")
_A_LITTLE = re.compile(r"^(?:都|也|不|没)")
# 昨天下午, 上周三上午: over, whatever the hour.
_OVER = re.compile(r"(?:大?前[天儿日]|昨[天儿日]?|上个?(?:周|星期|礼拜)[一二三四五六日天末]?|上个?月\S{0,4}|那次)的?$")
# 周一不行，周二吧: not the time wanted.
NOT_THEN = re.compile(
    r"^(?:的?(?:上午|下午|早上))?(?:我|他|她|都|也|又|就|可能|恐怕)?"
    r"(?:不(?:行|成|中|开门?|上班|得闲|得空|方便|合适|可以)|没(?:空|时间|工夫|功夫)|[来去]不了|有事(?!要办|情要办)|要上班|太(?:早|晚|赶|急|远))"
    r"(?!吗|么|呢|嘛|[?？])"
)
_OVERALL = re.compile(r"每个?$|(?<![周期拜初])一个?$|天天$")


@dataclass(frozen=True)
class Hours:
    """Minutes after midnight [start, end), said at [at, until) of the text."""

    at: int
    until: int
    start: int
    end: int


def hours_in(text: str) -> list[Hours]:
    """Every time of day, in the order said."""
    found = [hours for match in _TIME.finditer(text) if (hours := _read(match, text))]
    return [hours for hours in found if not _OVER.search(text[: hours.at]) and not NOT_THEN.match(text[hours.until :])]


def _read(found: re.Match[str], text: str) -> Hours | None:
    at, until = found.span()
    if _NO_TIME.match(text[until:]) and not found["only"]:
        return None
    if found["only"]:
        start, end = _PARTS[found["only"]]
        return None if _OVERALL.search(text[:at]) else Hours(at, until, start * 60, end * 60)
    if found["pair"]:
        return _pair(found, at, until)
    part = found["part1"]
    if found["h1"] in ("一", "1") and not (part or found["side"]) and _A_LITTLE.match(text[until:]):
        return None
    first = _minutes(found, 1, part)
    if first is None or _is_a_little(found, text, until):
        return None
    if found["h2"] or found["d2"]:
        second = _minutes(found, 2, found["part2"] or part)
        if second is None:
            return None
        if second <= first and second + 720 <= 1440:
            second += 720
        return Hours(at, until, first, second) if second > first else None
    return Hours(at, until, *_sided(found["side"], part, first, _exact(found)))


def _pair(found: re.Match[str], at: int, until: int) -> Hours:
    """三四点: from three until five."""
    first, _ = _PAIRS[found["pair"]]
    start = _afternoon(first, found["part"]) * 60
    return Hours(at, until, start, start + 120)


def _minutes(found: re.Match[str], which: int, part: str | None) -> int | None:
    if found[f"d{which}"]:
        hour, minute = float(found[f"d{which}"]), float(found[f"e{which}"])
    else:
        said = found[f"m{which}"].removesuffix("分")
        quarters = {"": 0.0, "半": 30.0, "一刻": 15.0, "三刻": 45.0}
        hour = chinese_number(found[f"h{which}"]) or 0.0
        minute = quarters[said] if said in quarters else chinese_number(said) or 0.0
    if hour > 24 or minute > 59:
        return None
    return int(_afternoon(int(hour), part) * 60 + minute)


def _afternoon(hour: int, part: str | None) -> int:
    """Halls are closed at night: a bare 三点 is in the afternoon."""
    if part in _LATE:
        return hour + 12 if hour < 12 else hour
    if part in ("中午", "晌午"):
        return hour + 12 if hour <= 3 else hour
    return hour + 12 if part is None and 1 <= hour <= 6 else hour


def _exact(found: re.Match[str]) -> bool:
    return bool(found["m1"] or found["d1"])


def _sided(side: str | None, part: str | None, first: int, exact: bool) -> Iterator[int]:
    """三点以后 lasts until the part of the day ends, 三点前 begins with it; a plain hour lasts its hour."""
    low, high = _PARTS[part] if part else (8, 12) if first < 720 else (12, 18)
    if side in ("之前", "以前", "前"):
        yield from (min(low * 60, first - 60), first)
    elif side in ("之后", "以后", "过后", "往后", "后"):
        yield from (first, max(high * 60, first + 60))
    else:
        yield from (first, first + (30 if exact else 60))


def _is_a_little(found: re.Match[str], text: str, until: int) -> bool:
    if found["h1"] not in ("一", "1") or found["part1"] or found["m1"] or found["side"] or found["h2"]:
        return False
    return "点钟" not in found[0] and not re.search(r"[天号日一二三四五六]$", text[: found.start()])
