"""Which clauses ask how a case stands."""

from __future__ import annotations

import pytest

from actions.result_so_far import asked_in


@pytest.mark.parametrize(
    "text",
    [
        "那我家到底行不行",
        "照你这么说我妈符合不",
        "算出来咋个样了",
        "回到刚才那个，结论是什么",
        "我现在够不够格领",
        "所以呢，我能拿到吗",
    ],
)
def test_the_standing_is_asked_for(text: str) -> None:
    assert asked_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "几天有结果",
        "能不能网上办",
        "我哥替我去行不行",
        "有没有别的补贴",
        "不符合",
        "能走",
        "我可以等",
        "户口不在这边能办不",
        "体检结果要带不",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert not asked_in(text)
