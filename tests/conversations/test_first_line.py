"""The whole line: ask, check, book, cancel – in one talk with the real bot."""

from __future__ import annotations

import httpx
import pytest

from tests.conversations.talk import Talk


def _finish_check(talk: Talk) -> None:
    """Answer every question with its first option until the result is there."""
    for _ in range(15):
        if talk.has_card("assessment"):
            return
        talk.say("1")
    raise AssertionError("the check never ended")


def test_two_points_in_one_sentence_are_both_answered(talk: Talk) -> None:
    talk.say("办居住证要带啥，要跑几趟")
    card = talk.card("guide")
    assert card["data"]["service"]["code"] == "residence-permit-apply"
    assert "身份证" in card["text"] and "趟" in card["text"]


def test_the_check_asks_one_thing_at_a_time_and_ends_with_plan_and_papers(talk: Talk) -> None:
    talk.say("办居住证要带啥，要跑几趟")
    _finish_check(talk)
    data = talk.card("assessment")["data"]
    assert data["outcome"] in ("eligible", "ineligible")


def test_a_booking_is_written_after_a_summary_and_a_yes_and_cancelled_after_a_yes(talk: Talk) -> None:
    talk.say("身份证快到期了，换证要带什么")
    assert talk.card("guide")["data"]["service"]["code"] == "id-card-renew"
    talk.say("帮我约下周三上午")
    assert talk.labels
    talk.say("1")
    talk.say("王桂英")
    talk.say("13800138000")
    assert "王桂英" in talk.text and "13800138000" not in talk.text
    assert talk.appointments() == []
    talk.say("确认")
    made = talk.card("appointment")["data"]
    assert [item["id"] for item in talk.appointments()] == [made["id"]]
    talk.say("取消吧")
    assert talk.appointments()[0]["status"] == "confirmed"
    talk.say("是的")
    assert talk.appointments()[0]["status"] == "cancelled"


def test_follow_ups_use_the_service_in_hand(talk: Talk) -> None:
    talk.say("社保卡怎么办")
    for question in ("那要多少钱", "去哪办", "要带什么"):
        talk.say(question)
        assert talk.card("guide")["data"]["service"]["code"] == "social-card-apply"


def test_the_former_matter_comes_back(talk: Talk) -> None:
    talk.say("高龄津贴怎么申请")
    talk.say("结婚登记要带什么")
    assert talk.card("guide")["data"]["service"]["code"] == "marriage-register"
    talk.say("刚才那个多久能办好")
    assert talk.card("guide")["data"]["service"]["code"] == "elder-allowance"


def test_an_interrupted_booking_goes_on_where_it_was(talk: Talk) -> None:
    talk.say("我要预约身份证丢失补领")
    talk.say("第一个")
    talk.say("要带什么")
    assert talk.card("guide")["data"]["service"]["code"] == "id-card-replace"
    talk.say("李建国")
    talk.say("13912345678")
    assert "李建国" in talk.text


def test_a_generic_word_alone_is_asked_back(talk: Talk) -> None:
    talk.say("身份证")
    assert len([label for label in talk.labels if "身份证" in label]) >= 2


def test_nothing_of_ours_is_declined_with_the_hall_to_ask(talk: Talk) -> None:
    talk.say("明天会下雨吗")
    assert talk.has_card("boundary")
    assert not talk.has_card("guide")


def test_an_emergency_gets_the_numbers_first(talk: Talk) -> None:
    talk.say("家里着火了怎么办")
    assert "119" in talk.text and "120" in talk.text


@pytest.mark.parametrize("odd", ["/restart", "<script>alert(1)</script>", "😀😀😀", "/choose{}", "1", "？？？"])
def test_odd_input_gets_an_answer_and_loses_nothing(talk: Talk, odd: str) -> None:
    talk.say("社保卡怎么办")
    talk.say(odd)
    talk.say("要多少钱")
    assert talk.card("guide")["data"]["service"]["code"] == "social-card-apply"


def test_an_invalid_phone_is_asked_again(talk: Talk) -> None:
    talk.say("我要预约高龄津贴")
    talk.say("1")
    talk.say("张秀兰")
    talk.say("12345")
    assert "号码" in talk.text
    talk.say("13712345678")
    assert "张秀兰" in talk.text


def test_the_same_message_twice_has_one_effect(talk: Talk) -> None:
    body = {"text": "社保卡怎么办", "message_id": "3f0c1a52-0000-4000-8000-000000000001"}
    first = talk.http.post("/chat/messages", json=body).json()
    assert talk.http.post("/chat/messages", json=body).json() == first
    other = talk.http.post("/chat/messages", json={**body, "text": "别的"})
    assert other.status_code == 422


def test_nobody_reads_another_ones_talk(system: str) -> None:
    assert httpx.get(f"{system}/api/v1/chat/messages", headers={"Authorization": "Bearer nobody"}).status_code == 401


def test_a_person_can_be_reached(talk: Talk) -> None:
    talk.say("我要找人工")
    assert talk.has_card("office")
    talk.say("13800138000")
    talk.say("确认")
    assert talk.card("report")["data"]["ticket"]["status"] == "received"


def test_a_problem_is_filed_after_a_summary_and_a_yes(talk: Talk) -> None:
    talk.say("村口那段路灯坏了没人修")
    talk.say("茶山村村口")
    assert "路灯坏了" in talk.text and "反映的问题" in talk.text
    talk.say("对的")
    assert talk.card("report")["data"]["ticket"]["kind"] == "report"


def test_a_complaint_is_filed_as_one(talk: Talk) -> None:
    talk.say("我要投诉窗口态度差")
    talk.say("县大厅二楼的")
    talk.say("确认")
    assert talk.card("report")["data"]["ticket"]["kind"] == "complaint"


def test_a_changed_phone_keeps_the_name(talk: Talk) -> None:
    talk.say("我要预约高龄津贴")
    talk.say("1")
    talk.say("赵桂兰 13812345678")
    talk.say("电话改成13912345678")
    assert "赵桂兰" in talk.text and "139****5678" in talk.text


def test_an_age_told_by_the_way_is_not_asked_again(talk: Talk) -> None:
    talk.say("我都82了，能领高龄津贴吗")
    for _ in range(12):
        if talk.has_card("assessment"):
            break
        assert "哪年" not in talk.text
        talk.say("1")
    assert talk.has_card("assessment")


def test_stopping_loses_nothing_that_was_booked(talk: Talk) -> None:
    talk.say("我要预约社保卡申领")
    talk.say("1")
    talk.say("不办了")
    assert talk.appointments() == []
    talk.say("要带什么")
    assert talk.card("guide")["data"]["service"]["code"] == "social-card-apply"


def test_asking_whether_i_may_while_something_else_is_open_is_answered(talk: Talk) -> None:
    talk.say("村口那段路灯坏了没人修")
    talk.say("我都82了，能领高龄津贴吗")
    talk.say("高龄津贴我这种情况能不能领")
    assert "有点忙" not in talk.text
    assert talk.labels or talk.has_card("assessment")
