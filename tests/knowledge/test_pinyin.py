"""Whole sentences typed in pinyin become Chinese; anything else stays as it was typed."""

from __future__ import annotations

import pytest

from knowledge.pinyin import read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shenfenzheng diu le", "身份证丢了"),
        ("duoshaoqian", "多少钱"),
        ("zai na ban?", "在哪办?"),
        ("wo yao yuyue", "我要预约"),
    ],
)
def test_a_sentence_in_pinyin_is_read(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("typed", ["hello", "jzz", "id card", "acdefghj", "办shenfenzheng", "13800138000"])
def test_what_cannot_be_read_to_the_end_stays(typed: str) -> None:
    assert read(typed) == typed
