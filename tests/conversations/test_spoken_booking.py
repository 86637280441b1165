"""Booking as it is spoken: everything in one breath, picking by the clock, putting right, turning aside, letting be."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

ONCE = "下周一上午柳溪镇便民服务中心高龄津贴申领，替我约上"


PLACE = "liuxi"  # where the talks are opened (conftest.py)


def booked(talk: Talk, what: str, person: str) -> None:
    talk.say(what)
    talk.say("第一个")
    talk.say(person)
    talk.say("确认")
    assert len(talk.live()) >= 1


def test_the_times_stand_on_a_card_and_as_choices(talk: Talk) -> None:
    talk.say(ONCE)
    items = talk.card("slots")["data"]["items"]
    assert items and all(item["start"].startswith("2026-11-30T") for item in items)
    assert talk.labels and talk.last[-1]["type"] == "choices"


def test_who_comes_may_be_told_with_the_first_sentence(talk: Talk) -> None:
    talk.say(ONCE + "，我叫鲁小满，电话13987650101")
    talk.say("第一个")
    assert "鲁小满" in talk.text and "确认" in talk.text and not talk.appointments()
    talk.say("对，就这样")
    assert len(talk.live()) == 1


@pytest.mark.parametrize(
    ("said", "at", "name"),
    [("最后一个", -1, "鲁大雪"), ("最前面的", 0, "鲁冬至"), ("{hour}点那个", None, "鲁夏至")],
)
def test_one_of_the_times_is_picked_by_words(talk: Talk, said: str, at: int | None, name: str) -> None:
    talk.say(ONCE)
    offered = [str(item["start"]) for item in talk.card("slots")["data"]["items"]]
    start = next(one for one in offered if one[14:16] == "00") if at is None else offered[at]
    talk.say(said.format(hour=int(start[11:13])))
    assert "姓名" in talk.text or "名字" in talk.text
    talk.say(f"{name}，13987650102")
    talk.say("确认")
    assert start in str(talk.live()[0]["start"])


def test_a_name_put_right_at_the_summary(talk: Talk) -> None:
    talk.say(ONCE)
    talk.say("1")
    talk.say("鲁大署，13987650103")
    talk.say("名字写错了，是鲁大暑")
    assert "鲁大暑" in talk.text and "确认" in talk.text


def test_something_is_wrong_asks_what_and_drops_nothing(talk: Talk) -> None:
    talk.say(ONCE)
    talk.say("1")
    talk.say("鲁立秋，13987650104")
    talk.say("不对")
    assert "哪里不对" in talk.text
    talk.say("时间改到下周二上午")
    talk.say("1")
    assert "鲁立秋" in talk.text and "12月1日" in talk.text
    talk.say("确认")
    assert len(talk.live()) == 1


@pytest.mark.parametrize("aside", ["太谢谢你了", "那边好停车不", "今天股票涨没涨"])
def test_an_aside_is_no_name(talk: Talk, aside: str) -> None:
    talk.say(ONCE)
    talk.say("1")
    talk.say(aside)
    talk.say("鲁白露")
    assert "手机" in talk.text or "电话" in talk.text
    talk.say("13987650105")
    assert "鲁白露" in talk.text and aside not in talk.text


def test_not_having_the_number_at_hand_is_no_wrong_number(talk: Talk) -> None:
    talk.say(ONCE)
    talk.say("1")
    talk.say("鲁寒露")
    talk.say("我找找手机号哈")
    assert "不对" not in talk.text
    talk.say("13987650106")
    assert "鲁寒露" in talk.text


def test_a_second_matter_joins_the_visit(talk: Talk) -> None:
    talk.say(ONCE)
    talk.say("顺便把老年人优待证也办了")
    talk.say("1")
    talk.say("鲁霜降，13987650107")
    assert "高龄津贴" in talk.text and "优待证" in talk.text
    talk.say("确认")
    services = talk.live()[0]["services"]
    assert isinstance(services, list) and len(services) == 2


def test_a_parent_named_before_the_wish_is_who_comes(talk: Talk) -> None:
    talk.say("我妈腿脚不方便，我想替她约一下老年人优待证")
    talk.say("1")
    assert "妈妈" in talk.text


def test_not_cancelling_is_no_yes(talk: Talk) -> None:
    booked(talk, ONCE, "鲁立冬，13987650108")
    talk.say("这个号我想取消")
    talk.say("先不取消了")
    assert len(talk.live()) == 1
    talk.say("把号退了吧")
    talk.say("确认取消")
    assert not talk.live()


def test_the_one_that_is_named_is_cancelled(talk: Talk) -> None:
    booked(talk, ONCE, "鲁小寒，13987650109")
    talk.say("我还想约下周四上午的社会保障卡补领换领")
    for answer in ("第一个", "确认"):
        talk.say(answer)
    assert len(talk.live()) == 2
    talk.say("取消社会保障卡补领换领那个预约")
    assert "社会保障卡" in talk.text
    talk.say("是的")
    left = talk.live()
    assert len(left) == 1 and "elder-allowance" in str(left[0]["services"])


def test_questions_about_the_appointment_have_answers(talk: Talk) -> None:
    booked(talk, ONCE, "鲁大寒，13987650110")
    for said, told in (("到时候迟到了咋弄", "15分钟"), ("你们到时会提醒我不", "提醒"), ("最远能约到哪一天", "12月")):
        talk.say(said)
        assert told in talk.text, said


def test_a_lost_code_is_not_found_online(talk: Talk) -> None:
    talk.say("预约码找不到了咋整")
    assert "窗口" in talk.text
    talk.say("预约码是 BBBB1111，尾号 4321")
    assert not talk.appointments() and "优待证" not in talk.text


def test_a_time_alone_books_the_matter_in_hand(talk: Talk) -> None:
    talk.say("老年人优待证要不要预约")
    talk.say("下周三下午")
    assert all(item["start"].startswith("2026-12-02T1") for item in talk.card("slots")["data"]["items"])
