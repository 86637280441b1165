"""A matter of this talk called by a word of it, something of it told again, two parts of one sentence, who comes."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def in_hand(talk: Talk) -> str:
    return str(talk.card("guide")["data"]["service"]["code"])


def booked(talk: Talk, person: str) -> None:
    talk.say("公租房咋申请")
    talk.say("帮我约下周四下午")
    talk.say("第一个")
    talk.say(person)
    assert "请核对" in talk.text


@pytest.mark.parametrize("again", ["你把自来水的材料再说一遍", "自来水的手续再给我念一下"])
def test_what_is_told_again_is_of_the_matter_named(talk: Talk, again: str) -> None:
    talk.say("自来水新装要带啥")
    talk.say("居民养老保险认证要带啥")
    talk.say(again)
    assert in_hand(talk) == "water-new" and "房产证" in talk.text


def test_a_facet_told_again_is_of_the_matter_in_hand(talk: Talk) -> None:
    talk.say("老年人优待证要带啥")
    talk.say("在哪办")
    talk.say("材料再讲一遍")
    assert in_hand(talk) == "elder-card" and "身份证" in talk.text


def test_told_again_without_a_name_is_the_last_reply(talk: Talk) -> None:
    talk.say("老年人优待证要带啥")
    before = talk.text
    talk.say("再说一遍")
    assert talk.text == before


def test_the_one_to_begin_with_is_called_by_its_word(talk: Talk) -> None:
    talk.say("低保咋申请")
    talk.say("高龄津贴咋申请")
    talk.say("那还是先办低保那个，电话多少")
    assert in_hand(talk) == "subsistence-allowance" and "0999" in talk.text


def test_one_of_the_event_is_called_by_its_word(talk: Talk) -> None:
    talk.say("想开个小饭馆")
    talk.say("执照那个网上能弄不")
    assert in_hand(talk) == "individual-business-open"


def test_what_comes_after_building_is_the_acceptance(talk: Talk) -> None:
    talk.say("林木采伐许可咋办")
    talk.say("那房子建完了要不要人来验")
    assert in_hand(talk) == "homestead-acceptance"


def test_a_bad_house_that_is_to_be_rebuilt_is_about_building(talk: Talk) -> None:
    talk.say("土坯屋住不成了，打算推倒重新修，去哪批")
    assert in_hand(talk) == "homestead-building"


def test_a_bad_house_that_money_is_asked_for_is_about_the_benefit(talk: Talk) -> None:
    talk.say("土坯屋墙裂了，能申请修房的钱不")
    assert in_hand(talk) == "rural-house-repair"


def test_who_must_come_and_what_holds_for_the_case_told(talk: Talk) -> None:
    talk.say("二手房过户怎么办")
    talk.say("我弟也是共有人，他得来不")
    assert "双方都要到场" in talk.text and "公证" in talk.text and "共有人" in talk.text


def test_whether_one_may_as_well_is_told_by_the_conditions(talk: Talk) -> None:
    talk.say("老年人免费乘车卡怎么办")
    talk.say("那我大姨是不是也能办")
    assert "65周岁" in talk.text


def test_when_a_matter_is_done_is_its_season(talk: Talk) -> None:
    talk.say("居民医保怎么参保")
    talk.say("一般啥时候办")
    assert "9月至12月" in talk.text and "08:30" not in talk.text


def test_when_a_matter_without_a_season_is_done_are_the_hours(talk: Talk) -> None:
    talk.say("身份证到期换领怎么办")
    talk.say("啥时候办")
    assert "08:30" in talk.text


def test_a_plain_yes_before_a_question_is_carried_out(talk: Talk) -> None:
    booked(talk, "赵小满 13900002211")
    talk.say("没错，就这个时间。审下来要几天")
    assert talk.card("appointment")["data"]["status"] == "confirmed" and "30个工作日" in talk.text


def test_a_soft_yes_before_a_question_books_nothing(talk: Talk) -> None:
    booked(talk, "孙小满 13900002212")
    talk.say("好，审下来要几天")
    assert "请核对" in talk.text and not talk.has_card("appointment")


def test_when_it_is_booked_and_a_question_beside_it(talk: Talk) -> None:
    booked(talk, "李小满 13900002213")
    talk.say("确认")
    talk.say("我约的是哪天来着？要收钱不")
    assert talk.card("appointment")["data"]["status"] == "confirmed" and "不收钱" in talk.text
