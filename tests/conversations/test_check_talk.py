"""The check as a talk: it opens on a wish, hears what is told, keeps to its question, and takes back what is."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

QUESTIONS = "最多"  # the sentence that begins a check says how many questions there are at most


def asked(talk: Talk) -> str:
    return str(talk.last[-1]["text"]).splitlines()[0]


@pytest.mark.parametrize("wish", ["你替我测一测够不够格", "看看我这种情况中不中", "那我得跑几回"])
def test_an_explicit_wish_opens_the_check(talk: Talk, wish: str) -> None:
    talk.say("低保")
    talk.say(wish)
    assert QUESTIONS in talk.text


@pytest.mark.parametrize("question", ["我儿子替我去要得不", "这个能不能委托别人"])
def test_a_mere_question_is_answered_and_opens_no_check(talk: Talk, question: str) -> None:
    talk.say("低保")
    talk.say(question)
    assert QUESTIONS not in talk.text
    assert talk.card("guide")


def test_a_village_of_the_county_answers_where_the_hukou_is(talk: Talk) -> None:
    talk.say("算算我办低保要跑几趟")
    assert "户口在哪里" in asked(talk)
    talk.say("就在桃园村落着的")
    assert "户口在哪里" not in asked(talk)


def test_everything_told_in_one_sentence_is_kept(talk: Talk) -> None:
    talk.say("特困供养")
    talk.say("我七十了，户口在上坪村，活也干不动了，没得来钱的路子，没儿没女")
    asked = talk.last[-1]["text"]
    talk.say("把现在知道的给我个结果")
    facts = talk.card("assessment")["data"]["shareable"]
    assert "户口" not in asked
    assert facts["hukou_place"] == "本县本乡镇"


def test_what_was_asked_about_is_not_taken_for_ones_own_case(talk: Talk) -> None:
    talk.say("低保")
    talk.say("吃低保要满足啥条件")
    talk.say("给我测一下")
    assert "已经在享受" not in talk.text


def test_a_later_statement_takes_the_place_of_the_earlier(talk: Talk) -> None:
    talk.say("驾照到期换证")
    talk.say("我有一个违章还没处理")
    assert "违章" in talk.text and "先" in talk.text
    talk.say("那个违章昨天处理完了")
    assert not talk.has_card("assessment")


def test_who_will_not_tell_is_not_asked_again(talk: Talk) -> None:
    talk.say("算算我办身份证到期换领要跑几趟")
    question = asked(talk)
    talk.say("这一条我不太想讲")
    assert asked(talk) != question
    second = asked(talk)
    talk.say("为啥老问这些")
    assert "因为" in talk.text
    talk.say("剩下的你问就是")
    assert asked(talk) == second


def test_a_supposition_is_worked_out_and_not_kept(talk: Talk) -> None:
    talk.say("我是外省的，来了八个月，房子是租的，算算办居住证要跑几趟")
    question = asked(talk)
    talk.say("要是我才来两个月呢")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"
    assert asked(talk) == question


def test_the_question_waits_through_every_interruption(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    question = asked(talk)
    for aside in ("要多少钱", "几天办好", "要带啥"):
        talk.say(aside)
        assert talk.card("guide")
        assert asked(talk) == question


def test_the_words_on_a_button_typed_do_what_it_does(talk: Talk) -> None:
    talk.say("居住证申领要带什么")
    talk.say("算算我要跑几趟")
    assert QUESTIONS in talk.text
    first = asked(talk)
    talk.say("外省的")
    talk.say("换个情况再算")
    assert asked(talk) == first


def test_each_person_has_an_age_of_their_own(talk: Talk) -> None:
    talk.say("老年人免费乘车卡")
    talk.say("我今年61")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"
    talk.say("我老伴69，她能办吧")
    assert not talk.has_card("assessment")
    talk.say("那我自己呢")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"


def test_somebody_else_asked_about_in_my_check_leaves_my_answers_alone(talk: Talk) -> None:
    talk.say("俺来这边七个月了，居住证能办不，帮俺算算")
    talk.say("外省的")
    before = asked(talk)
    talk.say("我同事才来一个月，他能办吗")
    assert "半年" in talk.text and asked(talk) == before
    talk.say("登记过")
    assert not talk.has_card("assessment") and asked(talk) != before


def test_who_was_sent_away_did_not_leave(talk: Talk) -> None:
    talk.say("老板把我辞了，失业金能不能领，帮我算算")
    assert not talk.has_card("assessment") and talk.labels
