"""docs/validation.md lists the rules as they are."""

from __future__ import annotations

from knowledge.importers.rulebook import load_rulebook
from knowledge.validation import RULES
from yikan.validation_page import PAGE, fresh


def test_the_table_of_rules_is_fresh() -> None:
    page = PAGE.read_text("utf-8")
    assert page == fresh(page, load_rulebook()), "run: python -m yikan.validation_page"


def test_every_rule_has_its_row() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"| `{rule}` |" in page for rule in RULES)
