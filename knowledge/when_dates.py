"""Dates by month and day: 25号, 12月3号到5号, 月底, 明年一月初, 腊月二十八, 20261207."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from borax.calendars.lunardate import LunarDate

from knowledge.when_base import DAY, MONTHS, NUMBER, SEP, Asked, Kind, Reader, month_of, one_day, read_number

_NUMBERED = "窗口|号窗|楼|线|门|柜|厅|院|桌|台|公交|机|店|车|路|信|文|令|卡|表|通知|地块|宗"
_NOT_NUMBER = rf"(?!{_NUMBERED}|\d(?!\d?[点时:]))"
_LUNAR_DAY = r"(?:二十|廿)[一二三四五六七八九]?|三十|十[一二三四五六七八九]|初?[一二三四五六七八九十]"


def _day_of_month(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    first, last = read_number(m["a"]), read_number(m["b"] or m["a"])
    month = month_of(m["month"], asked.today)
    if not m["month"] and 1 <= last < asked.today.day:
        month = month_of("下个", asked.today)
    if not m["month"] and monthrange(month.year, month.month)[1] < last <= 31:
        month = month_of("下个", month)  # 31号 in November is that of December
    longest = monthrange(month.year, month.month)[1]
    if not 1 <= first <= last <= longest:
        return None
    return month.replace(day=first), month.replace(day=last) + DAY


def _neighbours(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """二十五六号: the 25th and the 26th."""
    tens = {"二十": 20, "十": 10}.get(m["tens"] or "", 0)
    first, second = tens + read_number(m["a"]), tens + read_number(m["b"])
    if second != first + 1:
        return None
    month = month_of("下个" if second < asked.today.day else None, asked.today)
    return month.replace(day=first), month.replace(day=second) + DAY


def _lunar(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """正月初八, 腊月二十三, 大年初六: the next such day of the lunar calendar."""
    named = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}.get(m["named"] or "")
    month, day = named or read_number(m["m"]), read_number((m["day"]).replace("初", "").replace("廿", "二十"))
    for year in (asked.today.year - 1, asked.today.year, asked.today.year + 1):
        try:
            found: date = LunarDate(year, month, day).to_solar_date()
        except ValueError:  # that month has no thirtieth day that year
            continue
        if found >= asked.today:
            return one_day(found)
    return None


def _dated(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    year = asked.today.year + {"明年": 1}.get(m["ahead"] or "", 0)
    if m["year"]:
        year = int(m["year"])
    try:
        first = date(year, read_number(m["m"]), read_number(m["a"]))
        last = first.replace(day=read_number(m["b"])) if m["b"] else first
    except ValueError:
        return None
    if last < asked.today and not m["year"] and not m["ahead"]:
        try:
            first, last = first.replace(year=year + 1), last.replace(year=year + 1)
        except ValueError:  # 29 February
            return None
    return (first, last + DAY) if first <= last else None


def _compact(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """20261207."""
    try:
        return one_day(date(int(m["year"]), int(m["m"]), int(m["a"])))
    except ValueError:
        return None


def _part_of_month(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    month = month_of(m["month"], asked.today)
    if m["ahead"] and month.year == asked.today.year:
        month = month.replace(year=month.year + 1)
    start, end = _thirds(month, m["part"])
    if end <= asked.today and not m["month"]:
        start, end = _thirds(month_of("下个", asked.today), m["part"])
    return max(start, asked.today), end


def _thirds(month: date, part: str) -> tuple[date, date]:
    after = month_of("下个", month)
    if part in ("底", "末"):
        return after - 6 * DAY, after
    if part == "下旬":
        return month.replace(day=21), after
    if part == "上旬":
        return month, month.replace(day=11)
    return (month.replace(day=11), month.replace(day=21)) if part.startswith("中") else (month, month.replace(day=6))


def _last_day(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return one_day(month_of("下个", month_of(m["month"], asked.today)) - DAY)


def _month(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    month = month_of(m["month"], asked.today)
    return max(month, asked.today), month_of("下个", month)


def _named_month(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """三月: this year's, or next year's where it is over."""
    number = read_number(m["n"])
    if not 1 <= number <= 12:
        return None
    year = asked.today.year + (m["ahead"] == "明年" or number < asked.today.month)
    first = date(year, number, 1)
    return max(first, asked.today), month_of("下个", first)


def _year_end(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    end = date(asked.today.year + 1, 1, 1)
    return max(end - 12 * DAY, asked.today), end


DATES: tuple[Kind, ...] = (
    (re.compile(rf"(?<![\d个第历])(?P<ahead>今年|明年)?(?P<n>{NUMBER})月份?(?!\d)"), _named_month, None),
    (
        re.compile(
            r"(?<![一二三四五六七八九十])(?P<tens>二十|十)?(?P<a>[一二三四五六七八])(?P<b>[二三四五六七八九])[号日]"
        ),
        _neighbours,
        None,
    ),
    (
        re.compile(
            rf"(?P<month>{MONTHS})?的?(?<![\d第-])(?P<a>{NUMBER})[号日]?(?:(?:、{NUMBER}[号日]?)*?(?:{SEP})(?P<b>{NUMBER}))?[号日]{_NOT_NUMBER}"
        ),
        _day_of_month,
        None,
    ),
    (
        re.compile(
            rf"(?:(?P<year>\d{{4}})[年./-]|(?P<ahead>今年|明年))?(?P<m>{NUMBER})[月./-](?P<a>{NUMBER})[号日]?"
            rf"(?:(?:{SEP})(?P<b>{NUMBER})(?=[号日]))?[号日]?{_NOT_NUMBER}"
        ),
        _dated,
        None,
    ),
    (
        re.compile(
            rf"(?:(?P<ahead>明年)?(?P<month>{MONTHS}|{NUMBER}月)的?|月)(?P<part>底|初|头(?:几天|上)?|[上中下]旬|中(?!旬|间)|末)"
        ),
        _part_of_month,
        None,
    ),
    (
        re.compile(
            rf"(?:农历|阴历|旧历)?(?:(?P<named>正月|冬月|腊月|大年(?=初))|(?<=[农阴旧]历)(?P<m>{NUMBER})月)(?P<day>{_LUNAR_DAY})"
        ),
        _lunar,
        None,
    ),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<m>[01]\d)(?P<a>[0-3]\d)(?!\d)"), _compact, None),
    (re.compile(rf"(?:(?P<month>{MONTHS}|{NUMBER}月)的?|月底)最后一天"), _last_day, None),
    (re.compile(rf"(?P<month>{MONTHS})"), _month, None),
    (re.compile(r"年底|年末|年前"), _year_end, None),
)
SIDED_DATES: tuple[Reader, ...] = (_lunar, _day_of_month, _dated, _part_of_month, _year_end, _month, _named_month)
LAST: tuple[Reader, ...] = (_part_of_month, _year_end)
EXACT: tuple[Reader, ...] = (_dated,)  # 11月31号 is no day at all, and no 31号 either
