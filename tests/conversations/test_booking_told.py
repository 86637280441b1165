"""A booking told as people tell it: slot, names and phone in one breath, for others, put right, left off, taken up."""

from __future__ import annotations

from tests.conversations.talk import Talk

FULL = "下周二上午柳溪镇便民服务中心高龄津贴申领，替我约上"


PLACE = "liuxi"  # where the talks are opened (conftest.py)


def test_time_name_and_phone_are_taken_from_one_sentence(talk: Talk) -> None:
    talk.say(FULL)
    second = str(talk.card("slots")["data"]["items"][1]["start"])
    talk.say("第二个，鲁立春，13987650301")
    assert "鲁立春" in talk.text and "139****0301" in talk.text
    talk.say("这下对了")
    assert talk.live()[0]["start"] == second


def test_whom_it_is_for_and_who_books_are_told_with_the_time(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("第一个，是替我爷爷鲁雨水约的，我叫鲁惊蛰，13987650302")
    assert "鲁雨水（您的爷爷，由鲁惊蛰代约" in talk.text


def test_a_neighbour_stays_a_neighbour(talk: Talk) -> None:
    talk.say("帮对门的赵奶奶约高龄津贴，柳溪镇大厅，下周二下午")
    talk.say("第一个")
    assert "邻居" in talk.text
    talk.say("老人家叫赵春分，我叫鲁清明，13987650303")
    assert "赵春分（您的邻居，由鲁清明代约" in talk.text


def test_a_phone_put_right_leaves_the_name_and_a_spelled_name_is_taken(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("最后一个")
    talk.say("鲁谷雨 1398765030")
    talk.say("打漏了一位 应该是13987650304")
    assert "鲁谷雨" in talk.text and "139****0304" in talk.text
    talk.say("名字写错了，是羽毛的羽，鲁谷羽")
    assert "办事人：鲁谷羽，139****0304" in talk.text
    talk.say("名字还是不对")
    assert "名字" in talk.text and "请核对" not in talk.text


def test_a_place_and_a_time_with_the_matter_in_hand_are_a_wish_to_book(talk: Talk) -> None:
    talk.say("残疾证到期了要换，要带什么")
    talk.say("那约石桥镇大厅嘛，礼拜五上午")
    items = talk.card("slots")["data"]["items"]
    assert items and all(i["start"].startswith("2026-11-27T") for i in items) and "石桥" in talk.text


def test_the_time_behind_a_change_counts(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("后天我要进城，改下周四下午")
    assert all("2026-12-03T1" in item["start"] for item in talk.card("slots")["data"]["items"])


def test_a_township_nobody_registered_is_asked_back(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("黄泥镇那边能约不")
    assert "黄泥镇" in talk.text and "没有登记" in talk.text
    talk.take("石桥镇")
    assert all("石桥" in item["office"]["name"] for item in talk.card("slots")["data"]["items"])


def test_what_was_left_off_is_taken_up_at_the_same_time(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("十点那个")
    talk.say("算了，我先问问我家里人去不去")
    assert "没有预约" in talk.text and not talk.appointments()
    talk.say("还是约吧，就刚才那个时间")
    assert "10:00" in talk.text
    talk.say("鲁立夏，13987650305")
    talk.say("确认")
    assert "T10:00" in str(talk.live()[0]["start"])


def test_own_appointments_the_deadline_and_a_plain_yes_to_the_cancelling(talk: Talk) -> None:
    talk.say("我现在有没有预约")
    assert "还没有预约" in talk.text
    talk.say(FULL)
    talk.say("第一个，鲁小暑，13987650306")
    talk.say("没错")
    talk.say("万一去不成，最晚几点之前能退")
    assert "前取消" in talk.text and len(talk.live()) == 1
    talk.say("我名下有几个预约")
    assert talk.has_card("appointment")
    talk.say("不去了")
    talk.say("嗯，退掉")
    assert not talk.live()


def test_the_identity_card_comes_first_for_who_comes_to_the_window(talk: Talk) -> None:
    talk.say("约柳溪派出所开无犯罪记录证明，下周二上午")
    talk.say("第一个，鲁大暑，13987650307")
    talk.say("确认")
    assert "请带：要查的人的身份证；" in talk.card("appointment")["text"]
