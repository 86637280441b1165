"""Tickets in plain talk: where is asked first, all that is told is kept, questions are answered, a yes is a yes."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_the_place_is_asked_first_and_the_first_words_are_kept(talk: Talk) -> None:
    talk.say("垃圾堆满了")
    assert "在哪" in talk.text and "垃圾" in talk.text
    talk.say("就我们楼下")
    assert not talk.has_card("report") and "哪个" in talk.text
    talk.say("石桥镇河西小区西门")
    assert "垃圾堆满了" in talk.text and "河西小区西门" in talk.text
    talk.say("嗯，交上去吧")
    assert talk.card("report")["data"]["ticket"]["about"]["department"] == "城管局"


def test_questions_before_the_yes_are_answered_and_nothing_is_lost(talk: Talk) -> None:
    talk.say("云岭乡茶山村的自来水断了两天")
    talk.say("几天能来修好啊")
    assert "没交上去" in talk.text and "请核对" in talk.text
    talk.say("要不要收钱")
    assert "不收钱" in talk.text and "自来水断了两天" in talk.text
    talk.say("那就报吧")
    talk.say("大概多久有人来修")
    assert "答复" in talk.text and talk.card("report")["data"]["ticket"]["number"] == talk.tickets()[0]["number"]


def test_what_is_not_wanted_is_dropped_and_said_so_and_the_rest_is_answered(talk: Talk) -> None:
    talk.say("县大厅五号窗口的人骂人")
    assert "对不住" in talk.text
    talk.say("算了不投诉了，低保要带什么材料")
    assert "没有登记" in talk.text and talk.has_card("guide")
    assert talk.tickets() == []


def test_another_matter_has_its_own_ticket_at_the_same_place(talk: Talk) -> None:
    talk.say("柳溪镇北河村桥边的护栏断了")
    talk.say("还有一个，那儿的路灯也不亮")
    assert "护栏" in talk.text
    talk.say("对，提交")
    assert "路灯" in talk.text and len(talk.tickets()) == 1
    talk.say("行，也报上")
    assert [item["about"]["id"] for item in talk.tickets()] == ["street-light", "road"]
    talk.say("护栏那个撤了吧，已经修好了")
    assert "捎句话" in talk.text and "护栏" in talk.text


def test_walking_in_vain_is_filed_with_its_service_at_hand(talk: Talk) -> None:
    talk.say("我妈的高龄津贴跑了四趟也没办成，一会说缺这个一会说缺那个")
    assert "白跑" in talk.text
    talk.say("石桥镇便民服务中心")
    talk.say("13987650303，给我登记上")
    assert "139****0303" in talk.text
    talk.say("对的，就这样报")
    assert [item["kind"] for item in talk.tickets()] == ["unresolved"]


def test_a_booking_waits_while_something_is_reported(talk: Talk) -> None:
    talk.say("我想约下周三上午办高龄津贴，柳溪镇大厅")
    talk.say("对了，柳溪镇桃园村的井盖丢了")
    assert "离远" in talk.text
    talk.say("报上去")
    assert talk.has_card("report") and any("12月" in label for label in talk.labels)
