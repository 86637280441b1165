"""When a guide is due to be checked again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.catalogue import Published
from knowledge.recheck import due_on, later, overdue, to_recheck
from tests.builders import LONG_AGO, NOW, a_service, an_imported

MONTHS = {"native": 6, "imported": 12}


def published(**fields: Any) -> Published:
    return Published(a_service(**fields), 1, LONG_AGO, NOW)


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"verify_by": "2027-01-05", "checked_on": "2026-01-01"}, date(2027, 1, 5)),
        ({"checked_on": "2026-01-01"}, date(2026, 7, 1)),
        ({"checked_on": "2026-01-01", "recheck_months": 3}, date(2026, 4, 1)),
        ({}, date(2027, 5, 24)),
    ],
)
def test_the_day_is_the_one_named_or_follows_the_last_check(fields: dict[str, Any], due: date) -> None:
    assert due_on(published(**fields), MONTHS) == due


def test_an_imported_guide_is_due_a_year_after_its_publication() -> None:
    assert due_on(Published(an_imported(), 1, LONG_AGO, NOW), MONTHS) == date(2027, 11, 24)
    assert due_on(Published(an_imported(), 1, LONG_AGO), MONTHS) is None


def test_the_day_itself_is_still_in_time() -> None:
    item = published(verify_by="2026-12-31")
    assert not overdue(item, date(2026, 12, 31), MONTHS)
    assert overdue(item, date(2027, 1, 1), MONTHS)


def test_the_longest_overdue_comes_first() -> None:
    items = [published(code=code, verify_by=day) for code, day in (("b", "2026-03-01"), ("a", "2026-02-01"))]
    items.append(published(code="c", verify_by="2027-01-01"))
    assert [item.service.code for _, item in to_recheck(items, date(2026, 4, 1), MONTHS)] == ["a", "b"]


def test_a_month_without_that_day_ends_earlier() -> None:
    assert later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert later(date(2026, 12, 15), 12) == date(2027, 12, 15)
