"""The guides of another city are imported beside our own: who talks here is still told of what is had here."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.catalogue import Published, Snapshot
from knowledge.importers.files import read_file
from knowledge.importers.sample import load_sample
from knowledge.linking import link
from knowledge.search import SearchIndex

HERE = Path(__file__).parent
GUIDES = HERE.parents[2] / "shared" / "data" / "changchun" / "guides.xlsx"
IN_FORCE = date(2026, 1, 1)

pytestmark = pytest.mark.skipif(not GUIDES.is_file(), reason="the public guides of ../shared/data are not here")


@cache
def _sentences() -> list[str]:
    """One for each service of ours, and one about what nobody here does as a whole."""
    services = yaml.safe_load((HERE / "services.yml").read_text(encoding="utf-8"))["services"]
    return [*(texts[0] for texts in services.values()), "居住证丢了"]


@cache
def _both() -> SearchIndex:
    sample = load_sample()
    read = read_file(GUIDES, catalogue=sample)
    foreign = {service.code: Published(service, 1, IN_FORCE) for service in read.services}
    places = {**{place.slug: place for place in read.places}, **sample.places}
    return SearchIndex.build(Snapshot(1, {**foreign, **sample.published}, places, sample.offices))


def _first(text: str, place: str) -> str:
    return next((hit.code for hit in link(_both(), _both().places, text, place).services), "")


def test_talk_of_our_residents_stays_with_our_services() -> None:
    ours = load_sample().published
    assert [text for text in _sentences() if _first(text, "qinghe") not in ours] == []


def test_a_resident_of_the_other_city_is_told_of_its_services() -> None:
    city = next(place.slug for place in _both().places.places.values() if place.name == "朝阳区")
    assert _first("残疾证丢了怎么补办", city) not in load_sample().published
