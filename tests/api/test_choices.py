"""Choices are shown six a page and taken by number, ordinal, label, value or a distinctive part."""

from __future__ import annotations

from typing import Any

import pytest

from api.choices import chosen, named_by_ordinal, next_page, show, wants_more


def _choices(count: int) -> dict[str, Any]:
    items = [
        {"label": f"第{i}件 事项{i}", "value": f"v{i}", "payload": {"do": "service", "n": i}}
        for i in range(1, count + 1)
    ]
    return {"type": "choices", "text": "哪一件？", "choices": items}


def test_payloads_never_leave_the_server() -> None:
    shown = show([_choices(2)], {})
    assert shown[0]["choices"] == [{"label": "第1件 事项1", "value": "v1"}, {"label": "第2件 事项2", "value": "v2"}]


def test_more_than_six_are_paged_with_a_seventh_entry_more() -> None:
    state: dict[str, Any] = {}
    first = show([_choices(8)], state)[0]["choices"]
    assert [c["label"] for c in first][-1] == "更多" and len(first) == 7
    assert wants_more("更多", state)
    second = next_page(state)["choices"]
    assert [c["value"] for c in second] == ["v7", "v8"]
    assert not wants_more("更多", state)


def test_numbers_start_at_one_on_every_page() -> None:
    state: dict[str, Any] = {}
    show([_choices(8)], state)
    next_page(state)
    taken = chosen("1", state)
    assert taken is not None and taken["payload"]["n"] == 7


@pytest.mark.parametrize("said", ["2", "第二个", "选2", "第2项", "v2", "第2件 事项2", "就第二个吧", "事项2"])
def test_a_choice_is_taken_however_it_is_said(said: str) -> None:
    state: dict[str, Any] = {}
    show([_choices(3)], state)
    taken = chosen(said, state)
    assert taken is not None and taken["payload"]["n"] == 2


@pytest.mark.parametrize("said", ["7", "事项", "居住证要带什么", "2026", "九"])
def test_what_names_no_single_choice_takes_none(said: str) -> None:
    state: dict[str, Any] = {}
    show([_choices(3)], state)
    assert chosen(said, state) is None


def test_a_button_of_an_earlier_card_still_works_but_has_no_number() -> None:
    state: dict[str, Any] = {}
    card = {"type": "card", "actions": [{"label": "预约", "value": "我要预约居住证", "payload": {"do": "book"}}]}
    show([card], state)
    show([_choices(2)], state)
    taken = chosen("我要预约居住证", state)
    assert taken is not None and taken["payload"] == {"do": "book"}
    assert chosen("3", state) is None


def test_old_values_are_forgotten_in_the_end() -> None:
    state: dict[str, Any] = {}
    show([_choices(6)], state)
    for start in range(100):
        show([{"type": "card", "actions": [{"label": "a", "value": f"w{start}", "payload": {"do": "x"}}]}], state)
    assert len(state["known"]) <= 80


def test_a_tap_is_understood_whatever_the_width_of_its_marks() -> None:
    """The client sends the value as it was offered; the gateway has made its brackets narrow by then."""
    state: dict[str, Any] = {}
    label = "12月2日（周三）08:30 河口大厅"
    time = {"label": label, "value": label, "payload": {"n": 1}}
    show([{"type": "choices", "text": "几点？", "choices": [time]}], state)
    for said in (label, "12月2日(周三)08:30 河口大厅"):
        found = chosen(said, state)
        assert found is not None and found["payload"] == {"n": 1}
    show([{"type": "choices", "text": "别的？", "choices": [{"label": "不用", "value": "不用"}]}], state)
    found = chosen("12月2日(周三)08:30 河口大厅", state)
    assert found is not None and found["payload"] == {"n": 1}


def test_the_words_on_a_button_typed_are_its_value_and_the_latest_card_counts() -> None:
    state: dict[str, Any] = {}
    for name in ("居住证", "低保"):
        action = {"label": "算一算", "value": f"帮我算算{name}", "payload": {"do": "check", "name": name}}
        show([{"type": "card", "actions": [action]}], state)
    taken = chosen("算一算", state)
    assert taken is not None and taken["payload"]["name"] == "低保"


def _times(count: int) -> dict[str, Any]:
    items = [
        {"label": f"时间{i}", "value": f"t{i}", "payload": {"do": "slot", "slot": {"slot_id": i}}}
        for i in range(1, count + 1)
    ]
    return {"type": "choices", "text": "哪个时间？", "choices": items}


@pytest.mark.parametrize(
    ("said", "slot"),
    [("第二个，鲁小满，13900001111", 2), ("13900001111 鲁小满，第三个", 3), ("2，给我妈约", 2), ("第二个，鲁小满", 2)],
)
def test_a_time_may_be_taken_in_a_sentence_that_tells_more(said: str, slot: int) -> None:
    state: dict[str, Any] = {}
    show([_times(4)], state)
    assert chosen(said, state) is None
    taken = named_by_ordinal(said, state)
    assert taken is not None and taken["slot"]["slot_id"] == slot


@pytest.mark.parametrize("said", ["第二个", "就要第二个吧", "选第二个时间"])
def test_an_ordinal_that_stands_alone_is_the_choice_itself(said: str) -> None:
    state: dict[str, Any] = {}
    show([_times(4)], state)
    taken = chosen(said, state)
    assert taken is not None and taken["value"] == "t2"


def test_an_ordinal_told_beside_services_takes_none_of_them() -> None:
    state: dict[str, Any] = {}
    show([_choices(4)], state)
    assert named_by_ordinal("第二个，鲁小满，13900001111", state) is None


def test_an_answer_to_an_earlier_question_is_plain_words_once_another_was_asked() -> None:
    state: dict[str, Any] = {}
    yes = {"label": "是", "value": "是", "payload": {"do": "fact", "answer": True}}
    no = {"label": "不是", "value": "不是", "payload": {"do": "fact", "answer": False}}
    show([{"type": "choices", "text": "有工作吗？", "choices": [yes, no]}], state)
    assert chosen("是", state) == yes
    confirm = {"label": "确认", "value": "确认", "payload": {"do": "yes"}}
    show([{"type": "choices", "text": "对吗？", "choices": [confirm]}], state)
    assert chosen("是", state) is None
