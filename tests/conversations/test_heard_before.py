"""What a resident has said is not asked again, however it was said; an answer in other words is taken or told so."""

from __future__ import annotations

from tests.conversations.talk import Talk


def shared(talk: Talk) -> dict[str, object]:
    return dict(talk.card("assessment")["data"]["shareable"])


def test_what_was_said_in_a_question_settles_the_check_that_comes_later(talk: Talk) -> None:
    talk.say("个体户注销要多久")
    talk.say("社保还欠着没交 销得了不")
    talk.say("老年证要带什么")
    talk.say("刚才那个注销的 要跑几趟")
    assert shared(talk)["debts_clear"] == "没清"


def test_clauses_between_spaces_are_all_heard(talk: Talk) -> None:
    talk.say("居住证申领")
    talk.say("安徽过来的 在镇上鞋厂上班 来了九个月 帮我算算要跑几趟")
    assert "户口在哪里" not in talk.text and "几个月" not in talk.text


def test_hukou_told_of_one_matter_is_known_for_the_next(talk: Talk) -> None:
    talk.say("居住证申领")
    talk.say("我户口在贵州 租房住")
    talk.say("社保卡新办要带什么")
    talk.say("帮我算算要跑几趟")
    assert "户口在哪里" not in talk.text


def test_the_question_about_the_phone_offers_what_it_means(talk: Talk) -> None:
    talk.say("帮我算算老年证要跑几趟 我今年六十八 户口在本村")
    assert talk.labels[:2] == ["不方便", "方便"]
    talk.say("不会不方便 会用一点")
    assert shared(talk)["no_smartphone"] is False


def test_what_answers_nothing_is_said_so_and_asked_again_with_its_choices(talk: Talk) -> None:
    talk.say("帮我算算居住证要跑几趟 我从湖北来了一年 在厂里上班")
    question = talk.last[-1]["text"]
    talk.say("蓝色的那种")
    assert "没太听明白" in talk.text
    assert talk.last[-1]["text"] == question and talk.labels
