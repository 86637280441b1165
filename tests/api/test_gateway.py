"""One turn: the same message once, a silent bot never silent, commands never commands, turns of one talk in order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from api.bot import Bot
from api.gateway import Begun, Gateway
from knowledge.errors import IdempotencyConflict, Unavailable

Json = dict[str, Any]
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


class FakeConversations:
    def __init__(self) -> None:
        self.turns: dict[tuple[str, str], tuple[str, list[Json] | None]] = {}
        self.state: Json = {}

    def begin(self, session: str, message_id: str, text: str, now: datetime) -> Begun:
        known, reply = self.turns.setdefault((session, message_id), (text, None))
        self._open = (session, message_id)
        return Begun(1, "qinghe", self.state, reply, known == text)

    def finish(self, turn: int, session: str, reply: list[Json], state: Json, now: datetime) -> None:
        self.turns[self._open] = (self.turns[self._open][0], reply)
        self.state = state


class FakeReader:
    def read(self, text: str, place: str | None) -> Json:
        return {"masked": text, "services": [], "ambiguous": False, "place": None, "office": None, "when": None}

    def plain_answer(self, linked: Json, text: str, place: str | None) -> list[Json]:
        return [{"type": "text", "text": "智能问答正在恢复"}]


class FakeBot(Bot):
    def __init__(self, *replies: list[Json] | Exception) -> None:
        super().__init__([], "")
        self.replies = list(replies)
        self.heard: list[tuple[str, Json]] = []
        self.busy = 0
        self.overlapped = False
        self.takes_s = 0.01
        self.left: list[float | None] = []

    async def turn(self, sender: str, text: str, metadata: Json, left: float | None = None) -> list[Json]:
        self.heard.append((text, metadata))
        self.left.append(left)
        self.busy += 1
        self.overlapped |= self.busy > 1
        await asyncio.sleep(self.takes_s)
        self.busy -= 1
        reply = self.replies.pop(0) if self.replies else [{"type": "text", "text": "好"}]
        if isinstance(reply, Exception):
            raise reply
        return reply


def _gateway(bot: FakeBot) -> Gateway:
    return Gateway(FakeConversations(), FakeReader(), bot, lambda: NOW, "编号用过了")


def _say(gateway: Gateway, *messages: tuple[str, str]) -> list[list[Json]]:
    async def talk() -> list[list[Json]]:
        return [await gateway.say("s", text, number) for text, number in messages]

    return asyncio.run(talk())


def test_the_same_message_again_gives_the_same_reply_and_no_second_effect() -> None:
    bot = FakeBot([{"type": "text", "text": "一"}], [{"type": "text", "text": "二"}])
    first, second = _say(_gateway(bot), ("你好", "m1"), ("你好", "m1"))
    assert first == second
    assert len(bot.heard) == 1


def test_the_same_id_with_another_text_is_refused() -> None:
    with pytest.raises(IdempotencyConflict):
        _say(_gateway(FakeBot()), ("你好", "m1"), ("再见", "m1"))


@pytest.mark.parametrize("text", ["/restart", "  /choose{}", '/inform{"service": "x"}'])
def test_a_slash_is_never_a_command(text: str) -> None:
    bot = FakeBot()
    _say(_gateway(bot), (text, "m1"))
    assert not bot.heard[0][0].lstrip().startswith("/")


def test_a_bot_that_is_gone_is_answered_for_by_the_catalogue() -> None:
    (reply,) = _say(_gateway(FakeBot(Unavailable("gone"))), ("身份证", "m1"))
    assert "恢复" in reply[0]["text"]


def test_a_choice_taken_by_number_reaches_the_bot_as_its_payload() -> None:
    offer = {"type": "choices", "text": "哪个？", "choices": [{"label": "甲", "value": "甲", "payload": {"do": "x"}}]}
    bot = FakeBot([offer])
    _say(_gateway(bot), ("你好", "m1"), ("第一个", "m2"))
    assert bot.heard[1] == (
        "/choose",
        {"text": "第一个", "session_place": "qinghe", "choice": {"do": "x"}},
    )


def test_more_choices_come_without_asking_the_bot() -> None:
    many = [{"label": f"事{i}", "value": f"事{i}", "payload": {}} for i in range(9)]
    bot = FakeBot([{"type": "choices", "text": "哪个？", "choices": many}])
    _, more = _say(_gateway(bot), ("你好", "m1"), ("更多", "m2"))
    assert [choice["label"] for choice in more[0]["choices"]] == ["事6", "事7", "事8"]
    assert len(bot.heard) == 1


def test_two_messages_at_once_are_answered_one_after_the_other() -> None:
    bot = FakeBot()
    gateway = _gateway(bot)

    async def both() -> None:
        await asyncio.gather(gateway.say("s", "一", "m1"), gateway.say("s", "二", "m2"))

    asyncio.run(both())
    assert len(bot.heard) == 2 and not bot.overlapped


def test_never_more_than_three_messages() -> None:
    bot = FakeBot([{"type": "text", "text": str(i)} for i in range(5)])
    (reply,) = _say(_gateway(bot), ("你好", "m1"))
    assert len(reply) == 3


def test_the_same_message_while_the_first_is_still_running_is_one_turn() -> None:
    bot = FakeBot([{"type": "text", "text": "一"}])
    gateway = _gateway(bot)

    async def both() -> list[list[Json]]:
        return await asyncio.gather(gateway.say("s", "你好", "m1"), gateway.say("s", "你好", "m1"))

    first, second = asyncio.run(both())
    assert first == second and len(bot.heard) == 1


def test_who_waits_for_an_earlier_turn_has_that_much_less_time_for_their_own() -> None:
    bot = FakeBot()
    bot.takes_s = 0.2
    gateway = _gateway(bot)

    async def both() -> None:
        await asyncio.gather(gateway.say("s", "一", "m1"), gateway.say("s", "二", "m2"))

    asyncio.run(both())
    first, second = bot.left
    assert first is not None and second is not None and second < first - 0.1
