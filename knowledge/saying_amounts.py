"""Numbers, ages and days as people say them: 三个多月, 快八十了, 还有两个月到期, 去年三月.

chinese_number("一百零三") -> 103.0          age_said("我都82了") -> 82
amount_said(text, fact) -> Amount | None      in the fact's own unit
day_said(text, on) -> date | None             whole dates, parts of dates, and distances from the day `on`

快, 不到 and 差一点 mean a little less: 快半年 is not yet half a year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.model import Fact

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇一二两俩仨三四五六七八九十百千"
_NUMBER = rf"\d+(?:\.\d+)?|(?!零[工活碎散售食])[{_NUMERAL}]+"  # 打零工 has no number
_LESS = (
    r"小(?=[一二三四五六七八九]?[十百])|快要?|快满|将近|接近"
    r"|不到|没满|不满|没到|还没满|还不到|还差一点就?|差一点|差点|眼看"
)
_UNITS = (
    r"个半月|个半|个多月|个来月|个月|年半|年|周岁|岁|天|日|周|星期|个星期|礼拜|个礼拜|口人|口|个人|人"
    r"|平方米|平米|平方|平|㎡|立方米|立方|方|元|块钱|块|千|百|万|月"
)
_AMOUNT = re.compile(
    rf"(?P<less>{_LESS})?(?:才|刚|刚刚|都|已经|满|大概|差不多|有|了|是)?\s*"
    rf"(?:(?P<half>大半|小半|半)(?P<plus>多)?(?=年|个|天|月)|(?P<number>{_NUMBER})(?P<more>多|来|几)?)\s*"
    rf"(?:个(?=立方|方|平))?(?P<unit>{_UNITS})?(?P<rest>多|半)?"
)
_PEOPLE = (
    r"我|俺|他|她|爸|妈|爹|娘|奶奶|爷爷|外婆|外公|老人家?|老伴|孩子|娃儿?|儿子|女儿|闺女|老爷子|老太太|老头子?|婆婆|公公|崽"
    r"|对象|男方|女方|对方|老公|老婆|媳妇|婆娘|堂客|爱人|丈夫|妻子|女朋友|男朋友|未婚妻|未婚夫|屋里那个|那口子|男的|女的"
    r"|幺儿|(?<=[我俺咱])儿|老汉儿?|岳父|岳母|丈母娘|老丈人|哥|姐|弟|妹|叔|伯|舅|姑|姨|孙子|孙女"
)
_NO_AMOUNT = tuple("步份次样条本张件家点些下直定起共边般切")  # 另一份, 一点, 一直: no number of anything asked
_OF_THINGS = re.compile(r"个(?![了的吧呢啊呀哦，,。 ]|$)")  # 一个锅里, not 三个 alone
_AGE = re.compile(
    rf"(?P<less>{_LESS})?(?:今年|都|已经|满|刚满|刚|有|虚岁|周岁|{_PEOPLE})?\s*(?:是|都|满|有|今年|已经|刚满|刚)*\s*"
    rf"(?P<less2>{_LESS})?\s*(?P<number>\d{{1,3}}|[零〇一二两三四五六七八九十百]{{1,4}})\s*(?P<more>多|来|几)?\s*"
    rf"(?P<end>周?岁|[了咯啰喽啦嘞哩](?!\d|[个一几多点两三])|(?=[，,。 哈呀嘛噻]|$|[男女]的|(?<=今年..)[要想该]))"
)
_AGE_LEAD = re.compile(
    rf"(?:今年|都|快|已经|满|虚岁|周岁|刚满|不到|{_PEOPLE})\s*(?:是|都|满|有|快|今年|已经|刚|不到)*\s*$"
)
_SHORT_OF = re.compile(
    rf"(?:差|再过|还有)(?:半|{_NUMBER})(?:多|几)?(?:个?月|天|年)[^，。\d]{{0,3}}(?:才|就|满|到)+是?$"
)  # 还差两个月才满九岁
_A_DATE = re.compile(r"[\d一二三四五六七八九十]{1,3}(?:[月日号]|生|的|[，,。]|$)|份|生|初|底|[上中下]旬")  # 66年8月15生
_MONTH_BEFORE = re.compile(r"[\d一二三四五六七八九十]月$")  # 7月9
_DAYS_OF_A_MONTH = 31
_COUNTED_ONE_MORE = re.compile(r"虚岁是?$")
_BY_BIRTHDAYS = re.compile(rf"周岁是?(?:{_NUMBER})|(?:{_NUMBER})周岁")
_YEARS_AND_MONTHS = re.compile(
    rf"(?<![{_NUMERAL}\d])(?P<years>\d{{1,2}}|[{_NUMERAL}]{{1,3}})年(?:零|又|加|外加|多)?(?P<months>{_NUMBER})个月"
)
_PERSON_LEAD = re.compile(rf"(?:{_PEOPLE})(?:今年|都|快|已经|刚|才|满|有)*\s*$")
_WEEK = {"周": 7, "星期": 7, "个星期": 7, "礼拜": 7, "个礼拜": 7}
_WHOLE = re.compile(r"(?P<y>\d{4}|\d{2})\s*(?:年的?|[./-])\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*[日号]?")
_MONTH = re.compile(
    r"(?P<y>\d{4}年|\d{2}年|大前年|前年|去年|今年|明年|后年)?的?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?)?"
)
_SPELLED = "零一二三四五六七八九〇"
_SPELLED_YEAR = re.compile(
    rf"(?:[{_SPELLED}]{{2}}|[一二][{_SPELLED}]{{3}})(?=年(?:\d|[一二三四五六七八九十]+月))"
)  # 零四年三月
_TURNING = re.compile(
    rf"(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号]?(?:才|刚好|刚)?(?P<next>就要|要|快|到|将)?满(?P<years>{_NUMBER})周?岁"
)
_NEAR = re.compile(r"(?P<w>上上|上|这|本|当|下下|下)个?月(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})?[日号]?")
_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨儿": -1, "今天": 0, "今儿": 0, "明天": 1, "明儿": 1, "后天": 2}
_ONE_TO_NINE = "一二两三四五六七八九"
_ABOUT = re.compile(  # 十八九方, 三十七八平, 七八个月, 二三十块; not 二三月, 一九五六年
    rf"(?<![{_NUMERAL}\d])(?P<lead>[{_ONE_TO_NINE}]?[十百])?(?P<low>[{_ONE_TO_NINE}])(?P<high>[{_ONE_TO_NINE}])"
    r"(?P<times>[十百千])?(?=个|平|方|立|年|天|万|千|百|块|元|口|亩|多|来)"
)
_PART = re.compile(rf"(?P<number>{_NUMBER})\s*个?(?P<unit>平方米|平米|平方|平|㎡|立方米|立方|方)")
_FURTHER = re.compile(r"还有|另外|外加|再加|加|后头|后面|后边|旁边|楼上|厨房|灶房|灶屋|后厨|和|跟|、")
_UNIT_ONCE = re.compile(  # 前厅三十平 后厨十二: the unit is said once
    rf"(?:{_NUMBER})\s*个?(?P<unit>平方米|平米|平方|平|㎡|立方米|立方|方)[^\d{_NUMERAL}]{{0,5}}"
    rf"(?:{_FURTHER.pattern})[^\d{_NUMERAL}]{{0,3}}(?:{_NUMBER})(?=[，,。；;\s的了吧啊嘛]|$)"
)
_ONE_WITHIN = re.compile(r"一共|总共|合起来|拢共|合计|其中|里头|里面|包括|包含|连|含|还是|或|到|不是|改")
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_AHEAD = re.compile(r"还有|还剩|还差|再过|剩下|再有")
_BEHIND = re.compile(r"过期|以前|之前|前[了的，。]?|前$|了$|了[，。]|没了")


@dataclass(frozen=True)
class Amount:
    """A number in the fact's unit, where it stood, and whether a unit was said."""

    value: float
    start: int
    end: int
    with_unit: bool


def chinese_number(text: str) -> float | None:
    """`82`, `八十二`, `一百零三`, `三千二`, `二零二四`, `半` as a number; None when it is none."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if len(text) == 4 and all(character in _DIGITS for character in text):
        return float("".join(str(_DIGITS[character]) for character in text))
    total, digit, last = 0, 0, 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            last = 1 if character in "零〇" else last
        elif character in _TENS:
            last = _TENS[character]
            total += (digit or 1) * last
            digit = 0
        else:
            return None
    return float(total + digit * (last // 10 if last > 10 else 1))


def added_up(text: str) -> str:
    """铺子三十平，后头还有个灶房十平 -> its whole told once, in the place of its first part."""
    text = _UNIT_ONCE.sub(r"\g<0>\g<unit>", _YEARS_AND_MONTHS.sub(_in_months, text))
    parts = list(_PART.finditer(_about(text)))
    if len(parts) < 2 or len({part["unit"][0] for part in parts}) > 1 or _ONE_WITHIN.search(text):
        return text
    text = _about(text)
    if not all(_FURTHER.search(text[one.end() : two.start()]) for one, two in zip(parts, parts[1:], strict=False)):
        return text
    whole = sum(chinese_number(part["number"]) or 0 for part in parts)
    rest = "".join(text[one.end() : two.start()] for one, two in zip(parts, parts[1:], strict=False))
    return f"{text[: parts[0].start()]}{whole:g}{parts[0]['unit']}{rest}{text[parts[-1].end() :]}"


def _in_months(found: re.Match[str]) -> str:
    """四年零两个月 -> 50个月."""
    years, months = chinese_number(found["years"]), chinese_number(found["months"])
    return found[0] if years is None or months is None else f"{years * 12 + months:g}个月"


def _about(text: str) -> str:
    """十八九方 -> 18.5方: in the middle of what is said, so that it lies on neither side of a limit by chance."""
    return _ABOUT.sub(_middle, text)


def _middle(found: re.Match[str]) -> str:
    low, high = _DIGITS[found["low"]], _DIGITS[found["high"]]
    if high != low + 1:
        return found[0]
    lead = chinese_number(found["lead"]) if found["lead"] else 0
    return f"{(lead or 0) + (low + 0.5) * _TENS.get(found['times'] or '', 1):g}"


def numbers_said(text: str) -> set[float]:
    """Every number from two on: 交了十三年, 9月6日, 2020年. 一个 and 一次 count nothing."""
    numbers = {chinese_number(match["number"]) for match in _AMOUNT.finditer(text) if match["number"]}
    return {number for number in numbers if number is not None and number > 1}


def age_said(text: str) -> int | None:
    """Completed years of life, when the sentence states an age ("我82了", "八十二岁"); 快八十 is not yet eighty."""
    for found in _AGE.finditer(text):
        lead = _PERSON_LEAD if not found["end"] else _AGE_LEAD
        if not found["end"].endswith("岁") and not lead.search(text[: found.start("number")]):
            continue
        number, before = chinese_number(found["number"]), text[: found.start("number")]
        counted = _COUNTED_ONE_MORE.search(before)
        if counted and _BY_BIRTHDAYS.search(text[found.end() :]):
            continue
        if number is not None and 0 <= number <= 125:
            less = found["less"] or found["less2"] or counted or _SHORT_OF.search(before)
            return int(number) - (1 if less and number else 0)
    return None


def bare_age(text: str) -> int | None:
    """ "82" or "八十二" alone, answering a question about the birth date."""
    number = chinese_number(text.strip(" 了。，呢啊吧"))
    return int(number) if number is not None and 0 <= number <= 125 and number == int(number) else None


def amount_said(text: str, fact: Fact) -> Amount | None:
    """The first amount whose unit is the fact's or turns into it; a bare number only where no unit was said at all."""
    found = list(_amounts(_about(text), fact))
    return next((item for item in found if item.with_unit), found[0] if found else None)


def _amounts(text: str, fact: Fact) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        unit = match["unit"] or ""
        number = _half(match["half"]) if match["half"] else chinese_number(match["number"])
        if number is None:
            continue
        if unit in ("年", "月") and _A_DATE.match(text, match.end()):
            continue
        if not unit and number <= _DAYS_OF_A_MONTH and _MONTH_BEFORE.search(text[: match.start()]):
            continue
        if not unit and (text[match.end() : match.end() + 1] in _NO_AMOUNT or _OF_THINGS.match(text, match.end())):
            continue
        value = _in_unit(number, unit, match["rest"] or "", fact, text)
        if value is None:
            continue
        if match["less"]:
            value = _a_little_less(value, fact)
        if _in_range(value, fact):
            yield Amount(value, match.start(), match.end(), bool(unit))


def _half(said: str) -> float:
    return {"大半": 0.67, "小半": 0.4}.get(said, 0.5)


def _a_little_less(value: float, fact: Fact) -> float:
    """快三个月: below three, but not by much."""
    unit = fact.unit or ""
    if unit == "元":
        return value * 0.95
    return value - (1 if unit in ("岁", "天", "口人") else 0.5)


def _in_range(value: float, fact: Fact) -> bool:
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def _in_unit(number: float, unit: str, rest: str, fact: Fact, text: str) -> float | None:
    """The number in the unit of the fact; None where the unit said is of another kind."""
    own = fact.unit or ""
    if unit.endswith("半") or unit == "个半月":
        number, unit = number + 0.5, unit.replace("半", "")
    elif rest == "半" and unit:
        number += 0.5
    unit = {"个多月": "个月", "个来月": "个月", "个": "个月" if "月" in own else "个"}.get(unit, unit)
    if not unit:
        return number
    days = {"年": 365.0, "个月": 30.0, "月": 30.0, "天": 1.0, "日": 1.0, "周岁": 365.0, **_WEEK}.get(unit)
    if own in ("个月", "年", "天"):
        return _stretch(number, unit, own, days)
    allowed = {
        "岁": ("岁", "周岁"),
        "口人": ("口", "口人", "个人", "人"),
        "平方米": ("平方米", "平米", "平方", "平", "㎡", "方"),
        "立方米": ("立方米", "立方", "方"),
        "元": ("元", "块", "块钱", "万", "千", "百"),
    }.get(own, ())
    if unit not in allowed:
        return None
    return number * {"万": 10_000, "千": 1_000, "百": 100}.get(unit, 1)


def _stretch(number: float, unit: str, own: str, days: float | None) -> float | None:
    if days is None:
        return None
    if own == "个月":
        return number * {"年": 12, "周岁": 12, "个月": 1, "月": 1}.get(unit, days / 30)
    if own == "年":
        return number if unit == "年" else number / 12 if unit in ("个月", "月") else None
    return number * days


# --- days -------------------------------------------------------------------------------------------------------


def day_said(text: str, on: date) -> date | None:
    """The day a sentence names, seen from `on`; without a year the nearest one. None when it names none."""
    text = _SPELLED_YEAR.sub(lambda year: "".join(str(_SPELLED.index(c) % 10) for c in year[0]), text)
    whole = _WHOLE.search(text)
    if whole:
        return _day(_year(whole["y"], on), int(whole["m"]), int(whole["d"]))
    for said, distance in _DAYS.items():
        if said in text:
            return on + timedelta(days=distance)
    near = _NEAR.search(text)
    if near:
        return _near_month(near["w"], near["d"], on)
    month = _MONTH.search(text)
    if month and not re.search(r"[个几半]$", text[: month.start("m")]):
        return _in_month(month, on)
    return _distance(text, on)


def birth_said(text: str, on: date) -> date | None:
    """9月20号才满六岁: the day of birth by the day on which somebody turns so old; 要 and 到 mean the next one."""
    found = _TURNING.search(text)
    years = chinese_number(found["years"]) if found else None
    if found is None or years is None:
        return None
    month, day = int(chinese_number(found["m"]) or 0), int(chinese_number(found["d"]) or 0)
    ahead = [each for step in (-1, 0, 1) if (each := _day(on.year + step, month, day))]
    if found["next"]:
        ahead = [each for each in ahead if each > on]
    nearest = min(ahead, key=lambda each: abs((each - on).days), default=None)
    return _day(nearest.year - int(years), month, day) if nearest else None


def _in_month(month: re.Match[str], on: date) -> date | None:
    number = chinese_number(month["m"])
    if number is None or not 1 <= number <= 12 or not (month["y"] or month["d"]):
        return None
    day = int(chinese_number(month["d"]) or 0) if month["d"] else 15  # the middle, where only the month was said
    if month["y"]:
        return _day(
            _year(month["y"].removesuffix("年") if month["y"][0].isdigit() else month["y"], on), int(number), day
        )
    years = [_day(on.year + step, int(number), day) for step in (-1, 0, 1)]
    known = [found for found in years if found]
    return min(known, key=lambda found: abs((found - on).days), default=None)


def _near_month(which: str, day: str | None, on: date) -> date | None:
    step = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(which, 0)
    start = _months_from(on.replace(day=1), step)
    return _day(start.year, start.month, int(chinese_number(day) or 0) if day else min(on.day, 28))


def _distance(text: str, on: date) -> date | None:
    """还有两个月, 过期半年了, 三天前."""
    measure = Fact(id="distance", type="number", question="", why="", unit="天")
    found = next((item for item in _amounts(text, measure) if item.with_unit), None)
    if found is None:
        return None
    months = amount_said(text, Fact(id="distance", type="number", question="", why="", unit="个月"))
    sign = 1 if _AHEAD.search(text) else -1 if _BEHIND.search(text) else 0
    if not sign:
        return None
    if months is not None and months.with_unit and months.value == int(months.value):
        return _months_from(on, sign * int(months.value))
    return on + timedelta(days=sign * round(found.value))


def _months_from(on: date, months: int) -> date:
    """The same day some months away; the last of a month that is shorter."""
    index = on.year * 12 + on.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _year(said: str, on: date) -> int:
    """Two digits mean the last hundred years."""
    if said in _YEARS:
        return on.year + _YEARS[said]
    number = int(said)
    if number >= 100:
        return number
    return 2000 + number if 2000 + number <= on.year + 15 else 1900 + number


def _day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
