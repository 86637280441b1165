"""What is asked of the matter in hand is answered: a rule before the check, a season, a second question, a paper."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


@pytest.mark.parametrize(
    ("service", "text", "said"),
    [
        ("居民医保参保", "一般哪几个月交费，几月份", "9月"),
        ("食品经营许可证", "证管几年", "5年"),
        ("惠民殡葬补贴", "最晚拖到什么时候还能申请", "一年内"),
        ("居住证", "要住够多久才给办", "半年"),
        ("老年证", "多大年纪能办", "60"),
        ("办砍树的许可", "会派人上山看吗", "上山"),
    ],
)
def test_a_season_a_last_day_and_the_like_are_read_from_the_guide(
    talk: Talk, service: str, text: str, said: str
) -> None:
    talk.say(service)
    talk.say(text)
    assert said in talk.text
    assert "现在开门" not in talk.text


def test_what_the_guide_does_not_tell_of_it_is_called_unregistered(talk: Talk) -> None:
    talk.say("想请法律援助")
    talk.say("这个一般几月份申请")
    assert "未登记" in talk.text


@pytest.mark.parametrize(
    ("service", "text", "said"),
    [
        ("查一下名下房产", "邻县买的房也一起查得出来吧", "青禾县"),
        ("老年人公交卡", "外县来的老人也给办吧", "居住证"),
        ("申请低保", "有小汽车的也能吃低保吗", "小汽车"),
    ],
)
def test_a_question_about_anybody_is_answered_and_judges_nobody(talk: Talk, service: str, text: str, said: str) -> None:
    talk.say(service)
    talk.say(text)
    assert said in talk.text
    assert "暂时办不了" not in talk.text


def test_both_questions_of_a_sentence_are_answered(talk: Talk) -> None:
    talk.say("租房提公积金")
    talk.say("多久到账，用不用跑大厅")
    assert "工作日" in talk.text
    assert "手机" in talk.text


def test_who_may_go_is_answered_for_any_relative(talk: Talk) -> None:
    talk.say("惠民殡葬补贴")
    talk.say("我舅舅去领行不行")
    assert "近亲属" in talk.text


def test_who_must_come_is_no_question_about_papers(talk: Talk) -> None:
    talk.say("户口迁移")
    talk.say("我公公是户主，他用不用一起去")
    assert "刷脸签" in talk.text


def test_a_paper_is_told_with_where_it_comes_from_and_how_many(talk: Talk) -> None:
    talk.say("异地就医备案")
    talk.say("转诊单上哪开")
    assert "定点医院" in talk.text
    talk.say("结婚登记")
    talk.say("相片几张，啥底色的")
    assert "红底" in talk.text


def test_the_limit_of_the_case_asked_about_comes_first(talk: Talk) -> None:
    talk.say("户口迁移")
    talk.say("从省外迁过来的几天能好")
    assert talk.last[0]["text"].startswith("外省的10个工作日")


def test_a_rule_asked_in_the_middle_of_a_check_is_answered_and_the_check_waits(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    question = talk.last[-1]["text"]
    talk.say("才住了一个月的能不能办")
    assert "半年" in talk.text
    assert talk.last[-1]["text"] == question


def test_who_reaches_the_age_next_year_is_not_judged_as_if_it_were_reached(talk: Talk) -> None:
    talk.say("我1967年5月8号生的，明年满60，现在领居民养老金我够不够格，帮我算算")
    assert "可以办" not in talk.text and "符合" not in talk.text


def test_what_is_asked_for_next_year_is_judged_for_next_year(talk: Talk) -> None:
    talk.say("娃明年读一年级要办啥")
    talk.say("他是2021年3月6号生的，年龄够不够")
    assert "明年" in talk.text
    assert "暂时办不了" not in talk.text
