"""docs/facts.md says what the data says."""

from __future__ import annotations

from knowledge.importers.sample import load_sample
from yikan.facts_page import PAGE, facts_page


def test_the_page_of_facts_is_fresh() -> None:
    fresh = PAGE.read_text("utf-8") == facts_page(load_sample())
    assert fresh, "run: python -m yikan.facts_page"
