"""Since when: 五月初就来了, 去年三月份来的, 国庆节后来的, 09年就在这了 – counted in months to the day it is said.

months_since(text, on) -> float | None     None: the text names no month, feast or year since which something lasts
without_rates(text) -> str                 without 一个月 and 一年 that only say how often (一个月能领多少)

A day, 初 and 底 count whole months; a mere month its distance. A mere year counts from its end, for nobody knows when
in it; from a year that ended less than half a year ago nothing is certain.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.saying_amounts import chinese_number

_N = "[零〇一二三四五六七八九十]"
_YEAR = rf"(?:(?P<ago>大前年|前年|去年|今年)|(?P<year>\d{{4}}|\d{{2}}|{_N}{{4}}|[零〇一]{_N})年)"
_SPAN = r"(?<![住待呆干交缴做满了有够近快])"  # 住了12年 is no year of the calendar
_BEGUN = (
    r"(?:就|才|刚|还|里|那会儿?|的时候|份|头|间|左右|我|俺|们|从|一直|开始|已经|嫁|到|过|搬)*"
    r"(?:来|到|搬|在|住|起|开始|进|嫁|落脚|租)"
)
_MONTH = re.compile(
    rf"{_SPAN}(?:{_YEAR}的?)?(?P<month>1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月"
    rf"(?:份|(?P<day>[12]\d|3[01]|[1-9]|{_N}{{1,3}})[日号]|(?P<part>初|头|中|底|末|尾))?(?P<rest>.*)"
)
_FEASTS = {
    "元旦": (1, 1),
    "过完?年|春节|年后|开年": (2, 20),
    "清明": (4, 5),
    "五一|劳动节": (5, 1),
    "国庆": (10, 1),
}
_FEAST = re.compile(rf"(?:{_YEAR}的?)?(?:{'|'.join(f'(?P<f{n}>{said})' for n, said in enumerate(_FEASTS))})")
_WHOLE_YEAR = re.compile(rf"{_SPAN}{_YEAR}(?=(?:底|初|上半年|下半年)?{_BEGUN})")
_PARTS = {"初": 3, "头": 3, "中": 15, "底": 28, "末": 28, "尾": 28}
_AFTER = re.compile(rf"^(?:$|的|{_BEGUN})")
_LEAST = 6  # months that a mere year must lie behind
_RATE = re.compile(
    r"(?<![了满够过共有])(?:每个?|一个?|1个?)(?:月|年|季度|天)(?=[^，,。\s\d一二两三四五六七八九十百千]{0,4}"
    r"(?:能|可以|会|该|领|给|发|拿|得|补|挣|收入|工资|多少|好多|几多|[交缴](?:了?(?:\d|[一二两三四五六七八九几]百|[几多好])))"
    r")"
)

_COUNTED = re.compile(
    r"(?:还是|就是|是|都|已经|差不多|大概|正好|刚好|有|住了?|来了?|满了?|快|我)*[\d一二两三四五六七八九十]+个(?:多|半)?月(?:了|没错|的|多|整|呢|吧|啊)*"
)


def without_rates(text: str) -> str:
    return _RATE.sub("", text)


def counts_months(text: str) -> bool:
    """还是八个月没错, beside 四月初来的: a clause that tells the months themselves."""
    return _COUNTED.fullmatch(text) is not None


def months_since(text: str, on: date) -> float | None:
    found = _MONTH.search(text)
    if found and (found["ago"] or found["year"] or found["day"] or found["part"] or _AFTER.match(found["rest"])):
        return _of_month(found, on)
    if feast := _FEAST.search(text):
        month, day = next(day for n, day in enumerate(_FEASTS.values()) if feast[f"f{n}"])
        return _whole(_begun(_year(feast, on), month, day, on), on)
    year = _year(whole, on) if (whole := _WHOLE_YEAR.search(text)) else None
    months = None if year is None else (on.year - year - 1) * 12 + on.month - 1
    return float(months) if months is not None and months >= _LEAST else None


def _of_month(found: re.Match[str], on: date) -> float | None:
    month = int(chinese_number(found["month"]) or 0)
    day = int(chinese_number(found["day"]) or 0) if found["day"] else _PARTS.get(found["part"] or "")
    since = _begun(_year(found, on), month, day or 1, on)
    if day or since is None:
        return _whole(since, on)
    return float((on.year - since.year) * 12 + on.month - since.month)


def _begun(year: int | None, month: int, day: int, on: date) -> date | None:
    """The day; without a year the last one that has been. None for one that does not exist or is to come."""
    try:
        since = date(year or on.year, month, day)
        since = since.replace(year=on.year - 1) if year is None and since > on else since
    except ValueError:
        return None
    return since if since <= on else None


def _whole(since: date | None, on: date) -> float | None:
    """Months completed."""
    if since is None:
        return None
    return float((on.year - since.year) * 12 + on.month - since.month - (on.day < since.day))


def _year(found: re.Match[str], on: date) -> int | None:
    if found["ago"]:
        return on.year - ["今年", "去年", "前年", "大前年"].index(found["ago"])
    if not found["year"]:
        return None
    digits = "".join(
        str("零一二三四五六七八九".find(c.replace("〇", "零"))) if not c.isdigit() else c for c in found["year"]
    )
    if "-" in digits:  # 一十: no digits
        return int(chinese_number(found["year"]) or 0) + 2000
    number = int(digits)
    return number if number > 99 else number + (2000 if 2000 + number <= on.year else 1900)
