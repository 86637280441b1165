"""When a guide must be held against its source again: laws, fees and phone numbers change without telling us.

The day named on the service counts; without one, the last check (or, for imported guides, the publication) plus the
usual interval.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from knowledge.catalogue import Published


def due_on(published: Published, months: Mapping[str, int]) -> date | None:
    """The last good day. `months`: usual interval by profile. None where nobody ever checked or published it."""
    service = published.service
    if service.verify_by is not None:
        return service.verify_by
    checked = service.checked_on or (published.published_at.date() if published.published_at else None)
    return later(checked, service.recheck_months or months[service.profile]) if checked else None


def overdue(published: Published, on: date, months: Mapping[str, int]) -> bool:
    due = due_on(published, months)
    return due is not None and due < on


def to_recheck(published: Iterable[Published], on: date, months: Mapping[str, int]) -> list[tuple[date, Published]]:
    """Those past their day, longest overdue first."""
    found = [(due, item) for item in published if (due := due_on(item, months)) and due < on]
    return sorted(found, key=lambda pair: (pair[0], pair[1].service.code))


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
