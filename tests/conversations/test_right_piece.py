"""The right piece of the guide: what was asked after first, nobody else's question; and talk that is of no service."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def test_one_condition_that_is_asked_after_is_answered_and_not_all_of_them(talk: Talk) -> None:
    talk.say("法律援助怎么申请")
    talk.say("我户口还在外省 能申请不")
    assert "没有限户口" in talk.text and "经济困难" not in talk.text


def test_a_condition_that_is_there_is_named(talk: Talk) -> None:
    talk.say("低保")
    talk.say("我是外省户口 能申请不")
    assert "户口所在地" in talk.text and "授权书" not in talk.text


@pytest.mark.parametrize(
    ("service", "text", "said"),
    [
        ("一年级入学", "这会儿能报名了不", "还不到时候"),
        ("火化补贴", "好久之前要去申请", "一年内"),
        ("开无犯罪记录证明", "用不用回老家开", "跨省通办"),
        ("结婚登记", "户口簿不用带哈", "不要了"),
        ("转学", "学期当中能转不", "一般不办"),
        ("首次办身份证", "娃儿自己用不用去哦", "本人要到场"),
        ("养老金认证", "瘫在床上 能来屋头认证不", "上门"),
        ("医药费手工报销", "费用清单没得了", "收费处"),
        ("临时救助", "户口本都烧没了 要带啥", "以后补"),
    ],
)
def test_the_guide_itself_wins_over_a_facet_of_one_word(talk: Talk, service: str, text: str, said: str) -> None:
    talk.say(service)
    talk.say(text)
    assert said in talk.text


def test_nobody_gets_the_answer_to_somebody_elses_question(talk: Talk) -> None:
    talk.say("身份证要到期了 换证要带啥")
    assert talk.text.split("：")[0] and "孩子和监护人一起来" not in talk.text
    talk.say("娃的身份证也到期了 咋换")
    assert "孩子和监护人一起来" in talk.text


def test_a_photo_is_a_photo_in_any_word(talk: Talk) -> None:
    talk.say("办残疾人证")
    talk.say("要不要交相片")
    assert "照片" in talk.text and "没有“" not in talk.text


def test_notes_of_the_event_answer_what_is_asked_of_it(talk: Talk) -> None:
    talk.say("我外公昨晚走了 要办些啥")
    talk.say("养老金会不会自己停掉")
    assert "停发" in talk.text
    talk.say("在家里走的 死亡证明哪个开")
    assert "卫生院" in talk.text and "便民服务大厅南门" not in talk.text


def test_several_things_asked_of_a_hall_are_all_told(talk: Talk) -> None:
    talk.say("石桥镇大厅在哪里 中午有人吗 电话好多")
    assert "休息" in talk.text and "地址：" in talk.text and "0999-" in talk.text
    talk.say("哪里有机器可以自己打证明")
    assert "24小时" in talk.text and "青禾县政务服务中心" in talk.text
    talk.say("县大厅轮椅推得进去不")
    assert "未登记" in talk.text


def test_what_is_said_here_and_what_others_get_is_private(talk: Talk) -> None:
    talk.say("我讲的这些会不会传出去给别人看")
    assert "不给别人看" in talk.text
    talk.say("帮我查一下对门家吃没吃低保")
    assert "查不到" in talk.text


def test_a_bare_certificate_is_asked_after_and_a_place_to_eat_is_one(talk: Talk) -> None:
    talk.say("学校让开个证明")
    assert len(talk.labels) > 2 and not talk.has_card("guide")
    talk.say("想开个羊汤馆 都要办啥")
    assert talk.has_card("bundle")


@pytest.mark.parametrize("text", ["我是娃他爸", "我数错了 才四个半月", "我就是心里头急", "不是没房 老头子还有个铺面"])
def test_without_a_word_of_danger_there_is_no_emergency(talk: Talk, text: str) -> None:
    talk.say("办居住证")
    talk.say(text)
    assert "120" not in talk.text and "110" not in talk.text


def test_after_the_all_clear_the_next_wish_is_served(talk: Talk) -> None:
    talk.say("隔壁着火了")
    assert "119" in talk.text
    talk.say("消防来了 没事了 把我的记录导出来给我")
    assert talk.has_card("records")
