"""Asked which of several services is meant, people answer in words of their own, and the talk stays with that one."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def about(talk: Talk) -> list[str]:
    return [m["data"]["service"]["code"] for m in talk.last if m.get("kind") == "guide"]


@pytest.mark.parametrize(
    ("asked", "said", "code"),
    [
        ("打听居住证", "之前没有，第一次来办", "residence-permit-apply"),
        ("打听居住证", "证有的，去年办的，要到期了", "residence-permit-endorse"),
        ("身份证的事情", "孩子还小，以前没领过", "id-card-first"),
        ("营业执照", "铺子关门了，不开了", "individual-business-close"),
    ],
)
def test_what_is_told_decides_among_those_offered(talk: Talk, asked: str, said: str, code: str) -> None:
    talk.say(asked)
    assert len(talk.labels) > 1
    talk.say(said)
    assert about(talk) == [code]


@pytest.mark.parametrize(
    ("said", "code"), [("驾照到期了", "driver-license-renew"), ("两口子闹离婚", "divorce-register")]
)
def test_another_matter_is_none_of_those_offered(talk: Talk, said: str, code: str) -> None:
    talk.say("打听居住证")
    talk.say(said)
    assert about(talk) == [code]


def test_what_is_told_of_oneself_stays_with_the_one_chosen(talk: Talk) -> None:
    talk.say("居住证的事")
    talk.say("没有办过，第一次")
    talk.say("我是外省户口，在柳溪打工十个月了，符合条件吗")
    assert about(talk) == ["residence-permit-apply"]
    assert "居住登记" in talk.text
    talk.say("几天能拿到，要不要钱")
    assert about(talk) == ["residence-permit-apply"]
    talk.say("说回居住证，听人讲以后年年都要签一次，什么时候去签")
    assert about(talk) == ["residence-permit-endorse"]
