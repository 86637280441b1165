"""Questions in the middle of a talk: short, of the matter in hand, two in a breath, and requests that ask."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


@pytest.mark.parametrize(
    ("matter", "text", "parts"),
    [
        ("高龄津贴", "我住柳溪 镇上弄得成不 几天能到手", ("柳溪镇便民服务中心", "工作日")),
        ("门诊慢特病", "要拿些啥 我爹自己不来要得不", ("诊断证明", "替您交")),
        ("老年人优待证", "咱村里给递不给递 电话给我报一下", ("咨询电话",)),
        ("临时身份证", "上哪儿弄 当天能拿到手不", ("办：", "当场")),
    ],
)
def test_each_part_of_a_question_in_a_breath_is_answered(
    talk: Talk, matter: str, text: str, parts: tuple[str, ...]
) -> None:
    talk.say(matter)
    talk.say(text)
    assert all(part in talk.text for part in parts)


def test_a_request_to_be_told_asks(talk: Talk) -> None:
    talk.say("农机补贴")
    talk.say("行嘛 旁的先不管 流程你再给我讲一下")
    assert talk.has_card("guide") and "步" in talk.text


def test_whether_an_age_suffices_is_answered_by_the_rule(talk: Talk) -> None:
    talk.say("给我娘办高龄津贴 她83了 够岁数没")
    assert "“满80周岁”这一条够得上" in talk.text


def test_how_long_it_takes_is_no_question_of_how_long_it_is_paid(talk: Talk) -> None:
    talk.say("农村计生奖励扶助金")
    talk.say("要好久才办得下来")
    assert "工作日" in talk.text and "发到去世" not in talk.text


def test_which_comes_first_is_answered_not_read_out_as_steps(talk: Talk) -> None:
    talk.say("农机补贴")
    talk.say("该先买机子还是先去申请")
    assert "先买后补" in talk.text and "一共3步" not in talk.text


def test_whether_two_benefits_go_together_is_one_question(talk: Talk) -> None:
    talk.say("特困供养怎么申请")
    talk.say("低保和特困能不能都拿")
    assert "不同时享受" in talk.text


def test_whether_two_benefits_go_together_turns_from_a_third_matter(talk: Talk) -> None:
    talk.say("门诊慢特病怎么办")
    talk.say("特困供养和低保能同时领不")
    assert talk.card("guide")["title"].startswith("特困") and len(talk.last) == 1


def test_what_to_do_about_a_lost_paper_of_the_matter_in_hand(talk: Talk) -> None:
    talk.say("销户口要带啥")
    talk.say("老人的户口本翻不到了 咋整")
    assert "声明" in talk.text


def test_going_back_with_a_question_answers_it(talk: Talk) -> None:
    talk.say("退役军人优待证怎么办")
    talk.say("老年优待证多久能拿到")
    talk.say("回到刚才那个 我当兵的那个证 村里能不能办")
    assert talk.card("guide")["title"].startswith("退役军人优待证") and "项都记着" not in talk.text


def test_a_wish_to_see_whether_somebody_qualifies_begins_the_check(talk: Talk) -> None:
    talk.say("我姑婆一个人过 没儿女 想替她申请五保 帮看看能不能")
    assert "最多问" in talk.text


def test_who_cannot_work_any_more_is_in_no_danger(talk: Talk) -> None:
    talk.say("特困供养，帮我算算")
    talk.say("她腰不好 早就干不了活了")
    assert "120" not in talk.text


def test_a_stall_is_no_paper(talk: Talk) -> None:
    talk.say("我想摆个摊 帮我看下我这种要不要办证")
    assert "登记的材料里没有" not in talk.text


def test_a_check_is_taken_up_again_with_a_nod(talk: Talk) -> None:
    talk.say("高龄津贴，帮我算算我妈行不行")
    labels = talk.labels
    talk.say("嗯 接着刚才那个")
    assert talk.labels == labels
