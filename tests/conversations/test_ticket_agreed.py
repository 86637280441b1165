"""A summary agreed to in a longer sentence, help asked for in a check, a matter beside a ticket; times moved."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

PHONE = "13911112222"


def summed_up(talk: Talk) -> None:
    talk.say("我要反映，石桥镇老街下水道堵了，污水往外冒")
    talk.say(f"电话{PHONE}")
    assert "请核对" in talk.text and not talk.tickets()


@pytest.mark.parametrize(
    "yes",
    ["行，那你就把下水道这事给我报上去吧", "可以，这事就给我交上去，确认", "没错 把这张单子提交了吧"],
)
def test_what_is_open_is_handed_on_by_its_name(talk: Talk, yes: str) -> None:
    summed_up(talk)
    talk.say(yes)
    assert [ticket["kind"] for ticket in talk.tickets()] == ["report"]


@pytest.mark.parametrize("more", ["把旁边那个井盖翘起来的事也加上", "把电话改一下再报"])
def test_what_changes_it_is_no_yes(talk: Talk, more: str) -> None:
    summed_up(talk)
    talk.say(more)
    assert not talk.tickets()


def test_a_yes_before_a_question_is_carried_out_and_the_question_answered(talk: Talk) -> None:
    summed_up(talk)
    talk.say("确认")
    talk.say("还有一个，柳溪镇菜市场门口垃圾堆成山没人清")
    talk.say("对的没错，下水道那张单子办到哪一步了")
    assert len(talk.tickets()) == 2
    assert "办理进度" in "".join(str(message.get("title")) for message in talk.last)


def test_help_is_booked_in_the_middle_of_a_check(talk: Talk) -> None:
    talk.say("老年人免费乘车卡，帮我算算要跑几趟")
    assert "最多" in talk.text
    talk.say(f"算了你给我登记一个代办吧，我姓孙，住上坪村，手机{PHONE}")
    assert "帮办代办" in talk.text and "上坪村" in talk.text and not talk.tickets()
    talk.say("嗯 就这么登记")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["help"]


def test_a_question_of_the_matter_is_not_about_the_ticket(talk: Talk) -> None:
    talk.say("请个人上门帮俺爹弄养老认证，在桃园村")
    talk.say(f"我叫钱守田，{PHONE}")
    talk.say("确认")
    talk.say("高龄津贴多大岁数能领")
    talk.say("那个要拿哪些证件，多久批得下来")
    assert talk.card("guide")["data"]["service"]["code"] == "elder-allowance"
    assert not talk.has_card("report")


def test_a_place_set_right_is_not_said_twice(talk: Talk) -> None:
    talk.say("我要反映，在云岭乡便民服务中心跑了四趟都没办成，材料说不清")
    talk.say(f"电话{PHONE}")
    talk.say("不是云岭乡，是石桥镇便民服务中心")
    assert "石桥镇便民服务中心" in talk.text and "中心便民" not in talk.text and "云岭" not in talk.text


@pytest.mark.parametrize(
    ("said", "time", "name"), [("下午最早的那一个", "14:00", "金小川"), ("就要上午最晚那个", "11:30", "金大川")]
)
def test_the_edge_of_a_day_is_chosen_while_moving(talk: Talk, said: str, time: str, name: str) -> None:
    talk.say(f"帮我约周五上午办结婚登记，最早那个，我叫{name}，{PHONE}")
    talk.say("确认")
    talk.say("时间要改一下，改到下周四")
    talk.say(said)
    assert time in talk.text and "对吗" in talk.text
    talk.say("对，改吧")
    assert talk.live()[0]["start"][11:16] == time


@pytest.mark.parametrize("asked", ["我手上有约好的号没有", "到底约上了没", "我现在有没有约好的时间"])
def test_whether_there_is_an_appointment_is_told(talk: Talk, asked: str) -> None:
    talk.say("帮我约下周二上午补社保卡，柳溪镇")
    talk.say("先不约了")
    talk.say(asked)
    assert "还没有预约" in talk.text and not talk.has_card("slots")
