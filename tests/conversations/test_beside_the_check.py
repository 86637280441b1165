"""Asked, told or wished beside the questions of a check: the case as it stands, what was noted, what is no answer."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

AS_IT_STANDS = "照您说到现在的"
BUTTON = "点“算算我要跑几趟”"


def felling(talk: Talk) -> str:
    """A check of a felling permit, with the wood and its place told; the open question."""
    talk.say("我要砍自家山上的杉树，帮我算算采伐证")
    talk.say("长在承包林里，八方左右")
    return str(talk.last[-1]["text"]).splitlines()[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("那照这么说要跑几回嘛", "趟"),
        ("要揣些啥子去 跑几趟", "请带"),
        ("到底要备些什么材料", "请带"),
        ("这么算下来能办不 该带啥", "请带"),
    ],
)
def test_trips_and_papers_asked_in_a_check_are_those_of_the_case(talk: Talk, asked: str, told: str) -> None:
    question = felling(talk)
    talk.say(asked)
    card = talk.card("assessment")
    assert card["text"].startswith(AS_IT_STANDS) and told in card["text"] and BUTTON not in talk.text
    assert talk.last[-1]["text"].startswith(question)


def test_an_offer_of_a_helper_over_the_check_does_not_hide_the_case(talk: Talk) -> None:
    felling(talk)
    talk.say("我手机玩不来，能不能喊个人帮我弄")
    talk.say("跑几趟嘛到底")
    assert talk.card("assessment")["text"].startswith(AS_IT_STANDS)


@pytest.mark.parametrize("asked", ["行不行嘛，得去哪儿办", "算出来咋样，找哪个", "那我能不能批下来 打哪个电话"])
def test_where_to_go_is_told_with_the_result(talk: Talk, asked: str) -> None:
    felling(talk)
    talk.say(asked)
    assert talk.card("assessment")
    assert "电话：" in talk.card("guide")["text"]


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("是人工栽的林子", "记下了：是人工林"),
        ("不对，不是八方，是十八方", "改过来了：林木18立方米"),
        ("十六方 不是八方，记错了", "改过来了：林木16立方米"),
    ],
)
def test_what_was_noted_is_named(talk: Talk, said: str, noted: str) -> None:
    question = felling(talk)
    talk.say(said)
    assert noted in talk.text
    assert talk.last[-1]["text"].startswith(question)


@pytest.mark.parametrize(
    "said", ["柳溪那边的电话发我一下", "林业站的号码告诉我嘛", "办的步骤给我讲讲", "把材料清单给我念一下"]
)
def test_a_wish_to_be_told_something_answers_nothing(talk: Talk, said: str) -> None:
    felling(talk)
    talk.say(said)
    assert "记下了" not in talk.text and "没太听明白" not in talk.text
    assert talk.has_card("guide") or talk.has_card("office")


def test_another_matter_asked_beside_something_told_is_answered(talk: Talk) -> None:
    talk.say("我孙女没爹没妈，孤儿补贴帮我算算")
    talk.say("她在镇上念初中 老年人那头有高龄津贴没得")
    assert talk.card("guide")["data"]["service"]["code"] == "elder-allowance"


def test_a_machine_asked_about_is_not_the_one_that_was_bought(talk: Talk) -> None:
    talk.say("农机补贴，我买了台微耕机，帮我算算")
    question = talk.last[-1]["text"].splitlines()[0]
    talk.say("那收割机呢 也是一样弄不")
    assert "记下了" not in talk.text
    assert talk.last[-1]["text"].startswith(question)


@pytest.mark.parametrize(
    ("matter", "said", "noted"),
    [
        ("租房提取公积金", "一年给房东交两回租金，合同没去哪里登记", "租房合同没备案"),
        ("残疾人两项补贴", "我是视力一级，证是前年补办的", "残疾等级：一"),
    ],
)
def test_what_only_tells_of_the_case_is_noted_and_begins_the_check(
    talk: Talk, matter: str, said: str, noted: str
) -> None:
    talk.say(matter)
    talk.say(said)
    assert noted in talk.text and not talk.has_card("guide")
    assert talk.last[-1]["type"] == "choices"
