"""Answers in one's own words in the check: taken for what they are like, read back, and dropped on 不对."""

from __future__ import annotations

from tests.conversations.talk import Talk


def begun(talk: Talk) -> None:
    talk.say("租房提取公积金")
    talk.say("帮我算算要跑几趟")
    assert "住的房子是哪一种" in talk.text
    assert "我按" not in talk.text  # a name tells nothing


def test_an_answer_in_ones_own_words_is_read_back_and_the_next_question_put(talk: Talk) -> None:
    begun(talk)
    talk.say("每季度给人家交一回房钱")
    assert "我按“租的”记下了" in talk.text and "住的房子是哪一种" not in talk.text


def test_what_was_not_meant_is_dropped_and_asked_again(talk: Talk) -> None:
    begun(talk)
    talk.say("每季度给人家交一回房钱")
    talk.say("不对")
    assert "不算" in talk.text and "住的房子是哪一种" in talk.text
    talk.take("自己买的")
    assert "住的房子是哪一种" not in talk.text


def test_a_story_that_is_not_heard_is_admitted_and_no_guide_is_read_out(talk: Talk) -> None:
    begun(talk)
    talk.say("昨天我们班组聚餐喝多了")
    assert not talk.has_card("guide") and "住的房子是哪一种" in talk.text
