"""What only sounds like an emergency is none; a sentence that tells of danger stays one, whatever is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.danger import only_sounds
from actions.turn import Turn

NLU = Path(__file__).parents[1] / "nlu"
IN_DANGER = sorted(
    {
        case["text"]
        for path in NLU.glob("*.yml")
        if isinstance(cases := yaml.safe_load(path.read_text("utf-8")), list)
        for case in cases
        if isinstance(case, dict) and case.get("kind") == "crisis"
    }
)
REPORT = {"kind": "confirm_ticket", "ticket": "report", "text": "路灯不亮"}
SERVICE = {"code": "divorce-register", "name": "离婚登记"}


def a_turn(text: str, confidence: float = 0.7, pending: dict[str, Any] | None = None) -> Turn:
    return Turn(
        sender="somebody", text=text, intent="crisis", facets=(), linked=[], ambiguous=False, when=None, office=None,
        choice=None, service=SERVICE, parked=[], place=None, facts={}, pending=pending, draft=None, last=[], misses=0,
        confidence=confidence,
    )  # fmt: skip


def test_no_sentence_of_danger_is_ever_taken_for_a_harmless_one() -> None:
    assert len(IN_DANGER) > 50
    assert [text for text in IN_DANGER if only_sounds(a_turn(text, pending=REPORT))] == []
    assert [text for text in IN_DANGER if only_sounds(a_turn(text, pending={"kind": "name"}))] == []


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("人没事,就怕半夜有人踩空掉下去", REPORT),
        ("暂时没人受伤,怕小孩绊倒", REPORT),
        ("到时候突然不想结了怎么办", None),
        ("万一对方反悔呢", None),
        ("说错了,算上孙女一共五口人", {"kind": "fact"}),
        ("洪小暑", {"kind": "name"}),
        ("柳小寒", {"kind": "confirm_booking"}),
        ("她死活不肯签字怎么办", {"kind": "fact"}),
    ],
)
def test_denied_feared_or_corrected_is_no_emergency(text: str, pending: dict[str, Any] | None) -> None:
    assert only_sounds(a_turn(text, pending=pending))


@pytest.mark.parametrize(
    "text", ["没人受伤,但他拿刀堵在门口", "又不想活了", "人没事,屋里还在冒浓烟", "说错了,是三个人被困住"]
)
def test_danger_beside_something_harmless_is_danger(text: str) -> None:
    assert not only_sounds(a_turn(text, pending=REPORT))


def test_what_the_words_made_certain_is_never_weighed() -> None:
    assert not only_sounds(a_turn("人没事,就怕半夜有人踩空掉下去", confidence=1.0, pending=REPORT))


@pytest.mark.parametrize(
    "text",
    [
        "屋后头那片杉木一齐砍大概二十来方",
        "去年冻死了三头母猪",
        "总共打算砍掉四五十棵",
        "腊月里要杀两头年猪",
        "坡上的竹子都砍了",
        "电表老跳闸",
        "打了三个电话都说不晓得",
    ],
)
def test_what_is_done_to_trees_and_animals_is_told_of_the_matter_in_hand(text: str) -> None:
    assert only_sounds(a_turn(text, confidence=0.41))


@pytest.mark.parametrize(
    "text",
    [
        "砍树的时候锯到腿了一直流血",
        "树砍倒了压住我男人了",
        "他拿杀猪刀追我",
        "坡上烧了三亩还在往上烧",
        "猪圈塌了人埋在里头",
        "鱼塘里头淹了个娃",
        "打农药中毒了",
        "他砍了我三刀",
        "后山的林子烧起来了",
    ],
)
def test_danger_beside_trees_and_animals_stays_danger(text: str) -> None:
    assert not only_sounds(a_turn(text, confidence=0.41))
