"""A person's own things: what is kept, appointments without a code, whose is cancelled, danger that is over."""

from __future__ import annotations

from tests.conversations.talk import Talk


def book(talk: Talk, who: str) -> None:
    talk.say("我要预约高龄津贴")
    talk.say("1")
    talk.say(who)
    talk.say("确认")
    assert talk.has_card("appointment")


def test_whether_it_is_kept_is_told_and_erasing_may_be_thought_over(talk: Talk) -> None:
    talk.say("我跟你讲的话会存下来给谁看吗")
    assert "加密" in talk.text
    talk.say("聊天记录帮我清空")
    assert "删" in talk.text and "删除" in talk.labels
    talk.say("删完了我约的号还在吗")
    assert "留着" in talk.text
    talk.say("先别删")
    assert "没有删" in talk.text
    talk.say("翻翻我都问过些啥")
    assert talk.has_card("records")


def test_an_identity_number_is_warned_of_and_the_rest_is_taken(talk: Talk) -> None:
    talk.say("我要预约高龄津贴")
    talk.say("1")
    talk.say("王桂英，身份证号是110105194912310021，电话13987650401")
    assert "身份证号不用发" in talk.text and "139****0401" in talk.text and "王桂英" in talk.text
    talk.say("把我身份证号抹掉")
    assert "没有留" in talk.text and "王桂英" in talk.text


def test_without_a_code_there_is_a_way_and_no_appointment_of_others(talk: Talk) -> None:
    talk.say("帮我把约的号退掉")
    assert "预约码" in talk.text
    talk.say("我手机号13987650402，你帮我查一下")
    assert "不能当凭据" in talk.text
    talk.say("码没存，找不到了")
    assert "窗口" in talk.text and "0999" in talk.text
    talk.say("我爸约了号，看看他哪天去")
    assert "别人的预约" in talk.text


def test_cancelling_names_whose_it_is(talk: Talk) -> None:
    book(talk, "赵桂兰 13987650403")
    talk.say("约好的要是不去了咋取消")
    assert "最迟" in talk.text and talk.appointments()[0]["status"] == "confirmed"
    talk.say("把我女儿的号取消")
    assert "没有取消" in talk.text
    talk.say("取消预约")
    assert "赵" in talk.text
    talk.say("确认")
    assert talk.appointments()[0]["status"] == "cancelled"


def test_violence_is_heard_in_any_sentence_and_what_is_over_goes_on(talk: Talk) -> None:
    talk.say("离婚要带什么材料")
    talk.say("填这么多表烦死了，他昨晚喝了酒又打我")
    assert "110" in talk.text and not talk.has_card("guide")
    talk.say("已经报警了，警察在路上")
    assert "留着" in talk.text and "110" not in talk.text
    talk.say("上个月家里失火，人没事，东西没了，有救助没")
    assert "119" in talk.text and talk.card("guide")["data"]["service"]["code"] == "temporary-relief"


def test_a_grade_in_figures_is_taken(talk: Talk) -> None:
    talk.say("高龄津贴要带什么")
    talk.say("评价一下")
    talk.say("2分")
    assert "因为什么" in talk.text
    talk.say("第二个")
    assert "会改进" in talk.text
