"""What was said of a booking stands: the day for a bare hour, the times on show, the summary beside a question."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def offered(talk: Talk) -> list[str]:
    return [str(item["start"]) for item in talk.card("slots")["data"]["items"]]


def summed_up(talk: Talk, first: str, person: str) -> str:
    """A summary of the first time offered; the time as it is written there."""
    talk.say(first)
    talk.say("第一个")
    talk.say(person)
    assert "请核对" in talk.text
    return talk.text.partition("时间：")[2].partition("\n")[0]


def test_the_earliest_is_one_of_those_on_show(talk: Talk) -> None:
    talk.say("12月3号上午去湖东派出所办居住证申领，约一下")
    first = offered(talk)[0]
    talk.say("挑个最早的给我吧")
    assert "12月3日（周四）" in talk.text and first[11:16] in talk.text and "名字" in talk.text


def test_the_last_of_the_day_is_the_last_there_is(talk: Talk) -> None:
    talk.say("我想约下周四去柳溪派出所办居住证申领")
    talk.say("要那天最晚的一个")
    assert "12月3日（周四）17:" in talk.text


def test_a_time_told_before_the_matter_is_kept(talk: Talk) -> None:
    talk.say("帮我约个号")
    talk.say("下周三下午吧")
    assert "12月2日（周三）" in talk.text
    talk.say("老年人优待证")
    assert all(start.startswith("2026-12-02T1") for start in offered(talk))


def test_a_bare_part_of_the_day_is_of_the_day_that_stands(talk: Talk) -> None:
    summed_up(talk, "下周五上午约石桥镇便民服务中心高龄津贴", "汤小满，13987650201")
    talk.say("还是下午去吧")
    assert all(start.startswith("2026-12-04T1") for start in offered(talk))
    talk.say("四点前后的")
    assert "12月4日（周五）16:00" in talk.text and "汤小满" in talk.text


def test_a_time_that_is_over_is_said_to_be_over(talk: Talk) -> None:
    talk.say("约前天下午柳溪派出所的号，办居住证申领")
    assert "已经过去" in talk.text and offered(talk)


def test_at_night_the_hall_is_said_to_be_closed(talk: Talk) -> None:
    talk.say("下周二晚上八点约居住证申领行不行")
    assert "不开门" in talk.text and "取号" not in talk.text


def test_a_question_at_the_summary_is_about_the_matter_and_changes_nothing(talk: Talk) -> None:
    time = summed_up(talk, "下周四下午约结婚登记", "汤大满，13987650202")
    for aside in ("户口簿还用带不", "拍照片要钱不？", "那边好不好停车"):
        talk.say(aside)
        assert f"时间：{time}" in talk.text, aside
        assert not talk.has_card("slots") and "结婚登记" in talk.text
    assert talk.appointments() == []


@pytest.mark.parametrize(
    ("said", "booked"),
    [("取消吧", 0), ("再说吧，我跟家里商量商量", 0), ("家里人答应了，就这么约着", 1), ("先约着吧", 1)],
)
def test_any_yes_books_and_asking_around_waits(talk: Talk, said: str, booked: int) -> None:
    summed_up(talk, "下周二上午约老年人优待证", f"汤芒种{said[0]}，13987650203")
    talk.say(said)
    assert len(talk.appointments()) == booked


def test_another_matter_at_the_same_time_keeps_all_else(talk: Talk) -> None:
    time = summed_up(talk, "下周三上午去柳溪镇便民服务中心约高龄津贴", "汤夏至，13987650204")
    talk.say("改办老年人优待证，别的不动")
    assert "优待证" in talk.text and f"时间：{time}" in talk.text and "汤夏至" in talk.text


def test_not_booking_counts_whatever_else_is_said(talk: Talk) -> None:
    summed_up(talk, "下周五下午约老年人优待证", "汤小暑，13987650205")
    talk.say("哎不约了，我打个电话问问再说")
    assert "没有预约" in talk.text and not talk.has_card("slots")
    assert talk.appointments() == []


def test_a_number_with_a_digit_missing_is_told_so_and_the_name_kept(talk: Talk) -> None:
    talk.say("下周一下午约老年人优待证")
    talk.say("第一个")
    talk.say("汤大暑 1398765020")
    assert "10位" in talk.text
    talk.say("13987650206")
    assert "汤大暑" in talk.text and "请核对" in talk.text


def test_what_is_booked_is_moved_though_other_times_are_on_show(talk: Talk) -> None:
    talk.say("帮我约下周三上午办老年证")
    talk.say("1")
    talk.say("贺秀兰 13987650021")
    talk.say("确认")
    code = talk.appointments()[0]["code"]
    talk.say("再约一个同一天下午的老年证")
    talk.say("算了，把上午的改到下周四上午")
    talk.say("1")
    talk.say("确认")
    confirmed = [item for item in talk.appointments() if item["status"] == "confirmed"]
    assert [item["code"] for item in confirmed] == [code]


def test_another_hour_of_an_appointment_is_of_its_own_day(talk: Talk) -> None:
    talk.say("下周三上午去柳溪派出所办居住证申领，最早那个，我叫梁玉梅，电话13800004521")
    talk.say("对")
    day = talk.card("appointment")["data"]["start"][:10]
    talk.say("改到下午三点左右")
    told = talk.card("slots")["data"]["items"] if talk.has_card("slots") else []
    assert "12月2日" in talk.text or {item["start"][:10] for item in told} == {day}
