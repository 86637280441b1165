"""The sample county's places, offices, days and booking rules: complete, and fit to show."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample
from knowledge.rules import Rules

DATA = Path(__file__).parents[2] / "knowledge/data"
OFFICES = sorted(path.stem for path in (DATA / "offices").glob("*.yml"))
PHONE = re.compile(r"^0\d{2,3}-\d{7,8}$")

each_office = pytest.mark.parametrize("slug", OFFICES)


@cache
def _sample() -> Snapshot:
    return load_sample()


def test_every_place_lies_in_the_county_and_every_village_has_its_station() -> None:
    places, offices = _sample().places, _sample().offices
    assert [p.slug for p in places.values() if p.parent is None] == ["qinghe"]
    assert all(p.parent in places for p in places.values() if p.parent)
    stations = {office.place for office in offices.values() if office.kind in ("village", "township")}
    assert {p.slug for p in places.values() if p.kind in ("village", "township")} == stations


def test_no_two_offices_share_a_name_or_a_number() -> None:
    offices = list(_sample().offices.values())
    names = [name for office in offices for name in (office.name, *office.aliases)]
    assert len(names) == len(set(names))
    assert len({office.phone for office in offices}) == len(offices)


@each_office
def test_an_office_says_where_when_and_whom_to_call(slug: str) -> None:
    office = _sample().offices[slug]
    assert office.slug == slug
    assert office.place in _sample().places
    assert re.search(r"[号委院楼]", office.address or "")
    assert office.directions
    assert office.phone != office.complain_phone
    assert all(PHONE.match(number or "") for number in (office.phone, office.complain_phone))
    assert office.counters
    assert office.facilities
    for period in (*office.periods, *office.market_periods):
        assert period.start < period.end
        assert set(period.days) <= set(range(1, 8))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_days_of_a_year_come_from_its_notice(year: int) -> None:
    days = [day for day in _sample().calendar if day.on.year == year]
    assert len({day.on for day in days}) == len(days) >= 30
    kinds = {day.on: day.kind for day in days}
    assert kinds[date(year, 10, 1)] == kinds[date(year, 1, 1)] == "holiday"
    assert all(day.on.weekday() >= 5 for day in days if day.kind == "workday")
    assert all(day.source.startswith("https://www.gov.cn/") for day in days)


def test_every_booking_rule_is_explained_in_chinese() -> None:
    rules = Rules.model_validate(yaml.safe_load((DATA / "rules.yml").read_text("utf-8")))
    assert set(rules.texts) == set(Rules.model_fields) - {"texts", "source"}
