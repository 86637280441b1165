"""Beside a ticket in the making: what is no part of it is answered, and nothing of it is filed."""

from __future__ import annotations

from tests.conversations.talk import Talk

LAMP = "石桥镇幸福村的路灯都不亮了"


def test_what_is_told_of_the_matter_opens_no_ticket(talk: Talk) -> None:
    talk.say("土地承包经营权变更登记怎么办")
    talk.say("地在三组 挨着水渠那块")
    assert "报" not in talk.text and "核对" not in talk.text
    talk.say("云岭乡茶山村的井盖丢了")
    assert "请核对" in talk.text


def test_what_is_told_while_several_are_offered_opens_no_ticket(talk: Talk) -> None:
    talk.say("我要建房")
    talk.say("就在老屋基上翻盖 不多占地")
    assert "哪儿" not in talk.text and not talk.tickets()


def test_questions_of_the_matter_in_hand_are_answered_beside_a_report(talk: Talk) -> None:
    talk.say("我要办高龄津贴")
    talk.say(LAMP)
    talk.say("那个要准备哪样 要不要收钱")
    assert talk.has_card("guide") and "反映、投诉" not in talk.text
    talk.say("确认")
    assert [item["about"]["id"] for item in talk.tickets()] == ["street-light"]


def test_a_question_of_no_matter_is_not_filed_with_the_report(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("要拿些哪样材料")
    assert "；要拿" not in talk.text


def test_the_hours_of_a_hall_are_no_place_of_the_report(talk: Talk) -> None:
    talk.say("路灯都不亮了")
    talk.say("石桥镇大厅明天上午几点开门")
    assert talk.has_card("office") and "在哪儿" in talk.text


def test_a_booking_goes_first_and_the_report_comes_back_after_it(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("先约下周三上午去县大厅办居住证")
    assert talk.has_card("slots") and "先放着" in talk.text
    talk.say("第二个")
    talk.say("周小满 13900002222")
    talk.say("确认")
    assert talk.has_card("appointment") and "路灯" in talk.text
    talk.say("报上去")
    assert len(talk.tickets()) == 1


def test_a_wish_for_help_becomes_a_ticket_of_its_own(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("对门王爷爷走不动路 残疾补贴没领 能不能喊人上门帮他办")
    assert "马上接着" in talk.text and "王爷爷" not in talk.text
    talk.say("先不办了")
    assert "没有登记" in talk.text and "帮办员" in talk.text
    talk.say("13900003333")
    talk.say("确认")
    assert [item["kind"] for item in talk.tickets()] == ["help"]


def test_what_was_asked_after_is_reported_apart_from_what_is_in_the_making(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("建房验收申请交上去一个多月了没人来看")
    talk.say("这个我要反映 喊他们说清楚 电话13900005555")
    assert "马上接着" in talk.text and "验收" not in talk.text
    talk.say("确认")
    talk.say("石桥镇")
    assert "验收" in talk.text and "139****5555" in talk.text
    talk.say("确认")
    assert sorted(item["kind"] for item in talk.tickets()) == ["report", "unresolved"]


def test_tickets_just_filed_are_shown_beside_another(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("确认")
    talk.say("石桥镇幸福村的井盖丢了")
    talk.say("刚才登记的那个办到哪一步了")
    assert "办理进度" in talk.text or "已收到" in talk.text
    assert "井盖" in talk.text and "；刚才" not in talk.text


def test_an_offered_call_back_swallows_nothing(talk: Talk) -> None:
    talk.say("转人工")
    talk.say("石桥镇大厅上午几点上班")
    assert talk.has_card("office") and "加上了" not in talk.text


def test_cancelling_without_an_appointment_asks_after_the_ticket(talk: Talk) -> None:
    talk.say(LAMP)
    talk.say("确认")
    talk.say("我们那天不得空 取消算了")
    assert "没有预约可取消" in talk.text and talk.tickets()[0]["number"] in talk.text
    talk.say("不是")
    assert "照常" in talk.text
    talk.say("取消")
    talk.say("嗯 取消")
    assert "捎句话" in talk.text and "补充单号" in talk.text


def test_trees_told_of_a_permit_are_no_emergency(talk: Talk) -> None:
    talk.say("林木采伐许可怎么办")
    talk.say("加上沟对面那片一起砍有二十来方")
    assert "110" not in talk.text
    talk.say("他拿斧头要砍我")
    assert "110" in talk.text
