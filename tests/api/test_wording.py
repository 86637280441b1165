"""Every answer of the sample county: the first line answers, every part is there, nothing foreign in it."""

from __future__ import annotations

import itertools
import re

import pytest

from actions.completeness import whole
from api.answers import ROOM, answer
from api.facets import FACETS
from api.words import words
from knowledge.importers.rulebook import load_plain_book
from tests.api.test_answers import SAMPLE, seen_from

CODES = sorted(SAMPLE.published)
FACT = {
    "fee": re.compile(r"元|费|免|钱|未登记"),
    "time_limit": re.compile(r"\d|当场|当天|马上|立等|即|未登记"),
    "phone": re.compile(r"\d{3,}|未登记"),
    "hours": re.compile(r"\d{1,2}:\d{2}|开门|未登记"),
    "trips": re.compile(r"\d|不用跑|一趟|算|未登记"),
    "process": re.compile(r"步|1\.|未登记"),
    "materials": re.compile(r"带|未登记"),
    "book": re.compile(r"约|去"),
}
BOOK = load_plain_book()
MOST_JARGON = 0.12  # share of answers with a word of offices' own in it; may only fall


@pytest.mark.parametrize("code", CODES)
def test_the_first_line_answers_in_words_of_the_country(code: str) -> None:
    for facet in FACETS:
        text = answer(SAMPLE.published[code], [facet], seen_from("liuxi")).text
        first = text.splitlines()[0]
        assert len(text) <= ROOM
        assert not re.search(r"[a-z]+[-_][a-z]+|\b(?:None|null|true|false)\b", text), (facet, text)
        assert facet not in FACT or FACT[facet].search(first), (facet, first)


@pytest.mark.parametrize("code", CODES[::4])
def test_every_part_of_a_question_is_answered_or_called_unregistered(code: str) -> None:
    for pair in itertools.combinations(FACETS, 2):
        found = answer(SAMPLE.published[code], pair, seen_from("qinghe")).model_dump()
        assert found["facets"] == list(pair)
        assert whole(found, pair) is found, (pair, found["text"])


def test_a_part_that_goes_missing_is_named() -> None:
    found = answer(SAMPLE.published[CODES[0]], ["materials"], seen_from("qinghe")).model_dump()
    mended = whole(found, ("materials", "fee"))
    assert mended["text"] == f"{found['text']}\n收费：未登记，请到窗口问。"


def test_every_facet_has_a_name_for_when_it_is_missing() -> None:
    from actions.words import words as said

    assert set(said("completeness.labels")) == set(FACETS)
    assert set(words("answers.labels")) >= set(FACETS) - {"eligible"}


def test_words_of_offices_do_not_spread() -> None:
    texts = [answer(SAMPLE.published[code], [facet], seen_from("qinghe")).text for code in CODES for facet in FACETS]
    with_jargon = [text for text in texts if BOOK.pattern.search(text)]
    assert len(with_jargon) / len(texts) <= MOST_JARGON
