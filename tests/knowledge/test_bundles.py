"""Life events in ordinary speech, and what is none."""

from __future__ import annotations

import pytest

from knowledge.bundles import spoken
from knowledge.importers.sample import load_sample

BUNDLES = tuple(load_sample().bundles.values())


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("想在学校门口开个早餐店", "open-restaurant"),
        ("俺岳父昨儿个夜里走了", "after-death"),
        ("刚刚添了个孙子生了个男娃", "newborn"),
        ("厂里裁员我下岗了", "flexible-work"),
        ("明年就该退休了", "retire"),
        ("老家那院子想起个新房", "rural-house"),
        ("送娃上小学都有哪些手续", "school-start"),
        ("残疾人能享受啥，有啥补助", "disability"),
    ],
)
def test_an_event_is_heard(text: str, slug: str) -> None:
    told = spoken(text, BUNDLES)
    assert told is not None
    assert told.slug == slug


@pytest.mark.parametrize(
    "text",
    [
        "我妈身份证没了",
        "退休证丢了咋补",
        "饭馆几点关门",
        "上学路上捡到个钱包",
        "建房补贴啥时候到账",
        "我妈的卡让人偷走了",
    ],
)
def test_one_matter_is_no_event(text: str) -> None:
    assert spoken(text, BUNDLES) is None


def test_the_rest_is_what_was_said_besides() -> None:
    told = spoken("我爷爷走了，户口本上咋销", BUNDLES)
    assert told is not None
    assert "户口本上咋销" in told.rest
    assert "走了" not in told.rest


@pytest.mark.parametrize(
    "text", ["俺屋里那口子昨晚没了，后头咋整", "我婆婆夜里咽气了", "姥爷上个礼拜没了要跑些啥", "孩子他爹病故了"]
)
def test_a_death_is_heard_however_it_is_told(text: str) -> None:
    found = spoken(text, BUNDLES)
    assert found is not None and found.slug == "after-death"


@pytest.mark.parametrize("text", ["我妈的身份证没了", "老伴的社保卡没了咋补", "我爸工作没了", "奶奶低保没了"])
def test_what_somebody_lost_is_no_death(text: str) -> None:
    assert spoken(text, BUNDLES) is None
