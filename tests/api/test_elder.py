"""The elder variant: the answer alone, in a breath, from the same data."""

from __future__ import annotations

import itertools

import httpx
import pytest

from api.answers import ELDER_ROOM, answer
from api.facets import FACETS
from tests.api.test_answers import SAMPLE, seen_from

PAIRS = (("materials", "where"), ("fee", "time_limit"), ("hours", "phone"), ("materials", "process"))


@pytest.mark.parametrize("code", sorted(SAMPLE.published))
def test_it_is_short_and_says_nothing_the_full_answer_does_not(code: str) -> None:
    for place, facets in itertools.product(("liuxi",), [*((facet,) for facet in FACETS), *PAIRS]):
        full = answer(SAMPLE.published[code], facets, seen_from(place))
        short = answer(SAMPLE.published[code], facets, seen_from(place), elder=True)
        assert 0 < len(short.text) <= ELDER_ROOM, (facets, short.text)
        assert "核对" not in short.text or "核对" in full.text
        assert (short.facets, short.missing, short.data) == (full.facets, full.missing, full.data)


def test_it_is_asked_for_by_style(api: httpx.Client) -> None:
    path = "/api/v1/services/legal-aid/answer"
    plain, elder = (
        api.get(path, params={"facets": "overview", "style": style}).json()["text"] for style in ("plain", "elder")
    )
    assert len(elder) <= ELDER_ROOM
    assert len(elder) <= len(plain)
    assert api.get(path, params={"style": "loud"}).status_code == 422
