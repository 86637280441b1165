"""The kinds of expressions for days: a pattern each, and a small reader of what it means (see knowledge.when_days).

Here: from today on (明天, 下周三, 三天后); dates are in knowledge.when_dates, holidays in knowledge.when_festivals.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.when_base import (
    DAY,
    MONTHS,
    NUMBER,
    SEP,
    UNIT,
    WEEK,
    WEEK_WORD,
    WEEKDAYS,
    Asked,
    Days,
    Kind,
    Reader,
    monday_of,
    month_of,
    one_day,
    read_number,
)
from knowledge.when_dates import DATES, EXACT, LAST, SIDED_DATES
from knowledge.when_festivals import FESTIVALS

__all__ = ["EXACT", "KINDS", "LAST", "SIDED"]

_PAIRS = {"今明": 0, "明后": 1}
_RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3, "外后": 3, "大大后": 4}


def _relative(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return one_day(asked.today + _RELATIVE[m["day"]] * DAY)


def _two_days(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    first = asked.today + _PAIRS[m["pair"]] * DAY
    return first, first + 2 * DAY


def _weekday(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    weeks = {"下下": 2, "再下": 2, "下": 1}.get(m["which"] or "", 0)
    monday = monday_of(asked.today) + weeks * WEEK
    until = m["b"] or (m["run"] or "")[-1:]
    first = monday + WEEKDAYS[(m["a"] or m["run"])[0]] * DAY
    last = monday + WEEKDAYS[until] * DAY if until else first
    if last < first:
        return one_day(first)
    if m["which"] or first >= asked.today or last < asked.today:
        return first, last + DAY
    # 周二或者周四 said on a Wednesday still means tomorrow; said on Thursday, next week's
    return (asked.today, last + DAY) if last > asked.today else (first + WEEK, last + WEEK + DAY)


def _weekday_weeks_later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    """两周后的周二: the Tuesday of the week after the next."""
    return one_day(monday_of(asked.today) + read_number(m["n"]) * WEEK + WEEKDAYS[m["a"]] * DAY)


def _week(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    weeks = {"下下": 2, "再下": 2, "下": 1}.get(m["which"] or "", 0)
    monday = asked.today - asked.today.weekday() * DAY + weeks * WEEK
    start = monday + 5 * DAY if m["end"] or m["rest"] else monday
    return max(start, asked.today), monday + WEEK


def _next_week(days: Days) -> Days:
    return Days(days.at, days.until, days.start + WEEK, days.end + WEEK, days.repeat)


def _later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    number = 0.5 if m["n"] == "半" else read_number(m["n"])
    days = {"天": 1.0, "日": 1.0, "个月": 30.0, "月": 30.0}.get(m["unit"], 7.0)
    return one_day(asked.today + round(number * days) * DAY)


def _about_later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    """过两三天: the second and the third day from now; 十来天以后: the tenth and the two after."""
    said = m["pair"]
    if said == "十来":
        return asked.today + 10 * DAY, asked.today + 13 * DAY
    first, last = read_number(said[0]), read_number(said[1])
    return asked.today + first * DAY, asked.today + (last + 1) * DAY


def _next_days(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return asked.today, asked.today + read_number(m["n"]) * DAY


def _within(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    if m["unit"] == "工作日":
        return asked.today, asked.calendar.workdays_after(asked.today, read_number(m["n"])) + DAY
    days = 1 if m["unit"] in ("天", "日") else 7
    return asked.today, asked.today + (read_number(m["n"]) * days + 1) * DAY


def _within_half_a_month(_: re.Match[str], asked: Asked) -> tuple[date, date]:
    return asked.today, asked.today + 16 * DAY


def _today_next_week(_: re.Match[str], asked: Asked) -> tuple[date, date]:
    return one_day(asked.today + WEEK)


def _after_this_week(_: re.Match[str], asked: Asked) -> tuple[date, date]:
    monday = monday_of(asked.today) + WEEK
    return monday, monday + WEEK


def _nearest(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    """最近一个周六, 最近的工作日: the first one from tomorrow on."""
    if m["work"]:
        return one_day(asked.calendar.workdays_after(asked.today, 1))
    return one_day(next(d for i in range(1, 8) if (d := asked.today + i * DAY).weekday() == WEEKDAYS[m["a"]]))


def _few_days(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return asked.today + (2 if m["pass"] else 0) * DAY, asked.today + (5 if m["pass"] else 3) * DAY


def _workdays_later(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return one_day(asked.calendar.workdays_after(asked.today, read_number(m["n"])))


def _workday_of(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """The n-th or last working day of next week, this month …; 下个工作日 alone is the next one."""
    if m["alone"]:
        return one_day(asked.calendar.workdays_after(asked.today, 1))
    if "周" in m["of"] or "星期" in m["of"]:
        monday = asked.today - asked.today.weekday() * DAY + (WEEK if "下" in m["of"] else 0 * DAY)
        first, end = monday, monday + WEEK
    else:
        first = month_of(m["of"].replace("这个", "").replace("本", ""), asked.today)
        end = month_of("下个", first)
    work = [d for i in range((end - first).days) if asked.calendar.is_workday(d := first + i * DAY)]
    number = -1 if m["nth"] == "最后一" else read_number(m["nth"].removeprefix("第").replace("头", "")) - 1
    return one_day(work[number]) if number < len(work) else None


_RUNS = "|".join(
    sorted(
        {c for i in range(7) for n in (2, 3, 4) if len(c := "一二三四五六日"[i : i + n]) == n} | {"六天"},
        key=len,
        reverse=True,
    )
)
KINDS: tuple[Kind, ...] = (
    (
        re.compile(r"(?P<day>大大后|大后|外后|今|明|后)(?:天|日|儿个?|个儿?(?!月|人)|(?=早|晚|上午|下午))"),
        _relative,
        None,
    ),
    (re.compile(r"(?P<pair>今明|明后)(?:两)?天"), _two_days, None),
    (
        re.compile(
            rf"(?<![一二两三四五六七八九十\d])(?P<which>下下|再下|下|这|本)?一?个?(?:(?:{WEEK_WORD})的?)?(?:{WEEK_WORD})"
            rf"(?:(?P<run>{_RUNS})(?!点|:|\d|[号十楼层])|(?P<a>[一二三四五六日天]|[1-7](?!\d)))"
            rf"(?:(?:(?:{SEP})(?:{WEEK_WORD})?|{WEEK_WORD}|(?<=六)(?=日))(?P<b>[一二三四五六日天1-7])(?!点|:|\d))?"
        ),
        _weekday,
        _next_week,
    ),
    (
        re.compile(
            rf"(?P<which>下下|再下|下|这|本)一?个?(?:(?:{WEEK_WORD})(?P<end>末)?|(?P<rest>双休日?))(?![一二三四五六日天\d])"
        ),
        _week,
        None,
    ),
    (re.compile(r"(?<![下这本个])(?P<which>)(?:周(?P<end>末)|(?P<rest>双休日?))"), _week, None),
    (re.compile(r"(?:再?过|等|隔)个?(?P<pair>两三|三四|四五|五六|十来)天(?:之后|以后|后)?"), _about_later, None),
    (re.compile(r"(?P<pair>两三|三四|四五|五六|十来)天(?:之后|以后|后)"), _about_later, None),
    (re.compile(rf"(?:再?过)?(?P<n>半|{NUMBER})个?(?P<unit>{UNIT})(?:之后|以后|过后|后)(?!面)"), _later, None),
    (re.compile(rf"(?:再过|过(?!两天))(?P<n>半|{NUMBER})个?(?P<unit>{UNIT})"), _later, None),
    (
        re.compile(
            rf"(?P<n>{NUMBER})个?(?:{WEEK_WORD})(?:之后|以后|过后|后)的?(?:那个)?(?:{WEEK_WORD})(?P<a>[一二三四五六日天1-7])"
        ),
        _weekday_weeks_later,
        None,
    ),
    (re.compile(rf"(?:最近|未来|接下来|往后)的?(?P<n>{NUMBER})天"), _next_days, None),
    (re.compile(rf"(?P<n>{NUMBER})个?(?P<unit>天|日|{WEEK_WORD}|工作日)(?:之内|以内|内)"), _within, None),
    (re.compile(r"半个?月(?:之内|以内|内)"), _within_half_a_month, None),
    (re.compile(rf"下个?(?:{WEEK_WORD})的?今天|(?:一|1)个?(?:{WEEK_WORD})后的今天"), _today_next_week, None),
    (re.compile(rf"过了这个?(?:{WEEK_WORD})|这个?(?:{WEEK_WORD})(?:过后|之后|以后|过了)"), _after_this_week, None),
    (
        re.compile(rf"最近(?:一个|的)(?:那个)?(?:(?:{WEEK_WORD})(?P<a>[一二三四五六日天1-7])|(?P<work>工作日))"),
        _nearest,
        None,
    ),
    (re.compile(r"(?P<pass>过|隔)(?:两|几)天|(?:这|近|最近)(?:两|几)天"), _few_days, None),
    (re.compile(rf"(?P<n>{NUMBER})个?工作日(?:之后|以后|后)"), _workdays_later, None),
    (
        re.compile(
            rf"(?P<alone>下一?个工作日)|(?P<of>下个?周|下个?星期|这周|本周|这个?星期|{MONTHS})的?(?P<nth>第{NUMBER}|头一|最后一)个?工作日"
        ),
        _workday_of,
        None,
    ),
    *DATES,
    *FESTIVALS,
)
SIDED: tuple[Reader, ...] = (_weekday, _week, *SIDED_DATES)
