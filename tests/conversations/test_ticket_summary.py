"""Said to the summary of a ticket: a longer yes, a wait with more of it, what was filed before, a second matter."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

PHONE = "13911112222"


def summed_up(talk: Talk) -> None:
    talk.say("我要反映，柳溪镇南门街水管漏水漏了一个星期")
    talk.say(f"电话{PHONE}")
    assert "请核对" in talk.text and not talk.tickets()


@pytest.mark.parametrize(
    "yes", ["知道了 就说这么多 那张反映你就交上去嘛", "看过了没得错 电话还打原来那个 麻烦你们登记一下"]
)
def test_it_is_handed_on_in_a_longer_sentence(talk: Talk, yes: str) -> None:
    summed_up(talk)
    talk.say(yes)
    assert len(talk.tickets()) == 1 and talk.card("report")


def test_a_wait_adds_to_the_same_ticket(talk: Talk) -> None:
    summed_up(talk)
    talk.say("先别忙交 我再补一句 半夜水声吵得睡不着")
    assert "南门街" in talk.text and "睡不着" in talk.text and "补一句" not in talk.text
    talk.say("等一哈")
    assert "先不交" in talk.text and "南门街" in talk.text and not talk.tickets()
    talk.say("好了 就这样 提交")
    assert len(talk.tickets()) == 1


def test_a_no_still_drops_it(talk: Talk) -> None:
    summed_up(talk)
    talk.say("先不交了")
    assert "没有登记" in talk.text and not talk.tickets()


def test_what_was_filed_is_told_and_what_waits_is_said_to_wait(talk: Talk) -> None:
    summed_up(talk)
    talk.say("我报了几个了 把单号给我看一下")
    assert "还没有交上去" in talk.text and "南门街" in talk.text
    talk.say("确认")
    number = talk.tickets()[0]["number"]
    talk.say("我上周在湖东便民中心办社保卡跑了三趟都没办成，我要反映")
    talk.say("前面报的那张单子处理了没")
    assert number in talk.text and "还没交" in talk.text and "处理了没" not in talk.text


def test_the_state_of_a_ticket_is_no_question_of_the_matter_in_hand(talk: Talk) -> None:
    talk.say("养老待遇领取资格认证怎么办")
    talk.say(f"喊个代办员上门帮我奶奶弄，住桃园村，电话{PHONE}")
    talk.say("嗯 就这样登记")
    talk.say("那张帮办单现在什么情况了")
    assert talk.tickets()[0]["number"] in talk.text


def test_a_second_matter_is_a_ticket_of_its_own(talk: Talk) -> None:
    talk.say("我在石桥镇大厅跑了四趟都没办成社保卡，我要反映")
    talk.say(f"我姓罗，{PHONE}")
    talk.say("另外 北河村小学门口的路灯黑了好几天 也给我报一下")
    assert "马上接着" in talk.text and "路灯" not in talk.text
    talk.say("行 那个反映先交上去吧")
    assert [item["kind"] for item in talk.tickets()] == ["unresolved"]
    assert "路灯" in talk.text and "139****2222" in talk.text and "也给我报" not in talk.text
    talk.say("电话不变 报上去")
    assert sorted(item["kind"] for item in talk.tickets()) == ["report", "unresolved"]


def test_something_is_added_to_what_was_filed(talk: Talk) -> None:
    summed_up(talk)
    talk.say("确认")
    talk.say("刚才那张再加一句 今天早上水更大了")
    assert f"补充单号{talk.tickets()[0]['number']}" in talk.text and "加一句" not in talk.text


@pytest.mark.parametrize(
    "said", ["我上周去那个大厅补社保卡 跑了两趟都没办成 我要反映", "那边窗口的人爱答不理 我要投诉"]
)
def test_a_hall_pointed_to_goes_in_by_its_name(talk: Talk, said: str) -> None:
    talk.say("石桥镇便民服务中心几点关门")
    talk.say(said)
    assert "请核对" in talk.text and "石桥镇便民服务中心" in talk.text


def test_what_was_dropped_is_taken_up_after_all(talk: Talk) -> None:
    talk.say("我要投诉，柳溪镇便民服务中心二号窗口的人骂人")
    talk.say("晓得了 那我不投诉了")
    assert "没有登记" in talk.text and not talk.tickets()
    talk.say("想了想还是投诉吧")
    assert "二号窗口" in talk.text and "请核对" in talk.text
    talk.say("就这样报上去 不要写我名字")
    assert [item["kind"] for item in talk.tickets()] == ["complaint"]


def test_whether_they_will_know_is_no_question_of_tickets(talk: Talk) -> None:
    talk.say("我要投诉，柳溪镇便民服务中心二号窗口的人骂人")
    talk.say("他会不会晓得是我投诉的哦")
    assert "不公开" in talk.text and "没有登记过" not in talk.text


def test_who_only_thinks_it_over_files_nothing(talk: Talk) -> None:
    summed_up(talk)
    talk.say("好 我再看看")
    assert "先不交" in talk.text and not talk.tickets()
