"""`yikan bench`: every benchmark, or one, each figure beside its floor. A missed one is told, it is no error."""

from __future__ import annotations

import json
from enum import StrEnum
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from knowledge.errors import Invalid
from yikan.bench import NAMES, available
from yikan.bench.figures import Figure

Name = StrEnum("Name", {name: name for name in NAMES})  # type: ignore[misc]


def bench(
    name: Annotated[Name | None, typer.Argument(help="测哪一项；不写就全测 which one; all without")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """性能与准确度，对照同一次测得的底线。 Benchmarks, each beside its floor measured in the same run."""
    known = available()
    if name is not None and name.value not in known:
        raise Invalid(f"还没有 {name.value} 这一项，可选: {'、'.join(known)}。")
    screen = Console(stderr=True, highlight=False)
    results = {}
    for title in [name.value] if name else known:
        start = perf_counter()
        with screen.status(f"{title} …") as status:
            figures = known[title](lambda doing, title=title: status.update(f"{title}: {doing} …"))  # type: ignore[misc]
        results[title] = (figures, perf_counter() - start)
        if not as_json:
            _show(title, *results[title])
    if as_json:
        typer.echo(json.dumps(_plain(results), ensure_ascii=False, indent=2))


def _plain(results: dict[str, tuple[list[Figure], float]]) -> dict[str, object]:
    return {
        title: {
            "seconds": round(seconds, 1),
            "met": all(figure.met is not False for figure in figures),
            "figures": [figure.plain() for figure in figures],
        }
        for title, (figures, seconds) in results.items()
    }


def _show(title: str, figures: list[Figure], seconds: float) -> None:
    table = Table(title=f"yikan bench {title} · {seconds:.0f} s", title_justify="left")
    for heading, side in (("测什么", "left"), ("测得", "right"), ("要求", "right"), ("", "left"), ("对照", "left")):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    for figure in figures:
        rivals = "，".join(f"{rival} {value:.3g}" for rival, value in figure.rivals.items())
        notes = "; ".join(filter(None, (rivals, figure.note)))
        table.add_row(figure.label, f"{figure.value:.3g} {figure.unit}", _wanted(figure), _verdict(figure), notes)
    Console(highlight=False).print(table)


def _wanted(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{'≥' if figure.more_is_better else '≤'} {figure.target:g} {figure.unit}".rstrip()


def _verdict(figure: Figure) -> str:
    return {True: "[green]达标[/]", False: "[red]未达标[/]", None: ""}[figure.met]
