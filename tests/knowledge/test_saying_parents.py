"""Of two parents' households only that of the one the child goes with counts."""

from __future__ import annotations

import pytest

from tests.knowledge.hearing import heard

HOME = "hukou_place@child"


@pytest.mark.parametrize("asked", [None, HOME])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我是本村的 她户口在贵州 娃儿随我", "本县本乡镇"),
        ("她户口在贵州，我户口在本村，娃儿落我名下", "本县本乡镇"),
        ("我户口是四川的 娃他爸户口在本镇 随他爸", "本县本乡镇"),
        ("孩子跟他妈上 我是本村的 孩子他妈是河南的", "外省"),
        ("我老公是外省的，我户口在本镇，随妈妈", "本县本乡镇"),
        ("爸爸户口在本镇 妈妈户口在湖南 随爸爸落", "本县本乡镇"),
        ("我是娃他爸，我是外省的，他妈是本镇的户口，随他妈", "本县本乡镇"),
        ("我对象是外省户口 我是本村户口 娃上我家户口", "本县本乡镇"),
    ],
)
def test_the_household_is_that_of_the_parent_the_child_goes_with(asked: str | None, text: str, value: str) -> None:
    assert heard("birth-registration", text, asked).get(HOME) == value


@pytest.mark.parametrize("text", ["我户口在本镇 他户口在湖南", "他户口在湖南 娃跟我上", "我是外省的 娃跟他上"])
def test_the_other_parents_household_is_not_the_childs(text: str) -> None:
    assert HOME not in heard("birth-registration", text, HOME)
