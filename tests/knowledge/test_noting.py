"""What was told is named in a few words, for every fact of the sample county."""

from __future__ import annotations

from knowledge.importers.sample import load_sample
from knowledge.noting import in_short

FACTS = load_sample().facts


def test_every_fact_has_words_for_what_is_told_of_it() -> None:
    for fact in FACTS.values():
        assert len(fact.noted) == (2 if fact.type == "bool" else 1), fact.id
        assert fact.type == "bool" or "{value}" in fact.noted[0], fact.id


def test_a_number_a_day_and_a_no_are_told_as_people_say_them() -> None:
    assert in_short(FACTS["timber_m3"], 20.0) == "林木20立方米"
    assert in_short(FACTS["birth_date"], "1958-03-02") == "1958年3月2日生"
    assert in_short(FACTS["land_dispute"], False) == "没有争议"


def test_nothing_is_said_of_what_has_no_value() -> None:
    assert in_short(FACTS["timber_m3"], None) is None
    assert in_short(FACTS["tree_location"], False) is None
