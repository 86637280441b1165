"""Tickets as they are told: announced first, added to, of the right kind, asked after; ratings and plain questions."""

from __future__ import annotations

from tests.conversations.talk import Talk

PLACE = "liuxi"  # where the talks are opened (conftest.py)


def test_an_announcement_is_asked_for_its_matter(talk: Talk) -> None:
    talk.say("我要投诉你们一下")
    assert "什么" in talk.text and not talk.tickets()
    talk.say("排了两个钟头的队没人理")
    talk.say("还老是插队")
    assert "加上" in talk.text
    talk.say("不留电话")
    talk.say("确认")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["complaint"]


def test_stuck_at_the_window_is_its_own_kind(talk: Talk) -> None:
    talk.say("白跑了好几趟还是没办成，材料老说不齐")
    talk.say("13987650201")
    talk.say("确认")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["unresolved"]


def test_how_far_it_is_right_after(talk: Talk) -> None:
    talk.say("我要反映一个，村道上的井盖丢了半个月")
    talk.say("不留电话")
    talk.say("确认")
    talk.say("到啥程度了，处理没有")
    assert "已收到" in talk.text and len(talk.tickets()) == 1


def test_more_about_a_call_back_is_kept_with_it(talk: Talk) -> None:
    talk.say("麻烦找个人给我回个电话")
    talk.say("13987650202")
    talk.say("想问宅基地建房的事情")
    assert "宅基地" in talk.text and "确认" in talk.text
    talk.say("确认")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["callback"]


def test_a_grade_that_is_told_is_taken(talk: Talk) -> None:
    talk.say("老年人优待证收不收钱")
    talk.say("评价一下，五星好评")
    assert "谢谢" in talk.text


def test_am_i_talking_to_a_person_and_is_it_kept_secret(talk: Talk) -> None:
    talk.say("你到底是不是真人呀")
    assert "机器人" in talk.text
    talk.say("我的信息会不会泄露出去")
    assert "加密" in talk.text


def test_whether_it_is_ours_is_a_question_and_no_report(talk: Talk) -> None:
    talk.say("养猫要不要登记 归不归你们管")
    assert not any(label == "确认" for label in talk.labels)
    talk.say("井盖没了归不归你们管")
    assert "在哪儿" in talk.text or talk.has_card("report") or "确认" in talk.labels
