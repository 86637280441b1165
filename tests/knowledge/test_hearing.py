"""What is said before and beside a question is heard: cut by spaces, twice denied, of oneself and of others."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.saying_phrases import undoubled
from knowledge.saying_subjects import clauses, own_words, requests
from tests.knowledge.hearing import heard


@pytest.mark.parametrize(
    ("service", "text", "facts"),
    [
        ("individual-business-close", "社保还欠着没交 执照销得了不", {"debts_clear": "没清"}),
        ("residence-permit-apply", "贵州过来的 住了七个月 办得到不", {"hukou_place": "外省", "live_here_months": 7}),
        ("elder-card", "老人家七十一 手机弄不来", {"age": 71, "no_smartphone": True}),
        ("birth-registration", "我俩还没扯证 娃随爹", {"parents_married": False, "settle_with": "随父"}),
        ("birth-registration", "我是娃他妈 想跟我落户", {"settle_with": "随母"}),
        ("small-restaurant-record", "铺面三十平 能登记不", {"business_place": "店面", "shop_area": 30}),
        ("food-license", "我想卖卤味", {"risky_food": True, "business_type": "卖散装食品"}),
        ("homestead-building", "旧屋推了原地起 能批不", {"build_type": "翻建", "farmland_occupied": "老宅"}),
        ("public-rental", "我老婆名下有一套六十平的房子", {"own_house_here": True}),
        ("marriage-register", "我对象二十一 我二十五", {"age": 25, "age@spouse": 21}),
        ("subsistence-allowance", "一个月挣一千八 不是没车", {"household_income_month": 1800}),
    ],
)
def test_what_is_told_in_a_question_or_between_spaces_is_heard(service: str, text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= heard(service, text).items()


@pytest.mark.parametrize(
    ("text", "value"),
    [("不会不方便", False), ("没什么不方便的", False), ("能", False), ("用得溜得很", False), ("不太方便", True)],
)
def test_a_question_put_in_the_negative_is_answered_by_what_somebody_can_do(text: str, value: bool) -> None:
    assert heard("elder-card", text, "no_smartphone") == {"no_smartphone": value}


def test_two_denials_are_none() -> None:
    assert undoubled("没有不同意") == "同意"
    assert undoubled("是不是不方便") == "是不是不方便"


def test_an_option_named_outright_beats_a_word_of_another() -> None:
    text = "房租合同没备过案 就按定额"
    assert heard("provident-withdraw-rent", text, "withdraw_basis")["withdraw_basis"] == "按定额"


def test_the_speaker_answers_for_the_partner_and_the_child_that_is_asked_about() -> None:
    mine = heard("rural-birth-support", "我也是农民 农村户口", "hukou_type@spouse")
    assert mine == {"hukou_type@spouse": "农业或农村居民"}
    ours = heard("birth-registration", "我们家户口在外省", "hukou_place@child")
    assert ours["hukou_place@child"] == "外省"


def test_an_answer_about_one_is_not_spread_to_the_other_unless_both_are_meant() -> None:
    assert heard("marriage-register", "没当过兵", "is_military") == {"is_military": False}
    both = heard("marriage-register", "我们都没结过婚", "marriage_status")
    assert both == {"marriage_status": "未婚", "marriage_status@spouse": "未婚"}


def test_a_wife_who_is_told_about_is_the_one_it_is_for() -> None:
    told = heard("rural-birth-support", "我婆娘六十二了 农村户口 两个女儿")
    assert told == {
        "age": 62,
        "marriage_status": "已婚",
        "hukou_type": "农业或农村居民",
        "children_alive": "两个女儿",
    }


def test_a_wife_is_no_marriage_where_two_want_to_marry() -> None:
    assert "marriage_status" not in heard("marriage-register", "我老婆二十三 我二十五")


@pytest.mark.parametrize("text", ["帮我写个申请书吧 单位要", "给我讲个笑话"])
def test_a_request_of_its_own_is_no_answer(text: str) -> None:
    assert requests(text)
    assert heard("no-crime-certificate", text, "applicant_is_self") == {}


def test_a_space_ends_a_clause_but_not_before_its_amount() -> None:
    assert [clause.text for clause in clauses("店面 四十平 户口在本村")] == ["店面 四十平", "户口在本村"]


def test_of_another_matter_only_the_speakers_own_words_count() -> None:
    assert own_words("我妈八十了 我户口在外省") == "我户口在外省"
