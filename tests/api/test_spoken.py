"""Every answer of the sample county can be read aloud, and the chat page gets it over HTTP."""

from __future__ import annotations

import re

import httpx
import pytest

from api.answers import answer
from api.facets import FACETS
from knowledge.spoken import spoken
from tests.api.test_answers import SAMPLE, seen_from

WITHOUT_A_SOUND = re.compile(r"[\d/／（）()【】《》“”~–—_*#]")


@pytest.mark.parametrize("code", sorted(SAMPLE.published))
def test_no_number_and_no_mark_is_left_for_the_voice_to_guess(code: str) -> None:
    for facet in FACETS:
        heard = spoken(answer(SAMPLE.published[code], [facet], seen_from("qinghe")).text)
        assert not WITHOUT_A_SOUND.search(heard), (facet, heard)
        assert not re.search(r"[，、；]{2}|^[，、]|，[。！？]", heard), (facet, heard)


def test_the_chat_page_asks_how_to_read_a_text(api: httpx.Client) -> None:
    reply = api.post("/api/v1/spoken", json={"text": "要跑2趟，8:30开门"})
    assert reply.json() == {"text": "要跑两趟，八点半开门"}
    assert api.post("/api/v1/spoken", json={"text": ""}).status_code == 422
