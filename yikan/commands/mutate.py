"""`yikan mutate`: how many small wrong changes of the assessment engine the tests notice."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from knowledge.errors import Refused
from yikan.mutation import MODULES, Mutant, Workshop, sample


def mutate(
    count: Annotated[int | None, typer.Option(help="抽多少个变异；不写就全部 how many; all without")] = None,
    seed: Annotated[int, typer.Option(help="抽样的种子 seed of the sample")] = 1,
    skip: Annotated[int, typer.Option(help="跳过前几个 leave out the first ones (to go on later)")] = 0,
    minutes: Annotated[float | None, typer.Option(help="到时间就停 stop after so many minutes")] = None,
) -> None:
    """变异测试：故意改错一处，看测试查不查得出来。 Mutation testing of the engine; not part of make test."""
    console = Console(highlight=False)
    chosen = sample(count, seed)[skip:]
    begun, tried = monotonic(), list[tuple[Mutant, bool]]()
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        if not workshop.passes():
            raise Refused("没有变异时测试就不通过，先把测试修好。")
        for mutant in track(chosen, "变异 mutants", console=console, transient=True):
            if minutes is not None and monotonic() - begun > minutes * 60:
                break
            tried.append((mutant, workshop.kills(mutant)))
    _show(console, tried, skip)


def _show(console: Console, tried: list[tuple[Mutant, bool]], skip: int) -> None:
    for mutant, killed in tried:
        if not killed:
            where = f"knowledge/{mutant.module}.py:{mutant.line}"
            console.print(f"  没查出 survived {where}  {mutant.change}", markup=False, soft_wrap=True)
    made, found = Counter(m.module for m, _ in tried), Counter(m.module for m, killed in tried if killed)
    table = Table("模块 module", "变异 mutants", "查出 killed", "")
    for module in MODULES:
        if made[module]:
            table.add_row(module, str(made[module]), str(found[module]), f"{found[module] / made[module]:.0%}")
    total, dead = sum(made.values()), sum(found.values())
    table.add_row("合计 total", str(total), str(dead), f"{dead / total:.1%}" if total else "")
    console.print(table)
    console.print(f"第 {skip + 1} 到 {skip + total} 个 (continue with --skip {skip + total})")
