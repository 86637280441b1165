"""The search index of the sample county, with and without sentence vectors, made once for all tests here."""

from __future__ import annotations

from functools import cache

from api.encoder import encoder
from knowledge.importers.sample import load_sample
from knowledge.search import SearchIndex


@cache
def sample_index(meaning: bool) -> SearchIndex:
    """Its vectors take half a minute."""
    return SearchIndex.build(load_sample(), meaning=encoder() if meaning else None)
