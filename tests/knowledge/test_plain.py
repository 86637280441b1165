"""Officialese is found, everyday words are left alone, and the score follows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from knowledge.importers.rulebook import load_plain_book
from knowledge.importers.sample import load_sample
from knowledge.plain import Suggestion, read_plainly
from tests.builders import a_complete_service, a_service

BOOK = load_plain_book()
SAMPLE = load_sample().published
FLOOR = 80  # of the sample county's worst guide; may only rise


def suggestions(summary: str) -> list[Suggestion]:
    return list(read_plainly(a_service(summary=summary), BOOK).suggestions)


def test_officialese_is_found_with_the_everyday_word() -> None:
    found = suggestions("申请人到户籍地的经办机构缴纳费用。")
    assert [(item.text, item.field) for item in found] == [
        ("申请人", "summary"),
        ("户籍地", "summary"),
        ("经办机构", "summary"),
        ("缴纳", "summary"),
    ]
    assert found[0].message == "“申请人”可以说成“您”。"


def test_everyday_words_are_left_alone() -> None:
    assert suggestions("带上户口簿和身份证，到镇上窗口交了就行，不要钱。") == []


def test_the_longer_word_counts_where_two_fit() -> None:
    assert [item.text for item in suggestions("由单位法定代表人来。")] == ["法定代表人"]
    assert [item.text for item in suggestions("拿领取凭证来领。")] == []


def test_the_name_of_a_law_cannot_be_put_differently() -> None:
    assert suggestions("按《未成年人保护法》办。") == []


def test_a_long_sentence_is_to_be_cut_in_two() -> None:
    found = suggestions("先到村里" + "再到镇里" * 12 + "。短的。")
    assert [item.kind for item in found] == ["sentence"]
    assert "拆成两三句" in found[0].message
    assert suggestions("先到村里，" + "再到镇里。" * 12) == []


def test_what_is_easier_to_read_scores_higher() -> None:
    texts = [
        "申请人应当持有效身份证件向户籍所在地的受理机关提交材料，逾期不予受理，并须由法定代理人出具加盖公章的证明，缴纳相关费用之后方可办结。",
        "申请人到户籍地的窗口交材料，从收到材料那天算起，三天办好。",
        "带身份证到窗口，三天办好。",
    ]
    scores = [read_plainly(a_service(summary=text), BOOK).score for text in texts]
    assert all(worse < better for worse, better in pairwise(scores))
    assert 0 <= scores[0] <= 50
    assert scores[-1] == 100


def test_reading_time_follows_the_length() -> None:
    read = read_plainly(a_service(summary="字" * 300, steps=()), BOOK)
    assert (read.characters, read.seconds) == (300, 60)


def test_an_unwritten_guide_has_nothing_to_mend() -> None:
    assert read_plainly(a_service(steps=()), BOOK).score == 100
    assert read_plainly(a_complete_service(), BOOK).suggestions == ()


def test_the_list_is_long_and_says_each_word_once() -> None:
    words = [item.word for item in BOOK.jargon]
    assert len(words) == len(set(words)) >= 60
    assert all(item.say and item.say != item.word for item in BOOK.jargon)
    assert sum(BOOK.weights.values()) == 100


@pytest.mark.parametrize("code", sorted(SAMPLE))
def test_the_sample_county_speaks_plainly(code: str) -> None:
    assert read_plainly(SAMPLE[code].service, BOOK).score >= FLOOR
