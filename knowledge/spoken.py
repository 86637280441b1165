"""Text as a voice should read it: numbers said as people say them, marks that have no sound left out.

    spoken(text) -> str

Telephone numbers and other long ones digit by digit, times as 八点半, dates, money, ranges as 一到两趟, codes letter by
letter, brackets as pauses, a slash as 或. What is written is only said otherwise; addresses of pages are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿")
# 两 stands before them, not 二
COUNTED = "个趟次件份天年月岁元块步项处人周位号楼条名级场口户公里米层种倍日小时分钟张本套辆只间家亩斤"
PLAIN_TWO = "月号楼日层级"  # 二月, 二楼

_SITE = re.compile(r"https?://[\w./?=&%#-]+|(?:www\.)[\w./?=&%#-]+")
_PHONE = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-—–]\d{7,8}(?:[-—–]\d{1,5})?|1[3-9]\d{9}|[48]00[-—–]?\d{3,4}[-—–]?\d{3,4}"
    r"|(?:12[0-9]|11[0-9]|9[56]\d)\d{2,3}|1(?:10|14|19|20|22))(?![\d.]|\s*[个趟次件份天年月岁元块步项处人周位名万亿%％平])"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_HOURS = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?(?:\s*[-–—~～至到]+\s*(\d{1,2})[:：](\d{2}))?(?!\d)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_FRACTION = re.compile(r"(?<![\d/])([1-9])/([2-9])(?![\d/])")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-–—~～]\s*(\d+(?:\.\d+)?)")
_LONG = re.compile(r"(?<![\d.])\d{9,}(?!\d)")
_NUMBER = re.compile(r"(第?)(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?([" + COUNTED + r"]?)")
_CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{3,}(?![A-Za-z0-9])")
_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")
_WEEKDAYS = re.compile(r"(周|星期)([一二三四五六日天])\s*[-–—~～]\s*(?:周|星期)?([一二三四五六日天])")
_STEP = re.compile(r"(?m)^\s*(\d{1,2})[.、．)）]\s*(?!\d)")
_UNITS = (
    (re.compile(r"(?<=\d)\s*(?:km|KM|千米)(?![a-z])"), "公里"),
    (re.compile(r"(?<=\d)\s*kg(?![a-z])", re.IGNORECASE), "公斤"),
    (re.compile(r"(?<=\d)\s*(?:㎡|m²|m2|平米)"), "平方米"),
    (re.compile(r"(?<=\d)\s*m(?![a-zA-Z²2])"), "米"),
    (re.compile(r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)\s*元?"), r"\1元"),
    (re.compile(r"(?<=\d)\s*℃"), "摄氏度"),
)
_SILENT = re.compile(r"[“”\"'‘’《》〈〉「」『』*#_`✓•·]+")
_PAUSES = re.compile(r"[（）()【】\[\]〔〕]+")
_SLASH = re.compile(r"\s*[/／|｜]\s*")
_TWICE = re.compile(r"[，、；：\s]*([。！？；])[，、；：]*|，{2,}|，(?=[。！？；：、\n])|(?<=[。！？；：、\n])，")


def spoken(text: str) -> str:
    for pattern, said in _UNITS:
        text = pattern.sub(said, text)
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    text = _SLASH.sub("或", _PAUSES.sub("，", _SILENT.sub("", text)))
    return _tidy(text)


def digit_by_digit(number: str) -> str:
    """0999-5550100 → 零九九九，五五五零一零零; a dash is a short pause."""
    return "，".join("".join(DIGITS[int(d)] for d in part) for part in re.split(r"\D+", number) if part)


def cardinal(number: int, counted: bool = False) -> str:
    """12 → 十二, 2 → 二 (两 where something is counted), 2000 → 两千."""
    if number == 0:
        return DIGITS[0]
    if number == 2 and counted:
        return "两"
    said, groups = "", _groups(number)
    for place in range(len(groups) - 1, -1, -1):
        value = groups[place]
        if value:
            gap = bool(said) and value < 1000
            said += (DIGITS[0] if gap else "") + ("两" if value == 2 and place else _four(value)) + GROUPS[place]
    return said[1:] if said.startswith("一十") else said


def _groups(number: int) -> list[int]:
    """Fours of digits, the lowest first; what is beyond 亿 stays in the last."""
    found: list[int] = []
    while number and len(found) < len(GROUPS) - 1:
        number, rest = divmod(number, 10_000)
        found.append(rest)
    return [*found, number] if number else found


def _four(value: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        name = "两" if digit == 2 and place == 3 else DIGITS[digit]
        said += (DIGITS[0] if gap else "") + name + UNITS[place]
        gap = False
    return said


def _number(match: re.Match[str]) -> str:
    whole, part, unit = match[2].replace(",", ""), (match[3] or "").rstrip("0").rstrip("."), match[4]
    if len(whole) > 12 or (len(whole) > 1 and whole[0] == "0"):
        said = digit_by_digit(whole)
    else:
        said = cardinal(int(whole), counted=bool(unit) and unit not in PLAIN_TWO and not (part or match[1]))
    return match[1] + said + ("点" + digit_by_digit(part[1:]) if part else "") + unit


def _range(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + 1]
    low, high = match[1], match[2]
    unit = after if after and after in COUNTED else ""
    return f"{_said(low, '')}到{_said(high, unit)}"


def _said(number: str, unit: str) -> str:
    whole, _, part = number.partition(".")
    two = bool(unit) and unit not in PLAIN_TWO and not part
    return cardinal(int(whole), counted=two) + ("点" + digit_by_digit(part) if part else "")


def _clock(hour: str, minute: str) -> str:
    said = cardinal(int(hour), counted=True) + "点"
    minutes = int(minute)
    if minutes == 30:
        return said + "半"
    if minutes == 0:
        return said
    return said + (DIGITS[0] if minutes < 10 else "") + cardinal(minutes) + "分"


def _hours(match: re.Match[str]) -> str:
    first = _clock(match[1], match[2])
    return f"{first}到{_clock(match[3], match[4])}" if match[3] else first


def _date(match: re.Match[str]) -> str:
    return f"{digit_by_digit(match[1])}年{cardinal(int(match[2]))}月{cardinal(int(match[3]))}号"


def _code(match: re.Match[str]) -> str:
    """Letters and digits one by one, with a short pause between."""
    return " ".join(DIGITS[int(c)] if c.isdigit() else c.upper() for c in match[0])


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_SITE, lambda match: "网址"),
    (_STEP, lambda match: f"第{cardinal(int(match[1]))}，"),
    (_ISO, _date),
    (_WEEKDAYS, lambda match: f"{match[1]}{match[2]}到{match[1]}{match[3]}"),
    (_PHONE, lambda match: digit_by_digit(match[0])),
    (_LONG, lambda match: digit_by_digit(match[0])),
    (_YEAR, lambda match: digit_by_digit(match[1])),
    (_HOURS, _hours),
    (_PERCENT, lambda match: f"百分之{_said(match[1], '')}"),
    (_FRACTION, lambda match: f"{DIGITS[int(match[2])]}分之{DIGITS[int(match[1])]}"),
    (_CODE, _code),
    (_LETTERS, lambda match: " ".join(match[0])),
    (_RANGE, _range),
    (_NUMBER, _number),
)


def _tidy(text: str) -> str:
    text = re.sub(r"[-–—]+(?=\n|$)", "", text)
    text = re.sub(r"[–—~～]+|(?<![A-Za-z])-(?![A-Za-z])", "到", text)
    for _ in range(2):
        text = _TWICE.sub(lambda match: match[1] or ("，" if match[0].startswith("，，") else ""), text)
    return re.sub(r"[ \t]{2,}", " ", text).strip("，、 ")
