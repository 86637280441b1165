"""What a sentence says to a ticket: a yes, a no, a name of a place, a question, what is told beside a phone."""

from __future__ import annotations

import pytest

from actions.closing import said_to_close
from actions.ticket_clauses import drops
from actions.ticket_reading import (
    agrees,
    another,
    asks,
    counted,
    hands_on,
    name_told,
    only_asks,
    place_in,
    separately,
    topic_of,
    wants_a_call,
    without_phone,
    without_wishing,
)


@pytest.mark.parametrize("text", ["对,交上去", "好的,麻烦提交吧", "行行行,就这么登", "嗯,快报吧", "那我不留名,登记"])
def test_a_yes_in_many_words_is_a_yes(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", ["不报", "先不登记", "对面的路灯也坏了", "好几天了", "行人没法过", "麻烦快点修"])
def test_more_than_a_yes_is_none(text: str) -> None:
    assert not agrees(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("算了,先不登记了", ""),
        ("不用报了", ""),
        ("撤了吧", ""),
        ("还是别投诉了,低保要带啥", "低保要带啥"),
        ("没人管", None),
        ("水管都不用了", None),
    ],
)
def test_who_drops_it_may_ask_something_else(text: str, rest: str | None) -> None:
    assert drops(text) == rest


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("湖滨花园2栋的灯不亮", "湖滨花园"),
        ("在解放路口子上", "解放路口"),
        ("东风小学门口有个坑", "东风小学门口"),
        ("我们村口路灯坏了", ""),
        ("这条路烂得很", ""),
        ("那个医院不给开", ""),
        ("楼下工地吵", ""),
        ("村里的水泥路断了", ""),
    ],
)
def test_only_a_name_is_a_place(text: str, place: str) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize("text", ["来修要收钱不", "几时有人来", "能不能快点?", "这归谁管", "他们怎么处理他"])
def test_questions_are_questions(text: str) -> None:
    assert asks(text) or topic_of(text)


@pytest.mark.parametrize("text", ["问了两句都不理人", "等了一上午没叫到我的号", "他说不归他管"])
def test_a_story_is_no_question(text: str) -> None:
    assert not asks(text)


def test_what_stands_beside_the_phone_is_kept() -> None:
    assert without_phone("卫生室对面,手机13987650301,交吧") == "卫生室对面"
    assert without_phone("我的电话是13987650301") == ""


def test_a_second_matter_is_told_from_more_of_the_first() -> None:
    assert another("还有一件事,公厕没水") == "公厕没水"
    assert another("还有臭味") is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("嗯,分开报一张", "yes"),
        ("好,再给我登一个", "yes"),
        ("单另记吧", "apart"),
        ("再报警", None),
        ("另外报销多少", None),
    ],
)
def test_a_ticket_apart_may_come_with_a_yes(text: str, heard: str | None) -> None:
    assert separately(text) == heard


def test_a_bare_also_may_belong_to_the_same_matter() -> None:
    assert counted("还有一件,巷口的井盖没了") and another("还有一件,巷口的井盖没了")
    assert another("还有,半夜也吵") == "半夜也吵" and not counted("还有,半夜也吵")
    assert another("还有人管没") is None


def test_who_calls_is_kept_with_a_call_back() -> None:
    assert without_wishing("给我回个电话,姓谭,问低保的事") == "姓谭,问低保的事"


@pytest.mark.parametrize("text", ["明天上午能来吗", "得多久来", "要等几天"])
def test_a_mere_question_tells_nothing(text: str) -> None:
    assert only_asks(text)


def test_handing_on_is_a_yes_that_says_what_to_do() -> None:
    assert hands_on("好的,提交") and not hands_on("好的")


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("投诉就算了 喊人给我回个电话", "喊人给我回个电话"),
        ("算了 举报不弄了", ""),
        ("那个单子撤了吧 谢谢", ""),
        ("不反映了 我过几天再说", ""),
        ("路灯还是不亮", None),
    ],
)
def test_what_is_dropped_wherever_it_stands(said: str, rest: str | None) -> None:
    assert drops(said) == rest


def test_times_a_way_was_gone_are_no_place() -> None:
    assert place_in("我跑了五趟镇上了") == ""
    assert place_in("我跑了五趟石桥镇大厅") == "石桥镇大厅"
    assert place_in("桃园村口的路灯", alone=True) == "桃园村"


def test_a_name_is_no_part_of_what_happened() -> None:
    assert name_told("井盖没了 我叫江白露", bare=False) == ("江白露", "井盖没了")
    assert name_told("江白露 井盖没了", bare=True) == ("江白露", "井盖没了")
    assert name_told("江白露 井盖没了", bare=False) == (None, "江白露 井盖没了")


def test_a_wish_to_be_called_tells_nothing_else() -> None:
    assert wants_a_call("喊个人给我打个电话就行")
    assert not wants_a_call("他们说给我回电话，一个月了没回")


@pytest.mark.parametrize("said", ["先不用了 谢谢哈", "嗯 暂时不用 我缓两天", "行了 没事了", "不麻烦你们了 改天再说"])
def test_a_no_for_now_is_one_clause_by_clause(said: str) -> None:
    assert said_to_close(said)


@pytest.mark.parametrize("said", ["不用带户口本吗", "不用了 社保卡咋补", "谢谢", "算了", "没有"])
def test_what_says_more_or_less_than_no_for_now_is_none(said: str) -> None:
    assert not said_to_close(said)
