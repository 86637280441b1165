"""Places by their names, who belongs to whom, and who is near."""

from __future__ import annotations

from functools import cache

import pytest

from knowledge.importers.sample import load_sample
from knowledge.places import Places


@cache
def county() -> Places:
    sample = load_sample()
    return Places.of(sample.places, sample.offices)


@pytest.mark.parametrize(
    ("said", "slug", "kind"),
    [
        ("liuxi", "liuxi", "place"),
        ("柳溪镇", "liuxi", "place"),
        ("柳溪", "liuxi", "place"),
        ("城东", "hudong", "place"),
        ("柳溪鎮", "liuxi", "place"),
        ("office-county", "office-county", "office"),
        ("县大厅", "office-county", "office"),
        ("残联", "office-disabled", "office"),
    ],
)
def test_every_name_resolves(said: str, slug: str, kind: str) -> None:
    found = county().resolve(said)
    assert (found[0].slug, found[0].kind) == (slug, kind)


def test_an_unknown_name_resolves_to_nothing() -> None:
    assert county().resolve("月球") == []


def test_the_tree_goes_up_and_down() -> None:
    assert county().ancestors("liuxi-beihe") == ["liuxi-beihe", "liuxi", "qinghe"]
    assert set(county().descendants("liuxi")) == {"liuxi-beihe", "liuxi-taoyuan"}
    assert county().around("liuxi") == {"qinghe", "liuxi", "liuxi-beihe", "liuxi-taoyuan"}


def test_offices_are_tried_village_township_county_then_elsewhere() -> None:
    offices = ["office-shiqiao", "office-county", "office-liuxi", "office-beihe"]
    assert county().nearest("liuxi-beihe", offices) == [
        "office-beihe",
        "office-liuxi",
        "office-county",
        "office-shiqiao",
    ]


def test_an_unknown_office_is_left_out_and_unconnected_places_are_far() -> None:
    assert county().nearest("liuxi", ["office-nowhere", "office-liuxi"]) == ["office-liuxi"]
    assert county().distance("liuxi", "moon") == 99
    assert county().distance("liuxi", "liuxi") == 0


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("柳溪镇便民服务中心几点下班", "qinghe", ("liuxi", "office-liuxi")),
        ("我在石桥，能办身份证吗", "qinghe", ("shiqiao", None)),
        ("县大厅有停车位吗", "liuxi-beihe", ("qinghe", "office-county")),
        ("镇大厅几点开门", "liuxi-beihe", ("liuxi", "office-liuxi")),
        ("村里能办吗", "liuxi-beihe", ("liuxi-beihe", None)),
        ("我们镇能办吗", "shiqiao-dongmen", ("shiqiao", None)),
        ("派出所电话多少", "shiqiao", ("shiqiao", "police-shiqiao")),
        ("幸福社区怎么走", "qinghe", ("hudong-xingfu", None)),
        ("我住桃园", "qinghe", ("liuxi-taoyuan", None)),
    ],
)
def test_a_place_in_a_sentence_is_heard(text: str, place: str, named: tuple[str, str | None]) -> None:
    mention = county().mention(text, place)
    assert mention and (mention.place, mention.office) == named


@pytest.mark.parametrize("text", ["你们真让人幸福感满满", "要带啥", "今天天气咋样", ""])
def test_no_place_is_heard_where_none_is_named(text: str) -> None:
    assert county().mention(text, "qinghe") is None


def test_a_relative_name_means_nothing_where_it_is_not_settled() -> None:
    assert county().mention("村里能办吗", "qinghe") is None


@pytest.mark.parametrize(
    ("said", "name"),
    [("黄泥镇那边能约不", "黄泥镇"), ("我想去黄泥乡办", "黄泥乡"), ("就约黄泥街道，周五", "黄泥街道")],
)
def test_a_township_that_nobody_registered_is_said_to_be_unknown(said: str, name: str) -> None:
    assert county().unknown(said) == name


@pytest.mark.parametrize(
    "said", ["约柳溪镇大厅", "哪个镇能办", "我们镇有没有", "去乡镇办", "别的街道行不行", "黄泥镇不行就柳溪镇"]
)
def test_what_is_known_or_names_nothing_is_not(said: str) -> None:
    assert county().unknown(said) is None
