"""The kinds of expressions for days: a pattern each, and a small reader of what it means (see knowledge.when_days)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from knowledge.calendar import Calendar
from knowledge.holidays import holiday, holiday_words
from knowledge.saying_amounts import chinese_number

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_WEEK = "周|星期|礼拜"
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i): i - 1 for i in range(1, 8)}
_NUMBERED = "窗口|号窗|楼|线|门|柜|厅|院|桌|台|公交|机|店|车|路|信|文|令|卡|表|通知|地块|宗"


@dataclass(frozen=True)
class Days:
    """[start, end) as dates, said at [at, until). `repeat` gives the next such days, where the words allow it."""

    at: int
    until: int
    start: date
    end: date
    repeat: Callable[[Days], Days] | None = None


@dataclass(frozen=True)
class Asked:
    today: date
    calendar: Calendar
    market: Callable[[date], bool] | None


Reader = Callable[[re.Match[str], Asked], "tuple[date, date] | None"]
Kind = tuple[re.Pattern[str], Reader, "Callable[[Days], Days] | None"]


def _number(said: str | None) -> int:
    value = chinese_number(said) if said else None
    return int(value) if value is not None else 1


def _one(day: date) -> tuple[date, date]:
    return day, day + DAY


# --- the kinds ----------------------------------------------------------------------------------------------------

_PAIRS = {"今明": 0, "明后": 1}
_RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3, "大大后": 4}


def _relative(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return _one(asked.today + _RELATIVE[m["day"]] * DAY)


def _two_days(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    first = asked.today + _PAIRS[m["pair"]] * DAY
    return first, first + 2 * DAY


def _weekday(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    weeks = {"下下": 2, "下": 1}.get(m["which"] or "", 0)
    monday = asked.today - asked.today.weekday() * DAY + weeks * WEEK
    first = monday + _WEEKDAYS[m["a"]] * DAY
    last = monday + _WEEKDAYS[m["b"]] * DAY if m["b"] else first
    return (first, last + DAY) if last >= first else _one(first)


def _week(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    weeks = {"下下": 2, "下": 1}.get(m["which"] or "", 0)
    monday = asked.today - asked.today.weekday() * DAY + weeks * WEEK
    start = monday + 5 * DAY if m["end"] else monday
    return max(start, asked.today), monday + WEEK


def _next_week(days: Days) -> Days:
    return Days(days.at, days.until, days.start + WEEK, days.end + WEEK, days.repeat)


def _month_of(which: str | None, today: date) -> date:
    said = (which or "").removesuffix("月")
    number = chinese_number(said) if said else None
    ahead = {"下个": 1, "下": 1, "下下个": 2}.get(said, 0) if number is None else (int(number) - today.month) % 12
    month = today.month - 1 + ahead
    return date(today.year + month // 12, month % 12 + 1, 1)


def _day_of_month(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    first, last = _number(m["a"]), _number(m["b"] or m["a"])
    month = _month_of(m["month"], asked.today)
    if not m["month"] and 1 <= last < asked.today.day:
        month = _month_of("下个", asked.today)
    if not m["month"] and monthrange(month.year, month.month)[1] < last <= 31:
        month = _month_of("下个", month)  # 31号 in November is that of December
    longest = monthrange(month.year, month.month)[1]
    if not 1 <= first <= last <= longest:
        return None
    return month.replace(day=first), month.replace(day=last) + DAY


def _neighbours(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """二十五六号: the 25th and the 26th."""
    tens = {"二十": 20, "十": 10}.get(m["tens"] or "", 0)
    first, second = tens + _number(m["a"]), tens + _number(m["b"])
    if second != first + 1:
        return None
    month = _month_of("下个" if second < asked.today.day else None, asked.today)
    return month.replace(day=first), month.replace(day=second) + DAY


def _lunar(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """正月初八, 腊月二十三, 大年初六: the next such day of the lunar calendar."""
    named = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}.get(m["named"] or "")
    month, day = named or _number(m["m"]), _number((m["day"]).replace("初", "").replace("廿", "二十"))
    for year in (asked.today.year - 1, asked.today.year, asked.today.year + 1):
        try:
            found: date = LunarDate(year, month, day).to_solar_date()
        except ValueError:  # that month has no thirtieth day that year
            continue
        if found >= asked.today:
            return _one(found)
    return None


def _dated(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    year = asked.today.year + {"明年": 1}.get(m["ahead"] or "", 0)
    if m["year"]:
        year = int(m["year"])
    try:
        first = date(year, _number(m["m"]), _number(m["a"]))
        last = first.replace(day=_number(m["b"])) if m["b"] else first
    except ValueError:
        return None
    if last < asked.today and not m["year"] and not m["ahead"]:
        try:
            first, last = first.replace(year=year + 1), last.replace(year=year + 1)
        except ValueError:  # 29 February
            return None
    return (first, last + DAY) if first <= last else None


def _part_of_month(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    month = _month_of(m["month"], asked.today)
    start, end = _thirds(month, m["part"])
    if end <= asked.today and not m["month"]:
        start, end = _thirds(_month_of("下个", asked.today), m["part"])
    return max(start, asked.today), end


def _thirds(month: date, part: str) -> tuple[date, date]:
    after = _month_of("下个", month)
    if part in ("底", "末"):
        return after - 6 * DAY, after
    if part == "下旬":
        return month.replace(day=21), after
    if part == "上旬":
        return month, month.replace(day=11)
    return (month.replace(day=11), month.replace(day=21)) if part.startswith("中") else (month, month.replace(day=6))


def _month(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    month = _month_of(m["month"], asked.today)
    return max(month, asked.today), _month_of("下个", month)


def _named_month(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """三月: this year's, or next year's where it is over."""
    number = _number(m["n"])
    if not 1 <= number <= 12:
        return None
    year = asked.today.year + (m["ahead"] == "明年" or number < asked.today.month)
    first = date(year, number, 1)
    return max(first, asked.today), _month_of("下个", first)


def _year_end(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    end = date(asked.today.year + 1, 1, 1)
    return max(end - 12 * DAY, asked.today), end


def _later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    number = 0.5 if m["n"] == "半" else _number(m["n"])
    days = {"天": 1.0, "日": 1.0, "个月": 30.0, "月": 30.0}.get(m["unit"], 7.0)
    return _one(asked.today + round(number * days) * DAY)


def _within(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    days = 1 if m["unit"] in ("天", "日") else 7
    return asked.today, asked.today + (_number(m["n"]) * days + 1) * DAY


def _few_days(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return asked.today + (2 if m["pass"] else 0) * DAY, asked.today + (5 if m["pass"] else 3) * DAY


def _workdays_later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return _one(asked.calendar.workdays_after(asked.today, _number(m["n"])))


def _workday_of(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """The n-th or last working day of next week, this month …; 下个工作日 alone is the next one."""
    if m["alone"]:
        return _one(asked.calendar.workdays_after(asked.today, 1))
    if "周" in m["of"] or "星期" in m["of"]:
        monday = asked.today - asked.today.weekday() * DAY + (WEEK if "下" in m["of"] else 0 * DAY)
        first, end = monday, monday + WEEK
    else:
        first = _month_of(m["of"].replace("这个", "").replace("本", ""), asked.today)
        end = _month_of("下个", first)
    work = [d for i in range((end - first).days) if asked.calendar.is_workday(d := first + i * DAY)]
    number = -1 if m["nth"] == "最后一" else _number(m["nth"].removeprefix("第").replace("头", "")) - 1
    return _one(work[number]) if number < len(work) else None


def _holiday(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    span = holiday(m["name"], asked.today, asked.calendar)
    if span and m["before"]:
        return (max(asked.today, span[0] - WEEK), span[0]) if span[0] > asked.today else None
    if span is None or (m["after"] is None and not m["over"]):
        return span
    if m["nth"]:
        return _one(asked.calendar.workdays_after(span[1] - DAY, _number(m["nth"])))
    return (first := asked.calendar.workdays_after(span[1] - DAY, 1)), first + WEEK


def _new_year_over(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    span = holiday("春节", asked.today, asked.calendar)
    return ((first := asked.calendar.workdays_after(span[1] - DAY, 1)), first + WEEK) if span else None


def _market(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    if asked.market is None:
        return None
    first = 1 if m["next"] else 0
    return next((_one(d) for i in range(first, 31) if asked.market(d := asked.today + i * DAY)), None)


_UNIT = f"天|日|个月|月|{_WEEK}"
_SEP = "到|至|-|~|、|或者|或是|或|和|还是"
_LUNAR_DAY = r"(?:二十|廿)[一二三四五六七八九]?|三十|十[一二三四五六七八九]|初?[一二三四五六七八九十]"
_FESTIVALS = "|".join(holiday_words())
_FAIR = "赶集|逢集|赶场|逢场|赶圩|赶街"
_NOT_NUMBER = rf"(?!{_NUMBERED}|\d)"
_MONTHS = "这个?月|本月|当月|下下个月|下个月|下月"
KINDS: tuple[Kind, ...] = (
    (re.compile(r"(?P<day>大大后|大后|今|明|后)(?:天|日|儿个?|个儿?(?!月|人)|(?=早|晚|上午|下午))"), _relative, None),
    (re.compile(r"(?P<pair>今明|明后)(?:两)?天"), _two_days, None),
    (re.compile(r"过完年|(?<![\d一二两三四五六七八九十几半多])年后"), _new_year_over, None),
    (re.compile(rf"(?<![\d个第历])(?P<ahead>今年|明年)?(?P<n>{_N})月份?(?!\d)"), _named_month, None),
    (
        re.compile(
            rf"(?<![一二两三四五六七八九十\d])(?P<which>下下|下|这|本)?个?(?:(?:{_WEEK})的)?(?:{_WEEK})(?P<a>[一二三四五六日天]|[1-7](?!\d))"
            rf"(?:(?:(?:{_SEP})(?:{_WEEK})?|{_WEEK}|(?<=六)(?=日))(?P<b>[一二三四五六日天1-7])(?!点|:|\d))?"
        ),
        _weekday,
        _next_week,
    ),
    (re.compile(rf"(?P<which>下下|下|这|本)个?(?:{_WEEK})(?P<end>末)?(?![一二三四五六日天\d])"), _week, None),
    (re.compile(r"(?<![下这本个])(?P<which>)周(?P<end>末)"), _week, None),
    (
        re.compile(
            rf"(?P<month>{_MONTHS})?的?(?<![\d第-])(?P<a>{_N})[号日]?(?:(?:{_SEP})(?P<b>{_N}))?[号日]{_NOT_NUMBER}"
        ),
        _day_of_month,
        None,
    ),
    (
        re.compile(
            rf"(?:(?P<year>\d{{4}})[年./-]|(?P<ahead>今年|明年))?(?P<m>{_N})[月./-](?P<a>{_N})[号日]?"
            rf"(?:(?:{_SEP})(?P<b>{_N})(?=[号日]))?[号日]?{_NOT_NUMBER}"
        ),
        _dated,
        None,
    ),
    (
        re.compile(rf"(?:(?P<month>{_MONTHS}|{_N}月)的?|月)(?P<part>底|初|头(?:几天|上)?|[上中下]旬|中(?!旬|间)|末)"),
        _part_of_month,
        None,
    ),
    (re.compile(r"(?P<tens>二十|十)?(?P<a>[一二三四五六七八])(?P<b>[二三四五六七八九])[号日]"), _neighbours, None),
    (
        re.compile(
            rf"(?:农历|阴历|旧历)?(?:(?P<named>正月|冬月|腊月|大年(?=初))|(?<=[农阴旧]历)(?P<m>{_N})月)(?P<day>{_LUNAR_DAY})"
        ),
        _lunar,
        None,
    ),
    (re.compile(rf"(?P<month>{_MONTHS})"), _month, None),
    (re.compile(r"年底|年末|年前"), _year_end, None),
    (re.compile(rf"(?:再?过)?(?P<n>半|{_N})个?(?P<unit>{_UNIT})(?:之后|以后|过后|后)(?!面)"), _later, None),
    (re.compile(rf"(?:再过|过(?!两天))(?P<n>半|{_N})个?(?P<unit>{_UNIT})"), _later, None),
    (re.compile(rf"(?P<n>{_N})个?(?P<unit>天|日|{_WEEK})(?:之内|以内|内)"), _within, None),
    (re.compile(r"(?P<pass>过|隔)(?:两|几)天|(?:这|近)(?:两|几)天"), _few_days, None),
    (re.compile(rf"(?P<n>{_N})个?工作日(?:之后|以后|后)"), _workdays_later, None),
    (
        re.compile(
            rf"(?P<alone>下一?个工作日)|(?P<of>下个?周|下个?星期|这周|本周|这个?星期|{_MONTHS})的?(?P<nth>第{_N}|头一|最后一)个?工作日"
        ),
        _workday_of,
        None,
    ),
    (
        re.compile(
            rf"(?P<over>过完|过了)?(?P<name>{_FESTIVALS})(?:长假|假期|放完?假|假|节)?"
            rf"(?:(?P<after>(?<=完假)|(?:完|回来|结束)?(?:之后|以后|过后|后|过了|过完))|(?P<before>之前|以前|前))?(?:的?(?:第|头)(?P<nth>{_N})个?(?:工作日|上班的?日子?|天上班|天))?"
        ),
        _holiday,
        None,
    ),
    (
        re.compile(rf"(?P<next>下一?[个次回]?)(?:{_FAIR})(?:那天|那日|日|的日子|天|的时候|时)?"),
        _market,
        None,
    ),
    (re.compile(rf"(?P<next>)(?:{_FAIR})(?:那天|那日|日|的日子|天|的时候|时)"), _market, None),
)
SIDED: tuple[Reader, ...] = (_weekday, _day_of_month, _dated, _part_of_month, _year_end, _week, _month, _named_month)
LAST: tuple[Reader, ...] = (_part_of_month, _year_end)
EXACT: tuple[Reader, ...] = (_dated,)  # 11月31号 is no day at all, and no 31号 either
