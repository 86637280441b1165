"""A booking told at once, agreed to without a choice, called off while times are on show, and dates of other things."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

PLACE = "liuxi"  # where the talks are opened (conftest.py)
WISH = "下周三上午柳溪镇便民服务中心高龄津贴申领，替我约上"


@pytest.mark.parametrize(
    ("first", "name"), [("最早那个就行", "鲁春晓"), ("几点都可以", "鲁夏荷"), ("就第一个吧", "鲁秋实")]
)
def test_the_first_time_is_held_where_all_is_told(talk: Talk, first: str, name: str) -> None:
    talk.say(f"{WISH} {first} 我叫{name} 电话13987650401")
    assert f"办事人：{name}，139****0401" in talk.text and "12月2日" in talk.text
    talk.say("是")
    assert len(talk.live()) == 1


def test_the_first_time_is_held_once_the_matter_is_named(talk: Talk) -> None:
    talk.say("想约下周三下午去柳溪派出所 最早那个 我叫鲁冬青 13987650402")
    talk.say("无犯罪记录证明")
    assert "请核对" in talk.text and "柳溪派出所" in talk.text and "鲁冬青" in talk.text


def test_a_question_about_the_first_time_holds_nothing(talk: Talk) -> None:
    talk.say(f"{WISH}，最早那个是几点，我叫鲁小草，13987650403")
    assert talk.has_card("slots")


def test_a_yes_to_several_times_is_asked_once_which(talk: Talk) -> None:
    talk.say(WISH)
    first = str(talk.card("slots")["data"]["items"][0]["start"])
    talk.say("行，就这么定了")
    assert first[11:16] in talk.text and not talk.labels
    talk.say("嗯，约上吧")
    assert first[11:16] in talk.text and "名字" in talk.text


def test_a_number_still_picks_after_the_question(talk: Talk) -> None:
    talk.say(WISH)
    second = str(talk.card("slots")["data"]["items"][1]["start"])
    talk.say("行，就这么定了")
    talk.say("2")
    assert second[11:16] in talk.text and "名字" in talk.text


@pytest.mark.parametrize("said", ["对，取消", "那就取消预约吧"])
def test_cancelling_while_times_are_on_show_stops_the_choosing(talk: Talk, said: str) -> None:
    talk.say(WISH)
    talk.say(said)
    assert "没有预约" in talk.text
    talk.say("嗯")
    assert "请核对" not in talk.text and not talk.appointments()


def test_questions_beside_the_times_are_answered_and_the_times_put_again_once(talk: Talk) -> None:
    talk.say(WISH)
    talk.say("养老金怎么认证")
    assert "资格认证" in talk.last[0]["title"] and "选一个时间" in talk.text
    talk.say("高龄津贴要带什么材料")
    assert "选一个时间" not in talk.text
    talk.say("1")
    assert "名字" in talk.text


@pytest.mark.parametrize("said", ["我们18号就出国了 几天能办好 赶得上不", "多久能办下来 我19号飞"])
def test_a_deadline_is_no_day_of_a_visit(talk: Talk, said: str) -> None:
    talk.say(WISH)
    talk.say(said)
    assert talk.has_card("guide") and not talk.has_card("slots") and "10个工作日" in talk.text


def test_birth_months_are_no_days_of_a_visit(talk: Talk) -> None:
    talk.say("下周三上午结婚登记，替我约上")
    talk.say("我是98年6月的 他97年11月 都是头婚")
    assert not talk.has_card("slots")


def test_a_date_on_a_card_answers_when_somebody_was_born(talk: Talk) -> None:
    talk.say("帮我算一下高龄津贴我爸能不能领")
    talk.say("本县本乡镇")
    talk.say("他说户口本上是1941年的 9月4号")
    assert "哪年哪月" not in talk.text and not talk.has_card("slots")


def test_when_one_comes_and_a_question_are_both_answered_while_choosing(talk: Talk) -> None:
    talk.say(f"{WISH} 最早那个 我叫鲁腊梅 电话13987650404")
    talk.say("确认")
    talk.say("老年人优待证下周五上午帮我约")
    talk.say("老人可以不到场吗 我约的是几点来着")
    assert talk.has_card("appointment") and talk.has_card("guide")
