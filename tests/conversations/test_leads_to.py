"""What a birth asks for all together, and the benefit that a card leads to."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def about(talk: Talk) -> list[str]:
    return [m["data"]["service"]["code"] for m in talk.last if m.get("kind") == "guide"]


@pytest.mark.parametrize("said", ["小孩刚生下来一个礼拜，都要办哪些", "媳妇上个月生了双胞胎，要跑哪些手续"])
def test_a_birth_is_the_life_event(talk: Talk, said: str) -> None:
    talk.say(said)
    assert talk.card("bundle")["data"]["bundle"]["slug"] == "newborn"


def test_one_matter_of_a_birth_is_answered_and_then_all_together(talk: Talk) -> None:
    talk.say("宝宝才出生十天，要办些什么")
    talk.say("先说上户口，要带啥，在哪里办")
    assert about(talk) == ["birth-registration"] and "请带" in talk.text and "办：" in talk.text
    talk.say("这几件合起来要跑几趟")
    assert "趟" in talk.text and "第一件" in talk.text


def test_an_ill_child_is_no_birth(talk: Talk) -> None:
    talk.say("娃刚生了场大病，住院费怎么报")
    assert not talk.has_card("bundle")


@pytest.mark.parametrize(
    ("matter", "said", "code"),
    [
        ("残疾证新办", "证办好了每个月补多少", "disability-subsidy"),
        ("残疾证新办", "评上以后有没有补贴", "disability-subsidy"),
        ("残疾证新办", "办证收多少钱", "disability-card-apply"),
        ("残疾证换领补办", "补一本多少钱", "disability-card-renew"),
    ],
)
def test_what_is_paid_is_asked_of_the_benefit_a_card_leads_to(talk: Talk, matter: str, said: str, code: str) -> None:
    talk.say(matter)
    talk.say(said)
    assert about(talk) == [code]
