"""Where it is done: the nearest office; while nobody said a place, one of many is only an example."""

from __future__ import annotations

import pytest

from api.answers import answer
from api.view import Here
from knowledge.calendar import Calendar
from knowledge.importers.sample import load_sample
from tests.builders import NOW

SAMPLE = load_sample()


def said(code: str, facet: str, place: str | None) -> str:
    return answer(SAMPLE.published[code], [facet], Here(SAMPLE, Calendar(SAMPLE.calendar), place, NOW)).text


@pytest.mark.parametrize("facet", ["where", "nearest", "overview"])
def test_one_of_many_townships_is_an_example_while_no_place_is_known(facet: str) -> None:
    text = said("elder-allowance", facet, "qinghe")
    assert "比如" in text
    assert "在哪个镇" in text
    assert "湖滨路58号" in text


@pytest.mark.parametrize("place", ["liuxi", "yunling-shang"])
def test_where_a_place_is_told_its_own_office_is_said(place: str) -> None:
    assert "比如" not in said("elder-allowance", "where", place)


def test_what_only_the_county_does_is_done_there() -> None:
    assert said("property-transfer", "where", "qinghe").startswith("到青禾县政务服务中心")


def test_papers_of_some_cases_are_said_apart_from_those_that_everybody_brings() -> None:
    text = said("id-card-renew", "materials", "qinghe")
    assert text.startswith("请带1样：要换的旧身份证")
    assert "看情况还要：" in text
    assert "不满16周岁的，带监护人的身份证" in text


def test_where_everything_depends_nothing_is_counted() -> None:
    assert said("water-new", "materials", "qinghe").startswith("带什么看您的情况：")
