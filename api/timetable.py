"""Hours as an office writes them on its door, one line a rule, and back. Pure.

    read_week(text) -> tuple[Period, ...]            周一至周五 08:30-12:00、14:00-17:30
                                                     6月1日至9月30日 周六 09:00-12:00
    read_dated(text) -> tuple[DatedException, ...]   2026-12-31 08:30-11:30 盘点    2026-12-31 关门 盘点
    read_shifts(text) -> tuple[Shift, ...]           周一至周五 08:30-12:00 2人    2026-12-31 1人 培训
    write_week(periods), write_dated(exceptions), write_shifts(shifts) -> str

Empty lines say nothing. Invalid names every line that cannot be read and what is wrong with it. Reading what was
written gives the same hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

from api.words import word, words
from knowledge.errors import Invalid
from knowledge.model import DatedException, Period, Shift

Rule = TypeVar("Rule")
Span = tuple[str, str]
Season = tuple[str | None, str | None]

EVERY_DAY = tuple(range(1, 8))
ALL_DAY: Span = ("00:00", "24:00")
SHUT = "关门"
_DAY = "(?:周|星期|礼拜)(.)"
_DAYS = re.compile(rf"{_DAY}(?:[至到~-]{_DAY})?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})[-–—~至到](\d{1,2}):(\d{2})")
_SPANS = re.compile(rf"(?:{_SPAN.pattern}[、\s]*)+")
_SEASON = re.compile(r"(\d{1,2})月(\d{1,2})日[-–—~至到](\d{1,2})月(\d{1,2})日")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_STAFF = re.compile(r"(\d{1,2})\s*人")
_WIDE = str.maketrans("：，,；／", ":、、、/")


def read_week(text: str) -> tuple[Period, ...]:
    return tuple(period for periods in _read(text, _weekly) for period in periods)


def read_dated(text: str) -> tuple[DatedException, ...]:
    found = _read(text, _dated)
    twice = {one.on for one, other in combinations(found, 2) if one.on == other.on}
    if twice:
        raise Invalid(word("timetable.date_twice", day=min(twice).isoformat()))
    return found


def read_shifts(text: str) -> tuple[Shift, ...]:
    return tuple(shift for shifts in _read(text, _shifts) for shift in shifts)


def write_week(periods: Iterable[Period]) -> str:
    rows: dict[tuple[Season, tuple[int, ...]], list[Span]] = {}
    for period in periods:
        rows.setdefault(((period.from_, period.until), period.days), []).append((period.start, period.end))
    return "\n".join(_joined(_season(season), _week(days), _spans(spans)) for (season, days), spans in rows.items())


def write_dated(exceptions: Iterable[DatedException]) -> str:
    return "\n".join(
        _joined(it.on.isoformat(), _spans((p.start, p.end) for p in it.periods) or SHUT, it.reason)
        for it in sorted(exceptions, key=lambda it: it.on)
    )


def write_shifts(shifts: Iterable[Shift]) -> str:
    return "\n".join(map(_shift_line, shifts))


# --- reading ------------------------------------------------------------------------------------------------------


def _read(text: str, one: Callable[[str], Rule]) -> tuple[Rule, ...]:
    """Every line by `one`; all faults together, each with its line."""
    found, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if line.strip():
                found.append(one(line.strip()))
        except Invalid as fault:
            faults.append(word("timetable.line", number=number, fault=fault.detail))
    if faults:
        raise Invalid("\n".join(faults))
    return tuple(found)


def _weekly(line: str) -> list[Period]:
    rest, season = _take_season(line.translate(_WIDE))
    rest, days = _take_days(rest)
    rest, spans = _take_spans(rest)
    if not days or not spans or rest:
        raise Invalid(word("timetable.week"))
    bounds = {"from": season[0], "until": season[1]}
    return [Period.model_validate({"days": days, "start": a, "end": b, **bounds}) for a, b in spans]


def _dated(line: str) -> DatedException:
    rest, on = _take_date(line)
    times = _SPANS.match(rest.translate(_WIDE))  # one sign for one: what follows keeps its own punctuation
    shut = rest.startswith(SHUT)
    reason = rest[times.end() if times else len(SHUT) :].strip()
    if on is None or not (shut or times) or not reason:
        raise Invalid(word("timetable.dated"))
    spans = _take_spans(times[0])[1] if times else ()
    periods = tuple(Period(days=(on.isoweekday(),), start=start, end=end) for start, end in spans)
    return DatedException(on=on, periods=periods, reason=reason)


def _shifts(line: str) -> list[Shift]:
    staff = _STAFF.search(line)
    if staff is None:
        raise Invalid(word("timetable.shift"))
    rest, on = _take_date(line[: staff.start()])
    rest, season = _take_season(rest.translate(_WIDE))
    rest, days = _take_days(rest)
    rest, spans = _take_spans(rest)
    if rest or not (on or days):
        raise Invalid(word("timetable.shift"))
    more = {"staffed": int(staff[1]), "on": on, "from": season[0], "until": season[1], "days": days or EVERY_DAY}
    note = line[staff.end() :].strip() or None
    return [Shift.model_validate({**more, "start": a, "end": b, "note": note}) for a, b in spans or (ALL_DAY,)]


def _take_date(line: str) -> tuple[str, date | None]:
    found = _DATE.match(line.strip())
    if found is None:
        return line, None
    try:
        return line.strip()[found.end() :].strip(), date(*map(int, found.groups()))
    except ValueError as error:
        raise Invalid(word("timetable.no_date", day=found[0])) from error


def _take_season(line: str) -> tuple[str, Season]:
    found = _SEASON.search(line)
    if found is None:
        return line, (None, None)
    bounds = tuple(f"{int(found[n]):02d}-{int(found[n + 1]):02d}" for n in (1, 3))
    try:
        for bound in bounds:
            date.fromisoformat(f"2024-{bound}")  # a leap year: the 29th of February is a day
    except ValueError as error:
        raise Invalid(word("timetable.no_date", day=found[0])) from error
    return line[: found.start()] + line[found.end() :], (bounds[0], bounds[1])


def _take_days(line: str) -> tuple[str, tuple[int, ...]]:
    days: set[int] = set()
    for first, last in _DAYS.findall(line):
        begin = _weekday(first)
        end = _weekday(last) if last else begin
        if end < begin:
            raise Invalid(word("timetable.days"))
        days.update(range(begin, end + 1))
    return _DAYS.sub("", line), tuple(sorted(days))


def _take_spans(line: str) -> tuple[str, tuple[Span, ...]]:
    """What is left of the line, and its stretches of time in order. Invalid where they overlap or are no times."""
    spans = sorted((_clock(a, b), _clock(c, d)) for a, b, c, d in _SPAN.findall(line))
    if any(start >= end for start, end in spans) or any(b[0] < a[1] for a, b in zip(spans, spans[1:], strict=False)):
        raise Invalid(word("timetable.spans"))
    return _SPAN.sub("", line).strip(" 、:"), tuple(spans)


def _clock(hour: str, minute: str) -> str:
    if int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
        raise Invalid(word("timetable.spans"))
    return f"{int(hour):02d}:{minute}"


def _weekday(sign: str) -> int:
    signs = [name[-1] for name in words("hours.weekdays")]
    if sign != "天" and sign not in signs:
        raise Invalid(word("timetable.days"))
    return len(signs) if sign == "天" else signs.index(sign) + 1


# --- writing ------------------------------------------------------------------------------------------------------


def _shift_line(shift: Shift) -> str:
    when = shift.on.isoformat() if shift.on else _joined(_season((shift.from_, shift.until)), _week(shift.days))
    span = (shift.start, shift.end)
    return _joined(when, "" if span == ALL_DAY else _spans([span]), f"{shift.staffed}人", shift.note or "")


def _season(bounds: Season) -> str:
    if None in bounds:
        return ""
    return "至".join("{}月{}日".format(*map(int, str(bound).split("-"))) for bound in bounds)


def _week(days: Sequence[int]) -> str:
    name = words("hours.weekdays")
    return "、".join(name[a - 1] if a == b else f"{name[a - 1]}至{name[b - 1]}" for a, b in _runs(sorted(days)))


def _runs(days: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of every unbroken run."""
    firsts = [day for day in days if day - 1 not in days]
    lasts = [day for day in days if day + 1 not in days]
    return zip(firsts, lasts, strict=True)


def _spans(spans: Iterable[Span]) -> str:
    return "、".join(f"{start}-{end}" for start, end in spans)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
