"""Notices of public holidays as JSON files: `{"year", "papers": […], "days": [{"name", "date", "isOffDay"}…]}`.

read_holidays(path) -> list[CalendarDay]        Invalid, with the day at fault, unless the whole file makes sense

That is the open format in which the yearly notices of the State Council are published by volunteers; `isOffDay` false
is a make-up working day.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.errors import Invalid
from knowledge.model import CalendarDay


def read_holidays(path: Path) -> list[CalendarDay]:
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        year, days = int(document["year"]), list(document["days"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise Invalid(f"{path.name} 不是放假安排文件：要有 year 和 days。") from wrong
    papers = document.get("papers") or []
    source = str(papers[0]) if papers else path.name
    found = [_day(entry, year, source) for entry in days]
    if len({day.on for day in found}) < len(found):
        raise Invalid(f"{path.name} 里有一天写了两遍，请核对。")
    if not any(day.kind == "holiday" for day in found):
        raise Invalid(f"{path.name} 里一个放假的日子也没有，请核对。")
    return found


def _day(entry: Any, year: int, source: str) -> CalendarDay:
    try:
        on, name, off = date.fromisoformat(entry["date"]), str(entry["name"]), entry["isOffDay"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Invalid(f"这一天看不懂，请核对：{entry}") from wrong
    if not isinstance(off, bool) or on.year not in (year - 1, year):
        raise Invalid(f"这一天不对，请核对：{entry}")
    kind = "holiday" if off else "workday"
    return CalendarDay.model_validate(
        {"on": on, "kind": kind, "name": name if off else f"{name}调休上班", "source": source}
    )
