"""A hall's own questions: hours on a day, lunch, parking, buses, which police station."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_hours_on_a_named_day_are_those_of_that_day(talk: Talk) -> None:
    talk.say("县大厅大后天开门不")
    card = talk.card("office")
    assert card["data"]["office"]["day"]["date"] in card["text"] or "月" in card["text"]
    assert card["data"]["office"]["day"]["open"] is not None


def test_parking_is_answered_from_what_is_registered(talk: Talk) -> None:
    talk.say("开车去县大厅，车停哪儿")
    assert "停车" in talk.card("office")["text"]


def test_what_is_not_registered_is_said_to_be_so(talk: Talk) -> None:
    talk.say("县大厅有洗手间吗")
    assert "未登记" in talk.card("office")["text"]


def test_a_bare_question_for_hours_is_about_the_hall(talk: Talk) -> None:
    talk.say("几点下班啊")
    assert talk.card("office")["data"]["office"]["hours"]


def test_a_police_station_without_a_name_is_asked_back(talk: Talk) -> None:
    talk.say("派出所礼拜六有人没")
    assert len(talk.labels) > 1
    talk.say(talk.labels[0])
    assert talk.card("office")["data"]["office"]["name"]


def test_a_question_about_the_hall_leaves_the_matter_in_hand(talk: Talk) -> None:
    talk.say("办居住证要带啥")
    talk.say("有停车的地方没，能停车不")
    assert talk.has_card("office")
    talk.say("要多少钱")
    assert talk.card("guide")["data"]["service"]["code"] == "residence-permit-apply"
