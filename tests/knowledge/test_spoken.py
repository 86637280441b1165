"""What is read aloud can be followed by ear: numbers as people say them, no mark without a sound."""

from __future__ import annotations

import re

import pytest

from knowledge.spoken import cardinal, spoken

SAID = {
    "电话0999-5550101": "电话零九九九，五五五零一零一",
    "打12345或120": "打一二三四五或一二零",
    "手机13800001111": "手机一三八零零零零一一一一",
    "8:30–12:00": "八点半到十二点",
    "14:05": "十四点零五分",
    "2:00": "两点",
    "周一至周五": "周一至周五",
    "周一–周五": "周一到周五",
    "2026-11-02": "二零二六年十一月二号",
    "2025年2月": "二零二五年二月",
    "1–2趟": "一到两趟",
    "2趟": "两趟",
    "第2种": "第二种",
    "2楼": "二楼",
    "12趟": "十二趟",
    "收费2000元": "收费两千元",
    "12,500元": "一万两千五百元",
    "50.5元": "五十点五元",
    "¥12.00": "十二元",
    "90%": "百分之九十",
    "预约码 K7M2PQ9X": "预约码 K 七 M 二 P Q 九 X",
    "单号20261121123456": "单号二零二六一一二一一二三四五六",
    "身份证/户口簿": "身份证或户口簿",
    "身份证（原件）。": "身份证，原件。",
    "100㎡": "一百平方米",
    "1. 交材料\n2. 领证": "第一，交材料\n第二，领证",
}


@pytest.mark.parametrize(("written", "heard"), SAID.items())
def test_it_is_said_as_people_say_it(written: str, heard: str) -> None:
    assert spoken(written) == heard


@pytest.mark.parametrize("text", ["", "没有数字的一句话。", "1,2", "0", "-", "（）", "2026-13-40", "9" * 40])
def test_nothing_makes_it_fail(text: str) -> None:
    assert not re.search(r"\d", spoken(text))


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (10, "十"), (101, "一百零一"), (1010, "一千零一十"), (20_000, "两万"), (100_020_003, "一亿零二万零三")],
)
def test_numbers(number: int, said: str) -> None:
    assert cardinal(number) in (said, said.replace("二万", "两万"))
