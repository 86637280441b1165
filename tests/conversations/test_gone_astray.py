"""Sentences after which whole talks went astray: each is taken for what it is, and the talk goes on."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_a_matter_that_got_stuck_is_reported_though_it_ends_like_a_question(talk: Talk) -> None:
    talk.say("给我娘办老年证跑了两趟石桥镇大厅都没办成 老说差东西又不讲差啥")
    assert "办不成事" in talk.text
    talk.say("没错 就这样交上去")
    assert len(talk.tickets()) == 1


def test_to_be_called_back_is_a_wish_with_a_number_beside_it(talk: Talk) -> None:
    talk.say("高龄津贴怎么办")
    talk.say("麻烦后天给我回个电话 打13800002233")
    assert "回电" in talk.text and "138****2233" in talk.text


def test_an_accident_of_long_ago_is_told_of_the_case(talk: Talk) -> None:
    talk.say("帮我看看我家能不能吃低保")
    talk.say("户口在柳溪镇 家里三口人 我老公前年出车祸瘫了")
    assert "120" not in talk.text and "户口在哪里" not in talk.text


def test_casual_work_is_no_number(talk: Talk) -> None:
    talk.say("帮我看看我家能不能吃低保")
    talk.say("全家一个月就靠我打零工挣一千二")
    assert "1200元" in talk.text


def test_a_call_to_the_earlier_number_is_no_violence(talk: Talk) -> None:
    talk.say("我要反映，幸福社区门口路灯坏了，电话13800002233")
    talk.say("对，交上去")
    talk.say("找个代办员帮我爷爷办老年证")
    talk.say("他也住幸福社区 电话还打我刚才那个")
    assert "110" not in talk.text


def test_why_a_question_is_asked_turns_to_no_other_matter(talk: Talk) -> None:
    talk.say("租房提取公积金，帮我算算")
    labels = talk.labels
    talk.say("为啥要管我有没有房呀")
    assert talk.labels == labels and "因为" in talk.text


def test_an_earlier_matter_is_called_by_its_word_with_something_told(talk: Talk) -> None:
    talk.say("城乡居民养老待遇怎么领")
    talk.say("老年优待证要钱不")
    talk.say("还是说刚才那个养老金 我只交了十一年 够不够")
    assert "居民基本养老保险" in talk.card("guide")["title"]


def test_a_wish_to_see_whether_it_is_approved_begins_that_check(talk: Talk) -> None:
    talk.say("我家老屋想拆了原地重建 帮我看看批不批得下来")
    assert "最多问" in talk.text and not talk.has_card("bundle")


def test_after_a_no_trips_and_papers_are_answered_by_the_guide(talk: Talk) -> None:
    talk.say("厂里裁员把我裁了，帮我看看能不能领失业金")
    talk.say("失业保险交了五年，在找工作，失业登记还没办")
    talk.say("那得跑几趟 拿些啥")
    assert talk.has_card("guide") and "身份证" in talk.text
