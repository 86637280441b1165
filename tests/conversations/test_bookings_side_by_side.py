"""Bookings for several people in one talk: one cancelled while another is made, moved, put off, somebody else goes."""

from __future__ import annotations

from datetime import date

from tests.conversations.talk import Talk

FRIDAY = 4
PHONE = "13911112222"


def for_grandmother(talk: Talk) -> None:
    talk.say("想给我奶奶约个时间办高龄津贴，云岭乡，下周四上午最早的")
    talk.say(f"她叫费桂枝，我叫费小川，{PHONE}")
    talk.say("确认")
    assert [item["relation"] for item in talk.live()] == ["奶奶"]


def test_hers_is_cancelled_while_his_is_made_and_his_goes_on(talk: Talk) -> None:
    for_grandmother(talk)
    talk.say("再给爷爷约 下周五下午最早的 他叫费大山")
    assert "费大山（您的爷爷" in talk.text
    talk.say("奶奶那个帮我退了 她住院了")
    assert "要取消" in talk.text and "奶奶" in talk.text
    talk.say("嗯 退")
    assert not talk.live() and "费大山" in talk.text
    talk.say("好 电话没变 就这样")
    assert [item["relation"] for item in talk.live()] == ["爷爷"]


def test_one_of_two_of_hers_is_cancelled_and_his_goes_on(talk: Talk) -> None:
    talk.say("想给我奶奶约个时间办高龄津贴，云岭乡，下周四上午最早的")
    talk.say("她叫欧桂枝，我叫欧小川，13911113333")
    talk.say("确认")
    talk.say("奶奶的老年优待证也约上，云岭乡，下周五上午最早的")
    if "名字" in talk.text:
        talk.say("欧桂枝")
    talk.say("电话没变，确认")
    assert [item["relation"] for item in talk.live()] == ["奶奶", "奶奶"]
    talk.say("再给爷爷约残疾人证新办 下周五下午最早的 他叫欧大山")
    assert "欧大山（您的爷爷" in talk.text
    talk.say("奶奶那个退了吧")
    assert len(talk.labels) >= 2
    talk.say("老年优待证那个")
    assert "要取消" in talk.text
    talk.say("嗯 退")
    assert [item["relation"] for item in talk.live()] == ["奶奶"] and "欧大山" in talk.text
    talk.say("好 就这样")
    assert sorted(item["relation"] for item in talk.live()) == ["奶奶", "爷爷"]


def test_a_yes_to_the_move_in_other_words(talk: Talk) -> None:
    talk.say(f"结婚登记帮我约下周三上午最早的，我叫费小宁，{PHONE}")
    talk.say("确认")
    talk.say("时间挪到下周五上午")
    talk.say("第二个")
    talk.say("好嘞 那就帮我改过去嘛")
    assert "已约好" in talk.text and date.fromisoformat(talk.live()[0]["start"][:10]).weekday() == FRIDAY
    talk.say("我那天去不了，能让我姐替我去不")
    assert "换人去" in talk.text and talk.live()


def test_another_hour_agreed_to_before_it_is_booked(talk: Talk) -> None:
    talk.say(f"社保卡帮我约下周三上午九点在柳溪镇，我叫费小宁，{PHONE}")
    talk.say("换到十点嘛")
    assert "10:00" in talk.text and not talk.live()
    talk.say("好嘞 改")
    assert talk.live()[0]["start"][11:16] == "10:00"


def test_time_asked_for_keeps_the_hold_and_putting_off_drops_it(talk: Talk) -> None:
    talk.say(f"结婚登记帮我约下周三上午最早的，我叫费小宁，{PHONE}")
    talk.say("先别定 我问一下我对象再说")
    assert "给您留到" in talk.text
    talk.say("那不急 过几天我再约")
    assert "没有预约" in talk.text and not talk.live()
