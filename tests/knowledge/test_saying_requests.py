"""Wishes to be told something, numbers denied, and what is left of a sentence that asks."""

from __future__ import annotations

import pytest

from knowledge.saying_contrasts import without_denied_numbers
from knowledge.saying_requests import asks_to_be_told
from knowledge.saying_subjects import asks
from tests.knowledge.hearing import heard


@pytest.mark.parametrize(
    "clause", ["石桥镇的号码发我一个", "告诉我一声嘛", "流程再给我说一下", "那收割机呢", "再讲一遍", "写给我看"]
)
def test_a_wish_to_be_told_is_heard(clause: str) -> None:
    assert asks_to_be_told(clause) or asks(clause)


@pytest.mark.parametrize(
    "clause", ["村里没告诉我", "他爸给我留了间房", "厂里没给我交社保", "还没办呢", "那就随他爸", "电话我不会用"]
)
def test_what_tells_something_is_no_wish(clause: str) -> None:
    assert not asks_to_be_told(clause)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("不是五个月，是七个月", "是七个月"),
        ("量错了 不是三十平是四十平", "量错了 是四十平"),
        ("我们不是一个村的", "我们不是一个村的"),
        ("不是本村的 是外省的", "不是本村的 是外省的"),
    ],
)
def test_a_denied_number_is_left_out(text: str, rest: str) -> None:
    assert without_denied_numbers(text) == rest


@pytest.mark.parametrize(
    ("service", "text", "asked", "facts"),
    [
        ("food-license", "堂屋二十平 厨房九", "shop_area", {"shop_area": 29}),
        ("logging-permit", "不是九方 是十九方", "timber_m3", {"timber_m3": 19}),
        ("orphan-allowance", "我儿今年十三", "birth_date@child", {"age@child": 13}),
        ("disability-subsidy", "低保没得", "low_income_household", {}),
        ("provident-withdraw-rent", "合同没到哪儿登记", "lease_filed", {"lease_filed": False}),
        ("logging-permit", "砍过的都补种上了", "replanted", {"replanted": True}),
    ],
)
def test_amounts_and_persons_are_heard_as_meant(service: str, text: str, asked: str, facts: dict[str, object]) -> None:
    assert heard(service, text, asked) == facts
