"""Which service is meant while one is in hand: a fact keeps it, a plain need changes it, a word of it recalls it."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk
from tests.conversations.test_follow_up import about, after_words, question


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("老年人优待证要带啥", "我户口是外省的，能办不，要带什么"), "elder-card"),
        (("办社保卡补领要啥", "里面的养老金会不会没了", "几天能好"), "social-card-replace"),
        (("承包地变更登记要啥", "我爸前年走了", "多久办好"), "land-contract-change"),
        (("老年人优待证要带啥", "那身份证丢了要什么材料"), "id-card-replace"),
        (("交通违章去哪处理", "驾照到期换证要啥", "那违章呢", "违章弄完以后换证要多少钱"), "driver-license-renew"),
    ],
)
def test_a_fact_keeps_the_matter_and_a_need_changes_it(talk: Talk, texts: tuple[str, ...], code: str) -> None:
    assert after_words(talk, *texts) == [code]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("一年级怎么报名", "转学要带啥", "前面报名的那个，收钱不"), "school-enrol-primary"),
        (("低保有啥条件", "迁户口要带啥", "我说的是低保，不是迁户口"), "subsistence-allowance"),
    ],
)
def test_a_word_of_an_earlier_matter_brings_it_back(talk: Talk, texts: tuple[str, ...], code: str) -> None:
    assert after_words(talk, *texts)[0] == code


def test_an_open_question_is_not_left_for_a_name_in_its_answer(talk: Talk) -> None:
    talk.say("算算我办养老待遇资格认证要跑几趟")
    talk.say("领着的，居民养老保险")
    assert about(talk) in ([], ["pension-alive-check"])
    assert question(talk).endswith("？")
    talk.say("接着算资格认证")
    assert question(talk).endswith("？") or talk.has_card("assessment")


def test_a_matter_of_others_is_said_not_to_be_ours(talk: Talk) -> None:
    talk.say("个体户注销要带什么")
    talk.say("烟草证也想一起退掉")
    assert "烟草专卖局" in talk.text
    talk.say("要多久")
    assert about(talk) == ["individual-business-close"]


def test_a_service_named_beside_a_hall_stays(talk: Talk) -> None:
    talk.say("身份证换新的，柳溪派出所今天开门不")
    talk.say("那个多少钱")
    assert about(talk) == ["id-card-renew"]
