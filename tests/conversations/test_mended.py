"""What hurt in booking, tickets and halls: set right, asked once, remembered, and a calm word for anger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversations.talk import Talk

PLACE = "liuxi"  # where the talks are opened (conftest.py)


@pytest.fixture
def anywhere(system: str) -> Iterator[Talk]:
    with Talk(system) as opened:
        yield opened


def test_a_wrong_place_is_set_right_and_the_rest_stays(talk: Talk) -> None:
    talk.say("我要反映，路边的消防栓漏水两天了，在柳荫街")
    talk.say("不留电话")
    talk.say("地点不对，是古桥路幼儿园门口")
    assert "古桥路幼儿园门口" in talk.text and "消防栓漏水" in talk.text and not talk.tickets()
    talk.say("地址错了，应该是古桥路菜场西门")
    assert "古桥路菜场西门" in talk.text and "幼儿园" not in talk.text
    talk.say("对")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["report"]


def test_only_wrong_is_asked_what_and_nothing_is_lost(talk: Talk) -> None:
    talk.say("我要反映，桥头那盏路灯不亮")
    talk.say("不留电话")
    talk.say("不对")
    assert "哪里不对" in talk.text
    talk.say("不是桥头那盏，是学校门口那盏")
    assert "学校门口那盏路灯不亮" in talk.text
    talk.say("确认")
    assert len(talk.tickets()) == 1


def test_two_matters_of_which_one_needs_its_verb_go_into_one_visit(talk: Talk) -> None:
    talk.say("营业执照和小餐饮备案一起约")
    services = talk.card("slots")["data"].get("services") or talk.text
    assert "小餐饮备案" in str(services) + talk.text and "设立登记" in talk.text


def test_lost_in_dialect_is_lost(talk: Talk) -> None:
    talk.say("身份证弄落了，咋个整")
    assert talk.card("guide")["data"]["service"]["code"] == "id-card-replace"


@pytest.mark.parametrize("anger", ["你们就是一群骗子", "你们这帮人净是些骗子"])
def test_anger_at_us_is_no_emergency(talk: Talk, anger: str) -> None:
    talk.say(anger)
    assert "120" not in talk.text and any("投诉" in label for label in talk.labels)
    talk.take("投诉")
    assert "投诉什么" in talk.text


def test_swindled_is_still_an_emergency(talk: Talk) -> None:
    talk.say("你们快管管，我被骗子骗走三万块")
    assert "110" in talk.text


def test_the_hall_is_remembered_after_a_guide(talk: Talk) -> None:
    talk.say("县政务大厅电话多少")
    hall = talk.card("office")["data"]["office"]["slug"]
    talk.say("老年人优待证要带哪些材料")
    talk.say("那里几点下班")
    assert talk.card("office")["data"]["office"]["slug"] == hall


def test_up_in_the_township_asks_which_one(anywhere: Talk) -> None:
    anywhere.say("镇上今天开门不")
    assert len(anywhere.labels) > 1 and not anywhere.has_card("office")
    anywhere.take("石桥镇")
    assert anywhere.card("office")["data"]["office"]["slug"] == "office-shiqiao"
    anywhere.say("明天呢")
    assert anywhere.card("office")["data"]["office"]["slug"] == "office-shiqiao"


def test_hours_in_a_row_stay_with_the_hall(talk: Talk) -> None:
    for asked in ("现在几点下班", "周末有人吗", "国庆节上班吗", "明天呢"):
        talk.say(asked)
        assert talk.card("office")["data"]["office"]["slug"] == "office-liuxi"


def test_whom_to_tell_that_nothing_gets_done_names_the_window(talk: Talk) -> None:
    talk.say("办不成事找谁")
    assert "办不成事反映窗口" in talk.text and "0999-" in talk.text and not talk.tickets()
    talk.take("登记")
    assert "卡在哪" in talk.text


def test_booking_for_somebody_else_asks_whom_for_and_one_question_more(talk: Talk) -> None:
    talk.say("我想替我妈约老年人优待证，下周三上午")
    talk.say("1")
    talk.say("罗桂兰")
    assert "贵姓" in talk.text and "电话" in talk.text
    talk.say("13987650301")
    assert "罗桂兰" in talk.text and "确认" in talk.labels
    talk.say("确认")
    assert talk.card("appointment")["data"]["code"]


def test_the_bookers_name_is_taken_together_with_the_phone(talk: Talk) -> None:
    talk.say("帮邻居约老年人优待证")
    talk.say("1")
    talk.say("丁大山")
    talk.say("免贵姓骆，13987650302")
    assert "由骆代约" in talk.text and "丁大山" in talk.text
