"""Identity numbers never stay in a text."""

from __future__ import annotations

import pytest

from knowledge.identity import without_identity


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("530102196607081529", "530102********1529"),
        ("号码是53010219660708152X，好了", "号码是530102********152X，好了"),
        ("530102 1966 0708 1529", "530102********1529"),
        ("530102-19660708-1529", "530102********1529"),
        ("老证530102660708152那个", "老证530102******152那个"),
    ],
)
def test_the_birth_date_inside_is_hidden(said: str, kept: str) -> None:
    assert without_identity(said) == kept


@pytest.mark.parametrize("said", ["13812345678", "0999-6001100", "20261121652082", "2026年11月21日", "830802"])
def test_other_numbers_stay(said: str) -> None:
    assert without_identity(said) == said
