"""Booking in the real talk: when, where, for whom, several matters, changed by words, refused with another way."""

from __future__ import annotations

from tests.conversations.talk import Talk


def starts(talk: Talk) -> list[str]:
    return [item["start"] for item in talk.appointments() if item["status"] == "confirmed"]


def book(talk: Talk, what: str, name: str, phone: str) -> str:
    """Book the first time offered; the code."""
    talk.say(what)
    talk.say("1")
    talk.say(name)
    talk.say(phone)
    talk.say("确认")
    code: str = talk.card("appointment")["data"]["code"]
    return code


def test_the_time_said_is_echoed_with_date_and_weekday(talk: Talk) -> None:
    talk.say("我想约下周四下午去办居住证申领")
    assert "（周四）" in talk.text and "月" in talk.text
    assert all("（周四）1" in label for label in talk.labels if "有空号" not in label and label != "更多")


def test_as_early_as_possible_names_the_first_time(talk: Talk) -> None:
    talk.say("居住证申领我想约个号，越早越好")
    assert "最早" in talk.text and talk.labels


def test_a_closed_day_is_told_with_its_reason_and_other_times(talk: Talk) -> None:
    talk.say("我想约居住证申领，周日下午行不行")
    assert "不开门" in talk.text
    assert any("月" in label for label in talk.labels)


def test_a_day_that_is_not_open_yet_says_when_it_opens(talk: Talk) -> None:
    talk.say("居住证申领，帮我约明年1月20号的")
    assert "点放" in talk.text or "公布" in talk.text
    assert any("月" in label for label in talk.labels)


def test_today_is_too_soon_and_the_next_days_are_offered(talk: Talk) -> None:
    talk.say("居住证申领今天下午能约不，我想预约")
    assert "提前" in talk.text
    assert any("月" in label for label in talk.labels)


def test_any_hall_and_another_hall(talk: Talk) -> None:
    talk.say("我要预约社保卡申领")
    talk.say("换个近点的大厅约")
    assert any("最早" in label for label in talk.labels)
    talk.say("1")
    assert any("月" in label for label in talk.labels)
    talk.say("哪个大厅都行，越快越好")
    assert "最早" in talk.text


def test_for_somebody_else_the_name_of_that_person_is_asked_first(talk: Talk) -> None:
    talk.say("帮我妈约个时间办居住证申领")
    talk.say("第一个")
    assert "妈妈叫什么名字" in talk.text and "同意" in talk.text
    talk.say("罗秀英")
    talk.say("我叫陈大力")
    talk.say("13611112222")
    assert "罗秀英" in talk.text and "妈妈" in talk.text and "陈大力" in talk.text
    assert talk.appointments() == []
    talk.say("对的")
    assert talk.card("appointment")["data"]["code"]
    assert len(starts(talk)) == 1


def test_two_matters_go_into_one_visit_with_one_list(talk: Talk) -> None:
    talk.say("社保卡申领和居住证申领我想一起约")
    talk.say("1")
    talk.say("石小满")
    talk.say("13622223333")
    talk.say("确认")
    data = talk.card("appointment")["data"]
    assert len(data["services"]) == 2
    names = [paper["name"] for paper in data["bring"]]
    assert len(names) == len(set(names))


def test_right_after_booking_a_bare_new_time_moves_it(talk: Talk) -> None:
    code = book(talk, "约居住证申领，下周一上午", "佟家宝", "13633334444")
    before = starts(talk)
    talk.say("改到下周四上午")
    assert "（周四）" in "".join(talk.labels)
    talk.say("1")
    assert starts(talk) == before
    talk.say("是的")
    assert talk.card("appointment")["data"]["code"] == code
    assert starts(talk) != before and len(starts(talk)) == 1


def test_right_after_booking_not_going_releases_it_after_a_yes(talk: Talk) -> None:
    book(talk, "约居住证申领，下周二上午", "佟家玉", "13633335555")
    talk.say("哎呀那天去不了")
    asked = talk.text
    assert len(starts(talk)) == 1
    talk.say("对")
    assert starts(talk) == [], f"{asked} / {talk.text}"


def test_an_earlier_appointment_is_found_by_code_and_tail(talk: Talk, system: str) -> None:
    code = book(talk, "约居住证申领，下周三下午", "佟家珍", "13633336666")
    with Talk(system) as other:
        other.say(f"查一下我的预约{code}")
        assert not other.has_card("appointment") and "后四位" in other.text
        other.say("1234")
        assert not other.has_card("appointment")
        other.say(f"预约码{code}，尾号6666")
        assert other.card("appointment")["data"]["code"] == code


def test_who_has_booked_that_day_hears_so_and_keeps_name_and_phone(talk: Talk) -> None:
    book(talk, "约居住证申领，下周五上午", "佟家旺", "13633337777")
    talk.say("再约一个居住证申领，下周五上午")
    talk.say("2")
    talk.say("确认")
    assert "已经约过" in talk.text
    assert talk.labels
    talk.say("下周四上午呢")
    talk.say("1")
    assert "佟家旺" in talk.text
    assert len(starts(talk)) == 1


def test_waiting_is_joined_shown_and_left(talk: Talk) -> None:
    talk.say("居住证申领下周日的约满了，有人退了告诉我")
    assert "排第" in talk.text
    talk.say("候补排到哪了")
    assert "排第" in talk.text
    talk.say("不等了")
    assert "不替您等" in talk.text


def test_no_is_no_and_nothing_is_written(talk: Talk) -> None:
    talk.say("我要约居住证申领，越早越好")
    talk.say("1")
    talk.say("佟家旺")
    talk.say("13633338888")
    talk.say("算了先不约")
    assert talk.appointments() == []
