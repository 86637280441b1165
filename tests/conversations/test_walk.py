"""A resident who wanders: random acts, and what must hold whatever is said.

No silence, one to three messages, no question put three times running, nothing written without a yes, no appointment
lost, no error. `YIKAN_WALK=200x30` walks 200 talks of 30 turns; without it a few.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.conversations.talk import Message, Talk

TALKS, TURNS = (int(part) for part in os.environ.get("YIKAN_WALK", "6x15").split("x"))
SERVICES = (
    "老年优待证",
    "居民身份证换领",
    "不动产登记查询",
    "城乡居民养老保险参保",
    "食品经营许可",
    "残疾人证换证",
    "居住证",
)
FACETS = ("要拿哪些东西", "收不收钱", "好久弄得好", "窗口在哪里", "手机上弄得成不", "要跑几趟", "我够不够格")
NOISE = ("😀😀", "？？？", "asdf qwer", "嗯嗯啊啊那个", "今晚吃啥子", "/restart", "1' or 1=1 --", "很久以前" * 60)
ANSWERS = ("是", "不是", "不晓得", "外省来的", "今年七十六了", "上个月满的", "三个月", "没有")
PEOPLE = ("陈立夏，13987650001", "韦小寒，13987650002", "龙处暑，13987650003")
CHANGES = ("不对，是外省的", "换个时间，后天下午", "电话改成13987650009")
DIALOGUE = ("上一步", "再说一遍", "重新来", "不办了", "刚才那个", "你会做些什么", "谢谢", "找个真人")
HALLS = ("县大厅现在有人没", "城东镇政务大厅电话好多", "周六开不开门")
YES = ("确认", "对，就这样", "好的")


def _walk(draw: random.Random, talk: Talk) -> str:
    """The next thing said: weighted, and more often an answer to what is offered."""
    offered = [item["value"] for message in talk.last for item in _items(message) if "value" in item]
    acts: list[tuple[int, Callable[[], str]]] = [
        (5, lambda: draw.choice(SERVICES) + draw.choice(FACETS)),
        (3, lambda: draw.choice(FACETS)),
        (2, lambda: draw.choice(SERVICES)),
        (3, lambda: "帮我约" + draw.choice(SERVICES)),
        (8 if offered else 0, lambda: draw.choice(offered)),
        (4 if offered else 1, lambda: draw.choice(("1", "2", "第三个", "最后一个", "9"))),
        (3, lambda: draw.choice(ANSWERS)),
        (3, lambda: draw.choice(PEOPLE)),
        (3, lambda: draw.choice(YES)),
        (2, lambda: draw.choice(CHANGES)),
        (3, lambda: draw.choice(DIALOGUE)),
        (2, lambda: draw.choice(NOISE)),
        (2, lambda: draw.choice(HALLS)),
        (1, lambda: draw.choice(("我约了哪些", "取消预约", "改个时间"))),
        (1, lambda: draw.choice(("路灯坏了半个月", "没人管这个事，我要投诉", "请人上门帮我办"))),
        (1, lambda: "删除我的记录"),
    ]
    return draw.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()


def _items(message: Message) -> list[Message]:
    return [*message.get("choices", []), *message.get("actions", [])]


@dataclass
class Watch:
    """What was seen of one talk; `check` after every turn."""

    talk: Talk
    said: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    booked: dict[str, str] = field(default_factory=dict)
    tickets: int = 0

    def turn(self, text: str) -> None:
        before = [message["text"] for message in self.talk.last]
        self.said.append(text)
        self.talk.say(text)
        self._nothing_written_without_a_yes(text, before)
        self._no_question_three_times(text)

    def _nothing_written_without_a_yes(self, text: str, before: list[str]) -> None:
        now = {item["id"]: item["status"] for item in self.talk.appointments()}
        tickets = len(self.talk.http.get("/tickets").json()["items"])
        if now != self.booked or tickets > self.tickets:
            summed_up = any(word in message for message in before for word in ("确认", "对吗", "对不对", "吗？"))
            assert summed_up, f"written after “{text}” without a summary before: {before}"
        assert set(self.booked) <= set(now), "an appointment is gone"
        self.booked, self.tickets = now, tickets

    def _no_question_three_times(self, text: str) -> None:
        """A question alone, three times: after an answer, or a word on how to reply, it may be put once more."""
        asked = [message["text"] for message in self.talk.last if message["type"] == "choices"]
        alone = asked and len(self.talk.last) == 1
        self.questions = [*self.questions, asked[-1] if alone else ""][-3:]
        same = len(self.questions) == 3 and len(set(self.questions)) == 1 and self.questions[0]
        meant = ("上一步", "再说一遍", "重新来", *NOISE, *SERVICES)
        assert not same or any(said.startswith(meant) for said in self.said[-3:]) or len(set(self.said[-3:])) < 3, (
            f"asked three times running: {self.questions[0][:80]}"
        )


@pytest.fixture
def walker(system: str) -> Iterator[Watch]:
    with Talk(system) as talk:
        yield Watch(talk)


@pytest.mark.parametrize("seed", range(TALKS))
def test_whatever_a_resident_says_is_answered_and_nothing_is_lost(walker: Watch, seed: int) -> None:
    draw = random.Random(seed)
    try:
        for _ in range(TURNS):
            walker.turn(_walk(draw, walker.talk))
    except AssertionError as wrong:
        raise AssertionError(
            f"{wrong}\nseed {seed}, said: {walker.said[-6:]}\nlast: {walker.talk.text[:300]}"
        ) from wrong
