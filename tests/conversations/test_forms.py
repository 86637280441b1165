"""Forms filled in talk: for whom a booking is, two matters of one visit, tickets offered, dropped and gone on with."""

from __future__ import annotations

from tests.conversations.talk import Talk

FULL = "下周四上午柳溪镇便民服务中心高龄津贴申领，替我约上"


def test_whom_a_booking_is_for_is_heard_however_it_is_said(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("第一个")
    talk.say("我叫鲁白露 13987650401 是给我外婆江秋分办的")
    assert "江秋分（您的外婆，由鲁白露代约）" in talk.text and "同意" not in talk.text
    talk.say("对")
    assert "您的外婆" in talk.card("appointment")["text"] and talk.live()[0]["relation"] == "外婆"


def test_a_name_asked_for_may_come_with_ones_own(talk: Talk) -> None:
    talk.say("帮我舅舅约高龄津贴 柳溪镇大厅 下周四下午")
    talk.say("第二个")
    assert "叫什么名字" in talk.text
    talk.say("我是鲁寒露 13987650402 办的人是我舅舅江霜降")
    assert "江霜降（您的亲戚，由鲁寒露代约）" in talk.text


def test_a_child_by_any_word_is_booked_for(talk: Talk) -> None:
    talk.say("约下周四上午柳溪派出所办居民身份证首次申领")
    talk.say("最早的")
    talk.say("鲁立冬 13987650403 细娃叫鲁小雪 给他办的")
    assert "鲁小雪（您的孩子，由鲁立冬代约）" in talk.text


def test_two_matters_told_between_spaces_are_one_visit(talk: Talk) -> None:
    talk.say("我家老人七十了 想弄老年证跟公交卡那个 下周四去柳溪镇大厅 给约一个")
    assert "老年人优待证办理、老年人免费乘车卡办理" in talk.card("slots")["text"]
    talk.say("第一个 鲁大雪 13987650404")
    talk.say("要得")
    assert len(talk.live()[0]["services"]) == 2


def test_market_days_and_a_time_on_offer_are_told_and_the_times_stay(talk: Talk) -> None:
    talk.say("云岭乡大厅约高龄津贴 下周四上午")
    talk.say("逢场是哪几天哦")
    assert "赶集的日子是" in talk.text and talk.labels
    second = talk.labels[1]
    talk.say("第二个是啥时候的")
    assert second[:8] in talk.text
    talk.say("第二个")
    talk.say("往后推一天 还是那个钟点")
    assert "名字" in talk.text


def test_another_matter_booked_outright_is_that_matter(talk: Talk) -> None:
    talk.say(FULL)
    talk.say("约下周五上午办居住证")
    assert "居住证申领" in talk.card("slots")["text"]


def test_ones_appointments_are_listed_however_it_is_asked(talk: Talk) -> None:
    for said in ("瞧瞧我都约了哪些", "帮我看哈我约了啥子", "查一下我约了几个"):
        talk.say(said)
        assert "还没有预约" in talk.text or "查不到" in talk.text, said


def test_help_just_spoken_of_is_taken_and_its_offer_lapses(talk: Talk) -> None:
    talk.say("残疾人证新办 人瘫在床上 能不能上门评残")
    talk.say("那你帮我登记一个 喊人来")
    assert "帮办" in talk.text and "回给您" not in talk.text
    talk.say("高龄津贴要带什么")
    assert talk.card("guide")["data"]["service"]["code"] == "elder-allowance"
    talk.say("临时救助要啥条件")
    assert "帮办员" not in talk.text
    talk.say("鲁小寒 13987650405")
    assert not talk.tickets()


def test_no_for_now_closes_shortly(talk: Talk) -> None:
    talk.say("有没有人能帮我跑一下")
    talk.say("先不用了 多谢你")
    assert "加上" not in talk.text and len(talk.last) == 1
    talk.say("嗯 暂时不用 我过几天再说")
    assert "预约" not in talk.text and not talk.tickets()


def test_a_complaint_dropped_for_a_call_keeps_the_phone(talk: Talk) -> None:
    talk.say("我要投诉柳溪镇大厅 昨天窗口那个人骂我 我叫鲁大寒 13987650406")
    assert "鲁大寒，139****0406" in talk.text
    talk.say("投诉就算了 喊个人给我打个电话就行")
    assert "类别：回电" in talk.text and "139****0406" in talk.text
    talk.say("嗯 就这个号")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["callback"]


def test_the_village_of_a_report_holds_for_the_next_one(talk: Talk) -> None:
    talk.say("桃园村口的路灯坏了半个月 没人管 我叫鲁立春 13987650407")
    assert "我叫" not in talk.text and "鲁立春，139****0407" in talk.text
    talk.say("对 报上去")
    talk.say("好久能有人来修嘛")
    assert "答复" in talk.text
    talk.say("还有 村东头沟边老有人倒垃圾")
    assert "地点：桃园村" in talk.text and "在哪儿" not in talk.text
