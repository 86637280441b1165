"""Offices in words: hours of today, of the week, whether open now and when next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from api.schemas.place import CounterOut, OfficeBrief, OfficeDay, OfficeOut, OpenSpan
from api.words import word, words
from knowledge.calendar import Calendar, Span, in_season, is_market_day, next_opening, open_now, opening
from knowledge.model import Office, Period

MARKETS_WITHIN, MOST_MARKETS = 31, 3  # days looked ahead for market days; how many are told


def brief(office: Office, on: date) -> OfficeBrief:
    return OfficeBrief(
        slug=office.slug, name=office.name, address=office.address, phone=office.phone, hours=week_text(office, on)
    )


def full(office: Office, now: datetime, calendar: Calendar, on: date | None = None) -> OfficeOut:
    """Everything one asks about a hall. Unregistered hours give `open_now` null, never "closed"."""
    following = next_opening(office, now, calendar)
    return OfficeOut(
        slug=office.slug,
        name=office.name,
        kind=office.kind,
        place=office.place,
        address=office.address,
        phone=office.phone,
        complain_phone=office.complain_phone,
        directions=office.directions,
        hours=today_text(office, now.date(), calendar) if office.periods else None,
        week=week_text(office, now.date()),
        open_now=open_now(office, now, calendar) is not None if office.periods else None,
        next_opening=following.start if following else None,
        counters=[CounterOut(name=counter.name, note=counter.note) for counter in office.counters],
        facilities=list(office.facilities),
        day=_day(office, on, calendar, now.date()) if on else None,
        market_days=_markets(office, now.date()),
    )


def _markets(office: Office, today: date) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in range(MARKETS_WITHIN))
    return [day for day in days if is_market_day(office, day)][:MOST_MARKETS]


def _day(office: Office, on: date, calendar: Calendar, today: date) -> OfficeDay:
    if not office.periods:
        return OfficeDay(date=on, text=day_text(on), hours=None, open=None, today=on == today)
    spans = opening(office, on, calendar)
    return OfficeDay(
        date=on,
        text=day_text(on),
        hours=today_text(office, on, calendar),
        open=bool(spans),
        spans=[OpenSpan(start=f"{s.start:%H:%M}", end=f"{s.end:%H:%M}") for s in spans],
        note=_note(office, on, calendar),
        today=on == today,
    )


def _note(office: Office, on: date, calendar: Calendar) -> str | None:
    """Why the day is not like others of its weekday."""
    if special := next((e.reason for e in office.exceptions if e.on == on), None):
        return special
    day = calendar.day(on, office.slug)
    if day.kind in ("holiday", "closure", "extra"):
        return word(f"hours.notes.{day.kind}", name=_holiday_name(day.name))
    return word("hours.notes.market") if is_market_day(office, on) else None


def _holiday_name(name: str | None) -> str:
    """The name of a notice in Chinese; other calendars have English ones, which say nothing here."""
    return name if name and not name.isascii() else word("hours.notes.some")


def today_text(office: Office, on: date, calendar: Calendar) -> str:
    """`08:30–12:00、14:00–17:30`, or that it is closed."""
    spans = opening(office, on, calendar)
    return spans_text(spans) if spans else word("hours.closed_today")


def spans_text(spans: Iterable[Span]) -> str:
    return word("hours.and").join(word("hours.span", start=f"{s.start:%H:%M}", end=f"{s.end:%H:%M}") for s in spans)


def state_text(office: Office, now: datetime, calendar: Calendar) -> str:
    """Open until when, or when next."""
    if not office.periods:
        return word("unregistered")
    current = open_now(office, now, calendar)
    if current is not None:
        return word("hours.open_until", end=f"{current.end:%H:%M}")
    following = next_opening(office, now, calendar)
    return word("hours.opens", moment=moment(following.start)) if following else word("hours.closed_now")


def moment(at: datetime) -> str:
    """`11月25日（周三）09:00`."""
    return word("hours.moment", day=day_text(at.date()), time=f"{at:%H:%M}")


def day_text(on: date) -> str:
    return word("hours.day", month=on.month, day=on.day, weekday=words("hours.weekdays")[on.weekday()])


def week_text(office: Office, on: date) -> str | None:
    """`周一至周五 08:30–12:00、14:00–17:30；周六 09:00–12:00`, as it is in the season of `on`. None: unregistered."""
    by_hours: dict[str, list[int]] = {}
    for day in range(1, 8):
        times = sorted((p.start, p.end) for p in office.periods if day in p.days and in_season(p, on))
        if times:
            said = word("hours.and").join(word("hours.span", start=start, end=end) for start, end in times)
            by_hours.setdefault(said, []).append(day)
    parts = [word("hours.days_at", days=days_text(days), times=times) for times, days in by_hours.items()]
    if office.market_days and office.market_periods:
        parts.append(_market_text(office.market_days, office.market_periods))
    return word("hours.then").join(parts) or None


def _market_text(days: Sequence[int], periods: Sequence[Period]) -> str:
    digits = words("hours.digits")
    times = word("hours.and").join(word("hours.span", start=p.start, end=p.end) for p in periods)
    return word("hours.market", days="".join(word("hours.market_day", digit=digits[d]) for d in days), times=times)


def days_text(days: Sequence[int]) -> str:
    """`周一至周五`, `周六`, `周一、周三`."""
    names = words("hours.weekdays")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return word("hours.from_to", first=names[days[0] - 1], last=names[days[-1] - 1])
    return word("hours.and").join(names[day - 1] for day in days)


def open_weekend(office: Office) -> bool:
    return any(day > 5 for period in office.periods for day in period.days)
