"""Days by holidays, festivals and market days: 国庆后第一个工作日, 节前, 腊八那天, 赶集那天."""

from __future__ import annotations

import re
from datetime import date

from knowledge.calendar import lunar_day
from knowledge.holidays import festival_day, holiday, holiday_words, named_day, named_day_words, next_holiday
from knowledge.when_base import DAY, LUNAR_DAY, NUMBER, WEEK, WEEK_WORD, WEEKDAYS, Asked, Kind, one_day, read_number

_FESTIVALS = "|".join(holiday_words())
_FAIR = "赶集|逢集|赶场|逢场|赶圩|赶街"
_FAIR = "赶集|逢集|赶场|逢场|赶圩|赶街"


def _holiday(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    span = holiday(m["name"], asked.today, asked.calendar)
    if span is None:
        return None
    if m["day_before"]:
        return one_day(span[0] - DAY) if span[0] > asked.today else None
    if m["before"]:
        return _before(span[0], m["last"], asked)
    if m["which_day"] and m["over"]:
        return _afterwards(span, m["which_day"], None, asked)
    if m["which_day"] and span[0] + (read_number(m["which_day"]) - 1) * DAY < span[1]:
        return one_day(span[0] + (read_number(m["which_day"]) - 1) * DAY)
    if m["itself"]:
        return one_day(festival_day(m["name"], span))
    return span if m["after"] is None and not m["over"] else _afterwards(span, m["nth"], m["weekday"], asked)


def _before(start: date, last: str | None, asked: Asked) -> tuple[date, date] | None:
    """The week before, or (最后一个工作日) its last working day."""
    if start <= asked.today:
        return None
    if last is None:
        return max(asked.today, start - WEEK), start
    work = [d for i in range(1, 10) if asked.calendar.is_workday(d := start - i * DAY)]
    return one_day(work[0])


def _afterwards(span: tuple[date, date], nth: str | None, weekday: str | None, asked: Asked) -> tuple[date, date]:
    """The week from the first working day on, its n-th working day, or that weekday."""
    first = asked.calendar.workdays_after(span[1] - DAY, 1)
    if weekday:
        return one_day(next(d for i in range(7) if (d := first + i * DAY).weekday() == WEEKDAYS[weekday]))
    return one_day(asked.calendar.workdays_after(span[1] - DAY, read_number(nth))) if nth else (first, first + WEEK)


def _named(m: re.Match[str], asked: Asked) -> tuple[date, date]:
    return one_day(named_day(m["name"], asked.today))


def _some_holiday(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """放假前一天, 节前, 收假以后, 节后第一天: of the holiday that comes next."""
    span = next_holiday(asked.today, asked.calendar)
    if span is None:
        return None
    if m["eve"]:
        return one_day(span[0] - DAY) if span[0] > asked.today else None
    if m["before"]:
        return _before(span[0], m["last"], asked)
    return _afterwards(span, m["nth"], None, asked)


def _new_year_over(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    span = holiday("春节", asked.today, asked.calendar)
    return ((first := asked.calendar.workdays_after(span[1] - DAY, 1)), first + WEEK) if span else None


def _market(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    if asked.market is None:
        return None
    first = 1 if m["next"] else 0
    return next((one_day(d) for i in range(first, 31) if asked.market(d := asked.today + i * DAY)), None)


def _lunar_market(m: re.Match[str], asked: Asked) -> tuple[date, date] | None:
    """初二那个集, 初七赶集那天: the next such day of the lunar month."""
    day = read_number(m["day"].replace("初", "").replace("廿", "二十"))
    return next((one_day(d) for i in range(60) if lunar_day(d := asked.today + i * DAY) == day), None)


FESTIVALS: tuple[Kind, ...] = (
    (re.compile(r"过完年|(?<![\d一二两三四五六七八九十几半多])年后"), _new_year_over, None),
    (re.compile(rf"(?P<name>{'|'.join(named_day_words())})节?"), _named, None),
    (
        re.compile(
            rf"(?P<over>过完|过了|放完)?(?P<name>{_FESTIVALS})(?:长假|假期|放完?假|假|节)?"
            r"(?:(?P<after>(?<=完假)|(?:完了?|回来|结束)(?:之后|以后|过后|后)?|之后|以后|过后|后|过了|过完)"
            r"|(?:的)?(?P<day_before>前(?:一|1)天)|(?P<before>之前|以前|前)(?P<last>的?最后一个?(?:工作日|天))?"
            rf"|的?第(?P<which_day>{NUMBER})天|(?P<itself>那天|当天|那日))?"
            rf"(?:的?(?:第|头)(?P<nth>{NUMBER})个?(?:工作日|上班的?日子?|天上班|天)|的?那?个?(?:{WEEK_WORD})(?P<weekday>[一二三四五六日天]))?"
        ),
        _holiday,
        None,
    ),
    (
        re.compile(
            r"(?P<eve>放假(?:的)?前(?:一|1)天)|(?P<before>(?:放假|节)(?:之前|前)(?!天|面))(?P<last>的?最后一个?(?:工作日|天))?"
            rf"|(?:收假|放完假|假期结束|放假回来|过完节|(?<![元春])节(?=后))(?:之后|以后|过后|回来|后)?(?:的?(?:第|头)(?P<nth>{NUMBER})个?(?:工作日|天上班|天))?"
        ),
        _some_holiday,
        None,
    ),
    (
        re.compile(
            rf"(?P<next>(?:下一?|最近的?)[个次回场]?)(?:{_FAIR}|(?:集|街|场)(?![体合中市道镇上面所地]))(?:那天|那日|日|的日子|天|的时候|时)?"
        ),
        _market,
        None,
    ),
    (
        re.compile(
            rf"(?:农历|阴历|旧历)?(?P<day>{LUNAR_DAY})(?:那个?|那场|的|这个?)?(?:{_FAIR}|集(?![体合中市])|街|场)(?:那天|那日|日|天)?"
        ),
        _lunar_market,
        None,
    ),
    (re.compile(rf"(?P<next>)(?:{_FAIR})(?:那天|那日|日|的日子|天|的时候|时)|逢(?:{_FAIR})"), _market, None),
)
