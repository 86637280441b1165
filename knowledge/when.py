"""Time as people say it → a stretch of time that lies ahead.

    parse_when(text, now, calendar, market=None) -> When | None
    over(text, …) -> str | None                 昨天上午的, 今天早上八点 when it is ten: what was wished is over
    earliest(text) -> bool                      越早越好, 最快什么时候: no time, but a wish
    market_of(snapshot, where) -> rule | None   whether a day is a market day there, for `market`

Own parser, not jionlp: it needs no second to load, knows our working days and holidays, and never answers with the past
(measured on tests/nlu/when.yml). Always show the result with its weekday, so that a misunderstanding is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.calendar import ZONE, Calendar, is_market_day
from knowledge.catalogue import Snapshot
from knowledge.offering import chain
from knowledge.text import normalise
from knowledge.when_days import Days, days_in, needed_by
from knowledge.when_hours import Hours, hours_in

_EARLIEST = re.compile(
    r"越早越好|越快越好|尽早|尽快|最早|最快|最近的(?:号|时间|一个)"
    r"|头一个(?:号|时间)|随便(?:哪天|什么时候|啥时候)|(?:哪天|啥时候|什么时候|几时)都(?:行|可以|成|中|得)|能多早|尽量(?:早|快)"
    r"|哪天有(?:号|空)|最近(?:哪天|几时|什么时候|啥时候)?有(?:号|空)|有号就(?:行|约)"
)
_MOVED = re.compile(
    r"(?:改|换|挪|推迟|推|提前|延|调)(?:到|成|为|至)"
    r"|(?:改|换|挪|调)(?:约|在|个时间[，,]?|一下[，,]?)?(?=大?后天|明[天早晚]|[下这本]个?(?:周|星期|礼拜)|周|星期|礼拜|\d|[一二两三四五六七八九十]+[点号月])"
)
_JOIN = re.compile(r"^\s*(?:或者|或是|还是|要么|或|和|到|至|、|-|~)?\s*$")
# Spaces inside one expression (下 周三, 下午 3 点) say nothing; a name beside a number (张三 四点) keeps its own.
_LOOSE = re.compile(
    r"(?<=[下这本周期拜月])\s+(?=[周星礼一二三四五六日天1-7])|(?<=[上下]午|中午|早上)\s+(?=\d)|(?<=\d)\s+(?=[月号日点])"
)
# Slips of the pen that are common enough to be read as what is meant; as long as the word itself, so places keep.
_SLIPS = {
    "元月": "一月",
    "名天": "明天",
    "明添": "明天",
    "明田": "明天",
    "后添": "后天",
    "今添": "今天",
    "星其": "星期",
    "星斯": "星期",
    "礼败": "礼拜",
    "下洲": "下周",
    "下舟": "下周",
    "尚午": "上午",
    "下舞": "下午",
}
_GAP = re.compile(r"^[的，,\s]*(?:大概|大约|差不多|是)?$")


@dataclass(frozen=True)
class When:
    """[start, end), aware, in Asia/Shanghai. `text`: the words it was read from; `earliest`: as early as may be."""

    start: datetime
    end: datetime
    text: str
    earliest: bool = False


# 昨天上午的, 约上周三: as a wish it ends its clause or stands behind 约; 昨天丢了身份证 tells what happened.
_GONE = (
    r"(?P<said>(?:大?前[天儿日]|昨[天儿日]|昨晚|上个?(?:周|星期|礼拜)[一二三四五六日天])的?"
    r"(?:[上下中]午|早上|晚上|傍晚)?(?:[零一二两三四五六七八九十\d]{1,3}点半?)?)"
)
_PAST = (
    re.compile(_GONE + r"(?:的|吧|呢|号|那个|行不行?|行吗)*(?=[，,。；;！!？?\s]|$)"),
    re.compile(r"(?:约|挂|订|改到|改成|换到)(?:个|一个|一下)?" + _GONE),
)


def over(text: str, now: datetime, calendar: Calendar, market: Callable[[date], bool] | None = None) -> str | None:
    """The time a sentence wishes for where that is over (昨天上午的, 今天早上八点 at ten); None where it lies ahead."""
    text, now = readable(text), now.astimezone(ZONE)
    if parse_when(text, now, calendar, market):
        return None
    if past := next((found for pattern in _PAST if (found := pattern.search(text))), None):
        return str(past["said"]).rstrip("的")
    days = [one for one in days_in(text, now.date(), calendar, market) if one.start >= now.date()]
    hours = hours_in(text)
    within = next((h for h in hours if _belongs(text, days[0], h)), None) if days else None
    return _words(text, days[0], within) if days and within else None


def earliest(text: str) -> bool:
    """Whether the first free time is wished, whichever it is."""
    return _EARLIEST.search(normalise(text)) is not None


def market_of(snapshot: Snapshot, where: str | None) -> Callable[[date], bool] | None:
    """By the market days of that office, of the offices of that place, else of whichever offices register any."""
    held = [office for office in snapshot.offices.values() if office.market_days]
    named = [office for office in held if office.slug == where]
    own = named or [office for office in held if office.place in chain(where, snapshot.places)] or held
    return (lambda day: any(is_market_day(office, day) for office in own)) if own else None


def parse_when(
    text: str, now: datetime, calendar: Calendar, market: Callable[[date], bool] | None = None
) -> When | None:
    """The first time a sentence names, None when it names none or only one that is over.

    `market` tells market days of the office in question (赶集那天); without it such words mean nothing.
    """
    text, now = readable(text), now.astimezone(ZONE)
    if (moved := _MOVED.search(text)) and (new := parse_when(text[moved.end() :], now, calendar, market)):
        return new  # 把明天的改到后天: the later one is meant
    days = days_in(text, now.date(), calendar, market)
    hours = [one for one in _together(text, hours_in(text)) if not needed_by(text[one.until :])]
    if not days:
        return _today_or_tomorrow(text, hours[0], now) if hours else None
    first = _joined(text, [_ahead(one, now.date()) for one in days])
    within = next((h for h in hours if _belongs(text, first, h)), None)
    start, end = _bounds(first.start, first.end, within)
    while end <= now and first.repeat:
        later = first.repeat(first)
        first = later
        start, end = _bounds(first.start, first.end, within)
    if end <= now:
        return None
    return When(start, end, _words(text, first, within), earliest(text))


def readable(text: str) -> str:
    """The text as it is read: widths, spaces inside an expression and common slips of the pen evened out."""
    text = _LOOSE.sub("", normalise(text))
    for slip, meant in _SLIPS.items():
        text = text.replace(slip, meant)
    return text


def _today_or_tomorrow(text: str, hours: Hours, now: datetime) -> When:
    """A time of day alone: today, or tomorrow where today's is over."""
    day = now.date()
    start, end = _bounds(day, day + timedelta(days=1), hours)
    if start < now and end - start <= timedelta(hours=1) or end <= now:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    return When(start, end, text[hours.at : hours.until], earliest(text))


def _together(text: str, hours: list[Hours]) -> list[Hours]:
    """上午或者下午: from the first until the last."""
    found: list[Hours] = []
    for one in hours:
        last = found[-1] if found else None
        if (
            last
            and _from_until(text, last, one)
            or last
            and _JOIN.match(text[last.until : one.at])
            and one.at > last.until
            and one.start >= last.end
        ):
            found[-1] = Hours(last.at, one.until, last.start, one.end)
        else:
            found.append(one)
    return found


def _from_until(text: str, first: Hours, then: Hours) -> bool:
    """两点以后四点以前: between the two."""
    after, before = text[first.at : first.until], text[then.at : then.until]
    close = then.at - first.until <= 1 and first.start < then.end
    return close and after.endswith(("以后", "之后", "后")) and before.endswith(("以前", "之前", "前"))


def _ahead(days: Days, today: date) -> Days:
    while days.end <= today and days.repeat:
        days = days.repeat(days)
    return days


def _joined(text: str, days: list[Days]) -> Days:
    """明天或者后天, 下周三或下周五: one stretch; days said without a word between stay the first one."""
    first = days[0]
    for other in days[1:]:
        if narrower := _narrower(first, other):
            return narrower
        if not _JOIN.match(text[first.until : other.at]) or other.start < first.start:
            break
        spanned = any(sign in text[first.until : other.at] for sign in ("到", "至", "或", "要么", "、"))
        if other.start > first.end and not spanned:
            break
        first = Days(first.at, other.until, first.start, max(first.end, other.end), first.repeat)
    return first


def _narrower(first: Days, other: Days) -> Days | None:
    """我下周回来，下周三能到: the day within the week; 下下周嘛 星期一: the Monday of that week."""
    if first.end - first.start < timedelta(days=4) or other.end - other.start >= first.end - first.start:
        return None
    while other.repeat and other.end <= first.start:
        other = other.repeat(other)
    return other if first.start <= other.start and other.end <= first.end else None


def _belongs(text: str, days: Days, hours: Hours) -> bool:
    """A time of day belongs to the day it follows closely, or stands before (上午, 明天)."""
    if hours.at < days.until:
        return hours.at >= days.at or bool(_GAP.match(text[hours.until : days.at]))
    return bool(_GAP.match(text[days.until : hours.at])) or hours.at - days.until <= 4


def _bounds(first: date, end: date, hours: Hours | None) -> tuple[datetime, datetime]:
    """From the first hour of the first day to the last hour of the last day."""
    if hours is None:
        return datetime.combine(first, time(), ZONE), datetime.combine(end, time(), ZONE)
    last = end - timedelta(days=1)
    return _at(first, hours.start), _at(last, hours.end)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes)


def _words(text: str, days: Days, hours: Hours | None) -> str:
    if hours is None:
        return text[days.at : days.until]
    return text[min(days.at, hours.at) : max(days.until, hours.until)]
