"""Whose question a guide answers, and what is asked of it now."""

from __future__ import annotations

from functools import cache

import pytest

from knowledge.importers.sample import load_sample
from knowledge.model import Service
from knowledge.search.particulars import Particular, asked, in_season, point, told
from knowledge.search.persons import of_whom
from knowledge.search.statements import plainly


@cache
def service(code: str) -> Service:
    return load_sample().published[code].service


def test_the_case_of_a_child_is_no_answer_to_who_spoke_of_none() -> None:
    renew = service("id-card-renew")
    assert "娃" in of_whom("孩子的身份证到期了，怎么换？", "孩子和监护人一起来。", renew)
    assert of_whom("老人走不了路，能让儿子代办吗？", "不能代办，要采本人的指纹。", renew) == ()


def test_what_the_matter_is_about_anyway_need_not_be_said() -> None:
    assert of_whom("没领结婚证，孩子能上户口吗？", "能，孩子随父随母都行。", service("birth-registration")) == ()


def test_whoever_says_so_of_oneself_is_somebody() -> None:
    assert of_whom("我女的，45岁，能领吗？", "可以申请。", service("flexible-job-subsidy")) == ("女",)


def test_what_is_asked_by_those_without_a_phone_is_theirs() -> None:
    licence = service("individual-business-open")
    assert "手机" in of_whom("不用手机，要跑几趟？", "一趟，到窗口。", licence)
    assert of_whom("手机上能办吗？", "能，不用跑。", licence) == ()


def test_a_form_at_school_must_be_said_unless_it_is_plain() -> None:
    transfer = service("school-transfer")
    assert of_whom("六年级能转吗？", "毕业班一般不办。", transfer, plain=False) == ("年级",)
    assert of_whom("六年级能转吗？", "毕业班一般不办。", transfer) == ()


@pytest.mark.parametrize(("month", "is_now"), [(7, True), (12, False)])
def test_whether_it_is_the_season_now_goes_by_the_month(month: int, is_now: bool) -> None:
    (now,) = asked("现在能报名吗")
    assert in_season(now, "每年6到8月报名", month) is is_now
    assert in_season(Particular("season", "几月份报名", ""), "每年6到8月报名", month) is None


def test_a_season_over_the_turn_of_the_year() -> None:
    (now,) = asked("这会儿能参保吗")
    assert in_season(now, "每年11月到次年2月办", 1) and not in_season(now, "每年11月到次年2月办", 6)


def test_a_condition_nobody_wrote_is_none() -> None:
    (hukou,) = asked("户口在外省能不能办")
    aid = service("legal-aid")
    assert "没有限户口" in str(point(hukou, told(aid, hukou)))


@pytest.mark.parametrize(
    ("said", "plain"),
    [("好久报名", "什么时候报名"), ("相片没得", "照片没有"), ("来屋头弄", "上门弄"), ("哪个开", "谁开")],
)
def test_dialect_is_read_as_a_guide_writes_it(said: str, plain: str) -> None:
    assert plainly(said) == plain
