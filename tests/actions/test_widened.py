"""Patterns that were widened take what they were widened for, and leave alone what only looks like it."""

from __future__ import annotations

import re

import pytest

from actions.asking import asks
from actions.kin import behalf_in
from actions.papers import named_with
from actions.pending import stops
from actions.words import says, word, words


@pytest.mark.parametrize(
    "text",
    [
        "房子这会儿在掉砖，怕是要垮了，里头还有人",
        "房子在垮，我妈还在里头",
        "房子要垮了，里头还有个老人",
        "楼塌了，还有两个人在里面",
        "房子着火了，我娃还在屋里",
        "里头有两个人出不来",
        "屋里还有我妈没跑出来",
        "他昨晚上又动手打我",
        "屋里还有人，房子要垮了",
        "我娃还在屋里，房子着火了",
        "房子着火我爸没跑出来",
        "墙垮下来把我妈压到了",
    ],
)
def test_people_in_danger_are_heard(text: str) -> None:
    assert says(text, words("danger.signs")), text


@pytest.mark.parametrize(
    "text",
    [
        "屋里有老人高血压，慢病本咋办",
        "屋里有孩子上学，困难补助咋申请",
        "屋里有老人困难得很想申请低保",
        "娃发烧了，屋里有老人走不开，能上门办吗",
        "材料倒是齐了，屋里还有老人要照顾，能代办吗",
        "垃圾倒了一地，里面有人捡",
        "老房子塌了半边，里面没有人住",
        "房子垮了一角，屋里有老人住着，能申请危房不",
        "老房子垮了一角，我妈还在屋里住着，能申请危房改造不",
        "烟囱冒烟，屋里有老人受不了，想反映",
        "钱还打我卡上吗",
        "补贴还打我妈折子上不",
    ],
)
def test_what_is_told_of_a_household_is_no_danger(text: str) -> None:
    assert not says(text, words("danger.signs")), text


@pytest.mark.parametrize("text", ["好，不查了", "行，那先不看了", "算了不办了谢谢", "不问了"])
def test_who_leaves_off_answers_nothing(text: str) -> None:
    assert stops(text)


@pytest.mark.parametrize(
    "text", ["没办了", "低保不办了吗", "那就不办了的话会咋样", "不是", "没有", "那就" * 25, "嗯" * 40]
)
def test_an_answer_is_no_leaving_off(text: str) -> None:
    """The last two would never come to an end where a pattern may take them apart in many ways."""
    assert not stops(text) and not re.fullmatch(word("records.go_ahead"), text)


@pytest.mark.parametrize("text", ["先停一下，锅里煮起饭的", "等哈再说", "有人喊我，待会儿再说"])
def test_who_is_called_away_comes_back(text: str) -> None:
    assert re.search(word("said.holds"), text)


@pytest.mark.parametrize("text", ["失业登记等会儿再弄", "房产证回头再看", "村干部说等一下再办"])
def test_what_is_put_off_is_an_answer(text: str) -> None:
    assert not re.search(word("said.holds"), text)


@pytest.mark.parametrize("text", ["有没有子女", "家里有没有产权证", "有没有东西要带", "是不是子女也要来", "涨没涨"])
def test_one_of_two_ways_is_asked(text: str) -> None:
    assert asks(text)


def test_a_house_without_papers_asks_nothing() -> None:
    assert not asks("我这房没房产证")


@pytest.mark.parametrize("text", ["她21我23，够岁数没", "店面连厨房一起42平", "我妈今年八十二岁", "一共交了十二年"])
def test_a_figure_of_ones_own(text: str) -> None:
    assert re.search(word("said.figure"), text)


@pytest.mark.parametrize(
    "text", ["离婚一方不同意咋办", "一年交几次", "冷静期是一个月吗", "二年级转学要啥", "我12号能来吗", "我3点到行不行"]
)
def test_a_number_that_tells_nothing_of_anybody(text: str) -> None:
    assert not re.search(word("said.figure"), text)


@pytest.mark.parametrize("text", ["把我刚才说的这些个人情况删掉吧", "把我说过的都删了"])
def test_what_was_told_is_to_be_erased(text: str) -> None:
    assert says(text, words("records.erase"))


@pytest.mark.parametrize("text", ["把我刚才问的那几样材料给我列清楚", "把我填的那张表里的名字写清楚"])
def test_what_is_to_be_made_clear_is_not_to_be_erased(text: str) -> None:
    assert not says(text, words("records.erase"))


@pytest.mark.parametrize("text", ["我住那三单元", "这两单位都要去吗", "这几张单子要带吗"])
def test_other_papers_and_doors_are_no_tickets(text: str) -> None:
    assert not says(text, words("tickets.how_many"))


@pytest.mark.parametrize("text", ["刚报的名怎么样", "上次报的医保处理了吗", "上次我报的医药费到哪领"])
def test_what_was_applied_for_is_no_report(text: str) -> None:
    assert not says(text, words("tickets.filed_before")[:1])


@pytest.mark.parametrize("text", ["去年没交行不", "到期没领可以不", "去年没办也行吧"])
def test_what_was_left_undone_asks_for_no_hall(text: str) -> None:
    assert not says(text, words("said.clause_facets.nearest"))


def test_whose_appointment_it_is() -> None:
    for text in ("奶奶的老年优待证也约上", "奶奶的优待证也帮我约上"):
        assert behalf_in(text) == {"relation": "奶奶"}
    assert behalf_in("我妈的房子过户约明天上午") is None
    assert behalf_in("我妈的房子过户给我约明天上午") is None
    assert behalf_in("老公的户口迁过来我约周三") is None


@pytest.mark.parametrize("text", ["这个不要了，要下午那个", "户口本这个不要了吧", "这个取消了会有影响吗"])
def test_another_time_or_a_paper_calls_nothing_off(text: str) -> None:
    assert not re.search(word("said.calls_off_this"), text)


def test_this_one_is_called_off() -> None:
    assert re.search(word("said.calls_off_this"), "算了我爸不想去了，这个取消吧")


@pytest.mark.parametrize("text", ["没事了", "我没事了", "不急", "好了"])
def test_who_is_back_has_answered_nothing(text: str) -> None:
    assert re.fullmatch(word("said.back_again"), text)


def test_ones_own_paper_is_that_paper() -> None:
    assert named_with("要不要带我自己的身份证", "must_have", "must_tail") == "身份证"
