"""Two matters asked for in one sentence, and one visit for both of them."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def about(talk: Talk) -> list[str]:
    return [m["data"]["service"]["code"] for m in talk.last if m.get("kind") == "guide"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("驾照快到期了，身份证也过期了，这两个都要换，带啥", ["driver-license-renew", "id-card-renew"]),
        ("店里的水跟电怎么通", ["water-new", "power-new"]),
        ("娃上学有没有资助 另外想问医保的慢病卡咋办", ["student-aid", "medical-chronic"]),
        ("要补社保卡，再办个居住证，两件事分别要几天", ["social-card-replace", "residence-permit-apply"]),
    ],
)
def test_each_of_two_matters_is_answered(talk: Talk, said: str, codes: list[str]) -> None:
    talk.say(said)
    assert about(talk) == codes


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("社保卡丢了，顺便问下几点下班", [[], ["social-card-replace"]]),
        ("办居住证，身份证跟户口簿两样都要带吗", [["residence-permit-apply"]]),
    ],
)
def test_what_only_stands_beside_a_matter_is_no_second_one(talk: Talk, said: str, codes: list[list[str]]) -> None:
    talk.say(said)
    assert about(talk) in codes


def test_both_go_into_one_visit(talk: Talk) -> None:
    talk.say("老人的社保卡不见了，看病的发票也没报，两件都要办，各要准备啥")
    assert about(talk) == ["social-card-replace", "medical-claim"]
    talk.say("这两件能不能一次办好，约下周三上午柳溪镇大厅")
    assert "能，" in talk.text and "社会保障卡补领换领、医疗费用" in talk.text
    talk.say("最早的")
    talk.say("周大川，电话13800004321")
    talk.say("确认")
    [made] = talk.live()
    assert [service["code"] for service in made["services"]] == ["social-card-replace", "medical-claim"]


def test_it_is_asked_which_of_two_to_book_or_both(talk: Talk) -> None:
    talk.say("补社保卡和办居住证分别要多久")
    talk.say("约下周一下午")
    assert "几件一起约" in talk.labels
    talk.take("几件一起约")
    assert "社会保障卡补领换领、居住证申领" in talk.text and "（周一）" in talk.text
