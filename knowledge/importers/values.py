"""Texts of foreign guides → values. What cannot be read stays the text it was, or is reported."""

from __future__ import annotations

import re

from knowledge.importers.mapping import Mapping
from knowledge.model import Fee, Level, Limit, TimeLimit

_AT_ONCE = re.compile(r"即时|即办|当场|当日|当天|立等|马上")
_LIMIT = re.compile(r"(\d{1,4})\s*[(（]?\s*(?:个)?\s*(工作日|自然日|日历日|小时|日|天|周|个月|月|年)?\s*[)）]?[^\d]*")
_UNITS = {"工作日": "workday", "自然日": "day", "日历日": "day", "日": "day", "天": "day"}
_MONEY = re.compile(r"\D*(\d{1,7}(?:\.\d{1,2})?)\s*元?(?:[/／每]?[次本证张份人件])?")
_TIMES = {"零": 0, "〇": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_LEVELS = (
    ("省", Level.PROVINCE), ("自治区级", Level.PROVINCE), ("直辖市", Level.PROVINCE), ("市", Level.CITY),
    ("州", Level.CITY), ("县", Level.COUNTY), ("区", Level.COUNTY), ("旗", Level.COUNTY), ("镇", Level.TOWNSHIP),
    ("乡", Level.TOWNSHIP), ("街道", Level.TOWNSHIP), ("村", Level.VILLAGE), ("社区", Level.VILLAGE),
)  # fmt: skip


def limit_of(text: str, mapping: Mapping) -> Limit | None:
    """`30(工作日)`, `5个工作日`, `20日`, `即办`, or a bare number in the mapping's unit; None for anything else."""
    found = _LIMIT.fullmatch(re.sub(r"^\D*", "", text))
    if not found:
        return Limit(value=0, unit="immediate") if _AT_ONCE.search(text) and not re.search(r"\d", text) else None
    value, unit = int(found[1]), _UNITS.get(found[2]) if found[2] else mapping.limit_unit
    if value == 0:
        return Limit(value=0, unit="immediate")
    return Limit.model_validate({"value": value, "unit": unit}) if unit else None


def time_limit_of(promised: str, statutory: str, mapping: Mapping) -> TimeLimit:
    """Both limits; a text without one readable number is kept word for word."""
    one, other = limit_of(promised, mapping), limit_of(statutory, mapping)
    unread = [text for text, limit in ((promised, one), (statutory, other)) if not limit]
    return TimeLimit(promised=one, statutory=other, text="；".join(filter(None, unread)) or None)


def fee_of(charged: str, text: str, basis: str, mapping: Mapping) -> Fee:
    """`charged` is a yes or no, `text` the tariff; an amount only where the text is nothing but one."""
    if charged in mapping.charged_no or (not charged and text in mapping.charged_no):
        return Fee(amount=0, charged=False, basis=basis or None)
    sure = charged in mapping.charged_yes or text in mapping.charged_yes
    rest = [part for part in (charged, text) if part and part not in mapping.charged_yes]
    found = _MONEY.fullmatch(rest[0]) if len(rest) == 1 else None
    amount = float(found[1]) if found else None
    return Fee(
        amount=amount,
        charged=True if sure or amount else None,
        basis=basis or None,
        text="；".join(rest) or None,
    )


def trips_of(text: str) -> int | None:
    """`1`, `1次`, `最多跑一次`, `零跑动`, `不用跑`; None for anything else."""
    found = re.fullmatch(r"\D{0,6}(\d{1,2})\s*次?\D{0,3}", text)
    if found:
        return int(found[1])
    if re.search(r"零跑动|不用跑|无需到现场|全程网办", text):
        return 0
    spoken = re.search(r"([零〇一两二三四五])次", text)
    return _TIMES[spoken[1]] if spoken else None


def level_of(text: str) -> Level | None:
    """市级, 县级, 镇(乡、街道)级 …; None where a text names no level or several."""
    found = {level for word, level in _LEVELS if word in re.sub(r"[级本]", "", text)}
    return found.pop() if len(found) == 1 else None
