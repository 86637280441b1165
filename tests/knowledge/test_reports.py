"""A problem goes to the department whose business it is; what nobody can tell is handed out by a person."""

from __future__ import annotations

from collections import Counter

import pytest

from knowledge.importers.reports import load_report_book
from knowledge.reports import classify

BOOK = load_report_book()

SAID = {
    "巷子口的街灯瞎了十来天，晚上摸黑走": "street-light",
    "菜市场门前窨井少了个盖子": "manhole",
    "家属院垃圾三天没拉，招苍蝇": "garbage",
    "卖水果的天天占道，轮椅过不去": "street-stall",
    "工地夜里两点还在倒混凝土，睡不成": "noise-work",
    "跳广场舞的喇叭开到晚上十点": "noise-life",
    "从昨天起一直停水，娃没法洗澡": "no-water",
    "变压器冒火花": "no-power",
    "进村公路让拉煤车轧得全是坑": "road",
    "对门在楼顶私搭了个铁皮棚": "illegal-build",
    "下水道往外冒，一院子脏水": "sewage",
    "几条流浪狗追着学生跑": "dog",
    "包工头不给工资，躲着不见": "wages",
    "面馆里吃出头发还有虫": "food",
    "单元门口停的电动车把消防通道堵死了": "fire-exit",
    "隔壁盖房占了半尺地，天天吵架": "neighbour",
    "化工厂半夜偷着排黑烟": "pollution",
    "猪场的味道飘到教室里": "farm-smell",
    "坡上落石砸在路中间": "geology",
    "电梯卡人两回了": "lift",
    "物业半个月不露面": "estate",
    "培训班跑路了，钱要不回来": "consumer",
    "小广告贴满楼道": "advert",
    "收秋以后到处烧秸秆，呛人": "straw",
    "渣土倒在我地里": "rubble",
    "红绿灯一直闪黄": "traffic-light",
    "村主任的亲戚都吃低保": "village-money",
    "屋里闻到煤气味，灶关着的": "gas",
}


@pytest.mark.parametrize(("text", "kind"), SAID.items())
def test_a_problem_goes_to_its_department(text: str, kind: str) -> None:
    assert classify(text, BOOK).id == kind


@pytest.mark.parametrize("text", ["", "有个事情想反映", "你们看着办吧", "天上有个亮点"])
def test_what_no_word_tells_is_handed_out_by_a_person(text: str) -> None:
    found = classify(text, BOOK)
    assert found == BOOK.unknown
    assert "人工" in found.department


def test_two_meanings_that_only_count_together_do_not_count_alone() -> None:
    assert classify("工地上的围挡倒了", BOOK).id != "noise-work"


def test_the_book_is_whole_and_no_word_stands_twice() -> None:
    assert len(BOOK.kinds) >= 25
    words = Counter(word for kind in BOOK.kinds for word in kind.words)
    assert [word for word, times in words.items() if times > 1] == []
    assert len({kind.id for kind in BOOK.kinds}) == len(BOOK.kinds)
    assert {kind.standard for kind in BOOK.kinds} == {True, False}
    for kind in BOOK.kinds:
        assert classify(kind.words[0] + (kind.all[0] if kind.all else ""), BOOK).department


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("巷口的街灯不亮；旁边还漏水，水流到街上", "street-light"),
        ("我要反映个事；窨井盖子丢了", "manhole"),
        ("巷口的街灯不亮；更正：是窨井盖子丢了", "manhole"),
    ],
)
def test_what_was_told_first_decides_unless_it_is_set_right(text: str, kind: str) -> None:
    assert classify(text, BOOK).id == kind
