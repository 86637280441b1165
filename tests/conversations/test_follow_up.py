"""What only makes sense after what came before: the other one, not this one, another place, one more question."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.talk import Talk


def about(talk: Talk) -> list[str]:
    """The services of the guide cards in the last reply."""
    guides = [message for message in talk.last if message.get("kind") == "guide"]
    return [message["data"]["service"]["code"] for message in guides]


def question(talk: Talk) -> str:
    """The first line of the question that stands open."""
    return str(talk.last[-1]["text"]).splitlines()[0]


def after_words(talk: Talk, *texts: str) -> list[str]:
    for text in texts:
        talk.say(text)
    return about(talk)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("公积金的事", "租房提钱的", "另外那个呢"), "provident-certificate"),
        (("居住证", "1", "不是这个，我要签注"), "residence-permit-endorse"),
        (("社保卡", "补卡", "那要是头一回新办得拿什么"), "social-card-apply"),
        (("残疾证", "都不是，想领残疾人补贴"), "disability-subsidy"),
        (("办结婚证", "落户口给娃", "最开始问的那个收钱吗"), "marriage-register"),
        (("驾照到期换证", "车子违章", "上一个"), "driver-license-renew"),
        (("身份证丢了", "身份证要准备啥材料"), "id-card-replace"),
        (("孩子念一年级报名", "外省户口可以读吗"), "school-enrol-primary"),
        (("我要办社保卡", "把完整的指南发我"), "social-card-apply"),
        (("老人免费公交卡", "手机上咋弄呀"), "elder-bus-card"),
    ],
)
def test_the_one_that_is_meant_is_found(talk: Talk, texts: tuple[str, ...], code: str) -> None:
    found = after_words(talk, *texts)
    assert code in found or (talk.labels and code == "school-enrol-primary")


def test_the_same_matter_at_another_place(talk: Talk) -> None:
    talk.say("石桥镇能补社保卡吗")
    talk.say("云岭乡呢")
    assert about(talk) == ["social-card-replace"]
    assert "云岭乡" in talk.text


def test_the_town_is_the_one_of_the_village_that_was_named(talk: Talk) -> None:
    talk.say("我住北河村，高龄津贴村里办得了吗")
    talk.say("那镇里呢")
    assert "柳溪镇" in talk.text


def test_each_clause_is_answered_about_its_own_service(talk: Talk) -> None:
    cards: list[Any] = [m for m in talk.say("临时身份证收费不，居住证签注要啥材料") if m.get("kind") == "guide"]
    told = {card["data"]["service"]["code"]: card["text"] for card in cards}
    assert "10元" in told["id-card-temporary"]
    assert "居住证" in told["residence-permit-endorse"]


def test_wanting_two_things_together_is_a_question_before_it_is_a_booking(talk: Talk) -> None:
    talk.say("居住证和社保卡能不能一块办")
    assert set(about(talk)) == {"residence-permit-apply", "social-card-apply"}


def test_a_question_about_another_service_does_not_end_the_check(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    asked = question(talk)
    talk.say("问一句，身份证补办收多少")
    assert about(talk) == ["id-card-replace"]
    assert question(talk) == asked
    talk.say("外省")
    assert question(talk) != asked


@pytest.mark.parametrize("answer", ["我不会弄手机", "手机我用不来"])
def test_an_answer_that_sounds_like_asking_for_help_is_an_answer(talk: Talk, answer: str) -> None:
    talk.say("我84岁，本镇户口，不是困难户，能领高龄津贴吗")
    asked = question(talk)
    assert "手机" in asked
    talk.say(answer)
    assert question(talk) != asked


def test_one_step_back_from_the_result_asks_the_last_question_again(talk: Talk) -> None:
    talk.say("老年优待证我62岁能办不")
    for _ in range(8):
        if talk.has_card("assessment"):
            break
        last = question(talk)
        talk.say("1")
    talk.say("上一步")
    assert question(talk) == last


def test_another_age_gives_another_verdict(talk: Talk) -> None:
    talk.say("我61了，老年优待证我能不能办")
    for _ in range(8):
        if talk.has_card("assessment"):
            break
        talk.say("1")
    assert talk.card("assessment")["data"]["outcome"] == "eligible"
    talk.say("换个情况，要是54岁呢")
    assert talk.card("assessment")["data"]["outcome"] == "ineligible"


def test_nonsense_in_a_row_brings_a_person(talk: Talk) -> None:
    talk.say("嘟噜嘟噜咪咪嘛")
    assert not talk.has_card("boundary")
    talk.say("咕叽咕叽哩啦")
    assert talk.card("office")["data"]["office"]["phone"]


def test_a_matter_of_another_authority_is_called_unregistered(talk: Talk) -> None:
    talk.say("港澳通行证咋个办")
    assert not about(talk)
    assert "未登记" in talk.text
    assert talk.card("boundary")["data"]["office"]["phone"] in talk.text


def test_pinyin_is_read_to_the_end(talk: Talk) -> None:
    assert after_words(talk, "juzhuzheng zenme ban") == ["residence-permit-apply"]
    talk.say("yao dai shenme")
    assert "身份证" in talk.text


def test_thanks_in_the_middle_of_a_check_are_thanked_for(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    talk.say("好嘞，谢谢啊")
    assert "没太听明白" not in talk.text


def test_whom_to_complain_to_is_a_phone_number(talk: Talk) -> None:
    talk.say("二手房过户要几天")
    talk.say("他们不给办该找谁投诉")
    assert "投诉电话" in talk.text


def test_questions_about_the_whole_event_get_a_line_each(talk: Talk) -> None:
    talk.say("我想开个面馆")
    talk.say("要多少天能办好")
    assert "个体工商户设立登记：" in talk.text
    talk.say("执照已经办好了")
    assert "1" in talk.text and "小餐饮" in talk.text


def test_both_matters_are_meant_when_both_are_said(talk: Talk) -> None:
    talk.say("有房无房证明手机上能开吗")
    talk.say("缴存证明呢")
    talk.say("这俩都收钱吗")
    assert set(about(talk)) == {"property-query", "provident-certificate"}


def test_what_was_told_before_the_check_is_not_asked_in_it(talk: Talk) -> None:
    talk.say("我在这边租房子住，想把公积金提出来")
    talk.say("我够不够条件")
    assert "住的房子是哪一种" not in talk.text


def test_a_sister_of_the_matter_in_hand_is_named_by_one_word(talk: Talk) -> None:
    assert after_words(talk, "身份证弄丢了", "临时的要多少钱") == ["id-card-temporary"]
