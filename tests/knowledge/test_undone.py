"""What came to nothing is not so, what was so once is not so now, and a correction changes all that it speaks of."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.saying_beside import of_another
from knowledge.saying_subjects import asks
from knowledge.sayings import corrected, hear
from tests.knowledge.hearing import TODAY, axes


def told(code: str, text: str) -> dict[str, Any]:
    return dict(hear(text, axes(code), None, TODAY).others)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("面了好几家都没谈成", {"job_wanted": True}),
        ("跑了半个月没找着事做", {"job_wanted": True, "has_job": False}),
        ("活路到现在还没着落", {"has_job": False}),
        ("找到工作了，后头人家又不要了", {"has_job": False}),
        ("以前在单位上班，如今在家耍着", {"has_job": False}),
        ("前年在厂里打工，现在没得活干", {"has_job": False}),
        ("简历投了十几家没人要", {"has_job": False}),
    ],
)
def test_looking_in_vain_is_no_work_and_still_looking(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= told("unemployment-register", text).items()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("上个礼拜找到工作了", {"has_job": True}),
        ("现在有单位", {"has_job": True}),
        ("从去年起就在厂里上班", {"has_job": True}),
        ("不想上班了", {"job_wanted": False}),
    ],
)
def test_what_came_about_is_so(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= told("unemployment-register", text).items()


@pytest.mark.parametrize(
    ("service", "text", "fact", "value"),
    [
        ("small-restaurant-record", "健康证跑了两回没办成", "health_certificate", False),
        ("small-restaurant-record", "营业执照交上去了，还没批", "biz_license_have", False),
        ("small-restaurant-record", "健康证上周办了", "health_certificate", True),
        ("driver-license-renew", "今年分只扣了三分", "license_points", False),
        ("driver-license-renew", "没记到十二分", "license_points", False),
        ("driver-license-renew", "十二分扣完了", "license_points", True),
    ],
)
def test_a_paper_that_was_not_got_is_not_there(service: str, text: str, fact: str, value: bool) -> None:
    assert told(service, text)[fact] is value


def test_a_place_that_was_not_got_is_none() -> None:
    assert "business_place" not in told("individual-business-open", "看了个门面没谈妥")
    assert told("individual-business-open", "盘了个门面")["business_place"] == "店面"


@pytest.mark.parametrize(
    ("service", "known", "text", "facts"),
    [
        (
            "driver-license-renew",
            ("open_violations",),
            "我刚查了，处理掉了，分没扣满",
            {"open_violations": False, "license_points": False},
        ),
        ("driver-license-renew", ("open_violations", "license_points"), "说错了，分没扣满", {"license_points": False}),
        ("residence-permit-apply", ("lease_filed", "live_here_months"), "不对，住了十个月", {"live_here_months": 10}),
        (
            "residence-permit-apply",
            ("lease_filed", "live_here_months"),
            "记错了，住了十个月，合同备过案的",
            {"live_here_months": 10, "lease_filed": True},
        ),
    ],
)
def test_a_correction_changes_whatever_it_speaks_of(
    service: str, known: tuple[str, ...], text: str, facts: dict[str, Any]
) -> None:
    assert dict(corrected(text, axes(service), known, TODAY).others) == facts


@pytest.mark.parametrize(("text", "asking"), [("看过几个都没下文", False), ("要跑几趟", True), ("得几个章", True)])
def test_some_is_no_question_after_what_was_done(text: str, asking: bool) -> None:
    assert asks(text) is asking


@pytest.mark.parametrize("text", ["行吧，先帮我约个号，周四周五都可以", "那好，给我预约一个递材料的时间，大后天"])
def test_a_wish_to_book_answers_no_question(text: str) -> None:
    for key in ("no_smartphone", "residence_registered"):
        assert not hear(text, axes("residence-permit-apply"), key, TODAY).found


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("门面二十八平，后头灶房十六平", 44),
        ("三十五平，里面隔了八平做厨房", 35),
        ("三十六七个平方", 36.5),
        ("一共四十平，厨房算在里头十平", 40),
    ],
)
def test_what_is_told_in_parts_is_added_up_unless_one_lies_within_the_other(text: str, area: float) -> None:
    assert hear(text, axes("small-restaurant-record"), "shop_area", TODAY).value == area


def test_social_insurance_told_beside_another_county_is_no_denial() -> None:
    heard = hear("不是本县的户口，社保倒是一直交着", axes("residence-permit-apply"), "job_insured_here", TODAY)
    assert heard.value is True


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("老周那台是旧的，他那台能补不", True),
        ("隔壁家没上牌，他那个咋算", True),
        ("另外还有两棵柚子树，那个要证不", True),
        ("帮邻居问的，他走不动", False),
        ("朋友转给我的旧机器", False),
        ("还有哪些材料要交", False),
        ("我爸那间屋没证", False),
    ],
)
def test_what_is_said_of_a_stranger_or_a_further_thing_is_told_apart(text: str, beside: bool) -> None:
    assert of_another(text) is beside


def test_a_house_there_once_was_is_none() -> None:
    assert told("public-rental", "早先有套房，后来过户给别人了").get("own_house_here") is not True
    assert told("public-rental", "名下有套房")["own_house_here"] is True
