"""The sentence vectors of what is in force, computed ahead: a system that was just seeded finds by meaning at once.

indexed(engine, snapshot, anew=False) -> Indexed     shows its progress on standard error
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from api.encoder import encoder
from api.vectors import KeptVectors
from knowledge.catalogue import Snapshot
from knowledge.search import SearchIndex, installed
from knowledge.search.meaning import MODEL
from knowledge.store import transaction
from knowledge.store.vectors import VectorStore


@dataclass(frozen=True)
class Indexed:
    """`learnt`: services that got vectors; `gone`: old versions that lost theirs."""

    index: SearchIndex
    learnt: int
    gone: int


def indexed(engine: Engine, snapshot: Snapshot, *, anew: bool = False) -> Indexed:
    """Without the optional model, the index alone. `anew`: what is kept counts for nothing."""
    if not installed():
        return Indexed(SearchIndex.build(snapshot), 0, 0)
    versions = set() if anew else {(code, published.version) for code, published in snapshot.published.items()}
    with transaction(engine, write=True) as session:
        gone = VectorStore(session, MODEL).prune(versions)
    vectors = KeptVectors(engine, encoder())
    with transaction(engine, write=False) as session:
        vectors.read(session, snapshot)
    index = SearchIndex.build(snapshot, meaning=vectors.meaning)
    missing = len(vectors.missing(index, snapshot))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("计算向量 vectors", total=missing)
        vectors.learn(index, snapshot, lambda many: progress.advance(task, many))
    return Indexed(index, missing, gone)
