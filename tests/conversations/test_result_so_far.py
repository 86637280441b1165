"""How a case stands, asked before its check is done or after it; what is told, set right or supposed on the way."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

AS_IT_STANDS = "照您说到现在的"
QUESTIONS = "最多"


def unemployed(talk: Talk) -> str:
    """A check of unemployment benefit with a question open; that question."""
    talk.say("厂里裁员，帮我算算能不能领失业金")
    talk.say("交了四年失业保险")
    return str(talk.last[-1]["text"]).splitlines()[0]


@pytest.mark.parametrize(
    "asked",
    [
        "那我这个情况到底领不领得到，能不能领嘛",
        "查到现在结果是啥样",
        "所以我到底符不符合条件 要拿些啥去",
        "接着刚才的，你说我够格不",
    ],
)
def test_the_result_so_far_comes_before_the_open_question(talk: Talk, asked: str) -> None:
    question = unemployed(talk)
    talk.say(asked)
    card = talk.card("assessment")
    assert card["text"].startswith(AS_IT_STANDS) and "还定不了的是" in card["text"]
    assert card["data"]["next_question"]
    assert talk.last[-1]["text"].startswith(question)


@pytest.mark.parametrize(
    "asked", ["手机上能不能弄这个", "能不能叫我哥去交", "这个几天能有结果", "外地户口的人能不能领"]
)
def test_what_asks_for_something_else_is_no_question_about_the_result(talk: Talk, asked: str) -> None:
    question = unemployed(talk)
    talk.say(asked)
    assert AS_IT_STANDS not in talk.text
    assert talk.card("guide") and talk.last[-1]["text"].startswith(question)


def test_what_is_asked_beside_the_result_is_answered_too(talk: Talk) -> None:
    unemployed(talk)
    talk.say("眼下结果怎么样，要交钱不")
    assert talk.card("assessment") and "收" in talk.card("guide")["text"]


def test_a_reason_set_right_in_the_middle_changes_the_result(talk: Talk) -> None:
    unemployed(talk)
    talk.say("讲老实话 是我自己辞职的，不是他们裁我")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"


def test_a_fire_at_home_is_in_the_place_where_it_is_asked(talk: Talk) -> None:
    talk.say("昨晚上租的房子失火了，人没伤着，有没有临时救助")
    talk.say("你帮我看看够不够条件")
    assert "在哪里" not in talk.text
    talk.say("家底收入啥的让他们查，我们全家都同意")
    assert "不同意" not in talk.text and not talk.has_card("guide")


def test_a_no_answers_no_other_question(talk: Talk) -> None:
    talk.say("老年证，我妈1970年4月生的，帮我算算能办不")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"
    talk.say("那到了岁数要带些啥，村里能弄不")
    assert "身份证" in talk.card("guide")["text"]


def test_what_becomes_of_a_case_otherwise_is_worked_out(talk: Talk) -> None:
    talk.say("租房提公积金，交了三年没断过，我没结婚，县里没房，房子是租的，按实际房租提，帮我算算")
    answers = {"备过案": "合同没备案", "手机": "手机我会用"}
    while not talk.has_card("assessment"):
        asked = talk.last[-1]["text"]
        talk.say(next((said for mark, said in answers.items() if mark in asked), "不知道"))
    assert "备案" in talk.card("assessment")["text"]
    talk.say("那要是我先去把合同备了案呢")
    assert "没有改" in talk.text and "先去给合同备案" not in talk.card("assessment")["text"]


def test_next_year_goes_by_the_birthday_that_was_told(talk: Talk) -> None:
    talk.say("闺女明年要读一年级，怎么报名")
    talk.say("她2020年12月生的，明年九月岁数够不够")
    assert "够得上" in talk.text and "今年不能" not in talk.text


def test_trips_of_those_without_a_phone_are_told_to_them_alone(talk: Talk) -> None:
    talk.say("想办个体营业执照")
    talk.say("网上办得了不，得跑几趟")
    assert "不用跑" in talk.text and "一趟。到乡镇" not in talk.text


def test_having_ones_papers_is_no_wish_to_delete_them(talk: Talk) -> None:
    unemployed(talk)
    talk.say("我自己去，身份证在手上，证明材料都齐了")
    assert "删除我的记录" not in talk.labels
    assert talk.last[-1]["type"] == "choices"  # the open question goes on


def test_a_birthday_is_no_length_of_time(talk: Talk) -> None:
    talk.say("居民养老待遇，满六十了，帮我算算能不能领")
    assert QUESTIONS in talk.text
    talk.say("我66年7月9生的，前前后后交了17年")
    talk.say("那我到底够不够条件")
    assert talk.card("assessment")["data"]["outcome"] == "eligible"
