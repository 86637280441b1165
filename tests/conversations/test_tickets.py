"""Tickets from chat: told bit by bit, without a phone if wished, asked about later."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_where_it_is_may_be_told_afterwards(talk: Talk) -> None:
    talk.say("桥头的井盖又没了，怕人掉下去")
    talk.say("就在老供销社门口")
    talk.say("不想留电话")
    assert "井盖" in talk.text and "老供销社门口" in talk.text
    assert talk.tickets() == []
    talk.say("对")
    assert talk.card("report")["data"]["ticket"]["number"] == talk.tickets()[0]["number"]


def test_its_progress_is_told_by_number_and_without(talk: Talk) -> None:
    talk.say("桥头的井盖又没了，怕人掉下去")
    talk.say("不想留电话")
    talk.say("对")
    number = talk.card("report")["data"]["ticket"]["number"]
    talk.say("上次反映的那事有眉目没，我的单子")
    assert talk.card("report")["data"]["ticket"]["number"] == number
    talk.say(f"{number}办得咋样了")
    assert talk.card("report")["data"]["ticket"]["status"] == "received"


def test_anothers_number_tells_nothing(talk: Talk, system: str) -> None:
    talk.say("桥头的井盖又没了，怕人掉下去")
    talk.say("不想留电话")
    talk.say("对")
    number = talk.card("report")["data"]["ticket"]["number"]
    with Talk(system) as stranger:
        stranger.say(f"单号{number}办到哪了")
        assert not stranger.has_card("report")
        assert "没有" in stranger.text
