"""Who a sentence names, and whose name it is."""

from __future__ import annotations

import pytest

from actions import kin, names
from actions.numbers import phone_in, wrong_length


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("第二个，鲁长河，13900001111", "鲁长河"),
        ("13900001111 鲁长河，第二个", "鲁长河"),
        ("名字打错了，是大海的海，鲁长海", "鲁长海"),
        ("写错了，是鲁常河，经常的常", "鲁常河"),
        ("名字不是鲁长河，是鲁常河", "鲁常河"),
        ("我叫江小河，三点水的江", "江小河"),
        ("我自己办的鲁小满电话13900001111", "鲁小满"),
    ],
)
def test_a_name_is_found_whatever_stands_beside_it(said: str, name: str) -> None:
    assert names.named_in(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "少按了一位 应该是13900001111",
        "号码错了，就是13900001111",
        "名字错了，大海的海",
        "我姓鲁，粗鲁的鲁",
        "不对，周五上午",
        "错了，柳溪镇",
    ],
)
def test_what_only_leads_to_a_number_or_spells_a_name_is_none(said: str) -> None:
    assert names.named_in(said) is None


def test_two_names_in_one_sentence_are_told_apart() -> None:
    told = names.told_in("给我妈约，她叫鲁秋菊，我叫鲁小满，电话13900001111")
    assert (told.theirs, told.mine) == ("鲁秋菊", "鲁小满")
    assert names.told_in("我爸叫鲁大年，我叫鲁小满").kin == "爸"


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("帮隔壁的张婆婆约个号", "邻居"),
        ("替楼上李叔约一下", "邻居"),
        ("帮村里的赵大爷约号", "乡亲"),
        ("给我奶奶约个号", "奶奶"),
        ("帮我婶婶约号", "亲戚"),
        ("给隔壁老赵约的", "邻居"),
        ("帮我家老汉儿约个号", "爸爸"),
        ("给我婆婆约个时间", "婆婆"),
    ],
)
def test_a_neighbour_is_not_taken_for_ones_own_family(said: str, relation: str) -> None:
    found = kin.behalf_in(said)
    assert found is not None and found["relation"] == relation


@pytest.mark.parametrize(
    ("said", "relation"),
    [("我叫鲁小满，是她邻居", "邻居"), ("我是他女儿", "爸爸"), ("她是我妈", "妈妈"), ("是她儿子", "妈妈")],
)
def test_what_they_are_to_each_other_may_be_said_outright(said: str, relation: str) -> None:
    assert kin.stated_in(said) == relation


def test_a_number_spelled_out_is_one_and_a_short_one_is_counted() -> None:
    assert phone_in("幺三九零零零零一一一一") == "13900001111"
    assert wrong_length("鲁长河 1390000111") == 10


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("是给我舅舅江大寒办的", {"relation": "亲戚", "name": "江大寒"}),
        ("不是我办 是我婆娘办", {"relation": "爱人"}),
        ("替我家老爷子办的", {"relation": "爸爸"}),
        ("办事的人是我外公", {"relation": "外公"}),
        ("我老公单位开会 晚点再说", None),
        ("我妈说可以", None),
        ("我娘江芒种办的", {"relation": "妈妈", "name": "江芒种"}),
    ],
)
def test_whom_a_booking_in_the_making_is_for(said: str, told: dict[str, str] | None) -> None:
    assert kin.meant_in(said) == told


def test_a_name_beside_kin_counts_where_a_name_was_asked_for() -> None:
    assert kin.meant_in("我娘江芒种", named=True) == {"relation": "妈妈", "name": "江芒种"}
    assert kin.meant_in("江芒种是我娘") is None


def test_a_wish_for_a_child_names_the_matter_as_a_booking_begins() -> None:
    assert kin.meant_in("给娃办", beginning=True) is None
    assert kin.meant_in("给娃办") == {"relation": "孩子"}
