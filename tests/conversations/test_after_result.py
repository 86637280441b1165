"""When a personal check starts, and what is said after its result: by this person's case, never the general guide."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

LONG_ENOUGH = "八个月"
QUESTIONS = "最多"  # the sentence that begins a check says how many questions there are at most


def worked_out(talk: Talk, *said: str) -> None:
    """Tell a case until its result stands."""
    for text in said:
        talk.say(text)
    assert talk.has_card("assessment"), talk.text


def residence(talk: Talk, months: str = LONG_ENOUGH) -> None:
    told = f"我是外省的，来了{months}，做过居住登记，在厂里上班，手机我会用，算算办居住证要跑几趟"
    worked_out(talk, told, *(["不知道"] if months == LONG_ENOUGH else []))


@pytest.mark.parametrize(
    ("about", "wish"),
    [
        ("低保", "看下我们家够不够得上 你帮看看能不能批"),
        ("老年人优待证", "你看哈我老汉能办不"),
        ("租房提公积金", "麻烦你瞧瞧我能提不"),
        ("农村建房要办啥手续", "瞅瞅我家能不能批得下来"),
    ],
)
def test_a_wish_to_have_a_look_starts_the_check(talk: Talk, about: str, wish: str) -> None:
    talk.say(about)
    talk.say(wish)
    assert QUESTIONS in talk.text or talk.has_card("assessment")


@pytest.mark.parametrize("question", ["你看我能在网上弄不", "你看我让侄女去交能行不"])
def test_a_look_at_something_particular_is_answered(talk: Talk, question: str) -> None:
    talk.say("身份证到期换新的")
    talk.say(question)
    assert QUESTIONS not in talk.text
    assert talk.card("guide")


def test_a_running_check_is_resumed_in_dialect(talk: Talk) -> None:
    talk.say("帮我看哈我能不能吃低保")
    question = talk.last[-1]["text"]
    talk.say("嗯要得 你接到问嘛")
    assert talk.last[-1]["text"] == question


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("那要带哪些东西去", "请带：申请人的身份证"),
        ("咋个才能不跑路", "一趟都不用跑"),
        ("总共要去几回嘛", "一趟都不用跑"),
        ("我还缺啥没备", "请带：申请人的身份证"),
    ],
)
def test_what_is_asked_after_a_result_is_answered_by_it(talk: Talk, asked: str, told: str) -> None:
    residence(talk)
    talk.say(asked)
    lines = talk.card("assessment")["text"].splitlines()
    assert told in lines[0]
    assert "租房合同" not in talk.text


def test_the_own_list_is_still_known_after_another_matter(talk: Talk) -> None:
    residence(talk)
    talk.say("老年证多少钱")
    talk.say("刚才居住证那个 再说一遍要带啥")
    assert talk.card("assessment")["data"]["service"]["code"] == "residence-permit-apply"


def test_what_is_missing_is_told_with_its_number(talk: Talk) -> None:
    residence(talk, "四个月")
    assert "还差2个月" in talk.text
    talk.say("那要等到啥时候才能办")
    assert "还差2个月" in talk.text
    assert "工作日" not in talk.text


def test_what_decides_is_named_where_it_is_left_open(talk: Talk) -> None:
    case = "我六十一了，交的居民养老，交了十二年，手机我会用，帮我算算"
    worked_out(talk, "居民养老金待遇申领", case, "不知道")
    assert "还定不了" in talk.text and "还差3年" in talk.text


def test_a_fact_told_by_the_way_changes_the_result(talk: Talk) -> None:
    residence(talk)
    talk.say("哎对了说实话 才住了三个月")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"
    assert "不一样" in talk.text


def test_a_supposition_stays_with_the_matter_and_changes_nothing_told(talk: Talk) -> None:
    residence(talk)
    talk.say("那要是只住了五个月呢")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"
    talk.say("我要带啥")
    assert talk.card("assessment")["data"]["outcome"] == "eligible"


def test_the_tier_is_told_by_the_known_number_else_all_of_them(talk: Talk) -> None:
    talk.say("失业保险金")
    talk.say("一共能领好多个月")
    assert "12个月" in talk.text and "24个月" in talk.text
    talk.say("我缴了七十个月 那能领多久")
    assert "18个月" in talk.text and "24个月" not in talk.text


@pytest.mark.parametrize("closing", ["行了 没事了", "那我回去再琢磨琢磨", "先看看再说吧"])
def test_a_close_in_a_check_is_friendly_and_can_be_taken_up(talk: Talk, closing: str) -> None:
    talk.say("算算我办低保要跑几趟")
    question = talk.last[-1]["text"]
    talk.say(closing)
    assert "不急" in talk.text and not talk.labels
    talk.say("接着办")
    assert talk.last[-1]["text"] == question
