"""`yikan prove`: whatever anybody answers, every service gives a final and consistent result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.clock import Clock
from knowledge.catalogue import Snapshot
from knowledge.errors import NotFound
from knowledge.importers.proof_words import proof_words
from knowledge.importers.sample import load_sample
from knowledge.offering import offices_of
from knowledge.proof import Proof, prove_service
from knowledge.proof.wording import ProofWords
from yikan.database import in_force
from yikan.settings import Settings, read


def prove(
    services: Annotated[list[str] | None, typer.Argument(help="事项编码；不写就全部 codes; all without")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个事项一行 JSON (one line of JSON each)")] = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="证明文件里的示例县，不看数据库 the files, not the database")
    ] = False,
) -> None:
    """证明：不管怎么回答，预检都有结果，文字和规则不打架。 Prove totality, reachability, consistency, economy."""
    settings = read()
    snapshot = (None if sample else in_force(settings)) or load_sample()
    codes = _codes(services or [], snapshot)
    console, words = Console(stderr=as_json, highlight=False), proof_words()
    failed = 0
    with _progress(console) as bar:
        task = bar.add_task("", total=len(codes))
        for proof, seconds in _proofs(codes, snapshot, settings):
            bar.update(task, advance=1, description=proof.name)
            failed += not proof.sound
            if as_json:
                typer.echo(json.dumps(_plain(proof, words, seconds), ensure_ascii=False))
            else:
                _show(bar.console, proof, words)
    console.print(words.report["total"].format(count=len(codes), sound=len(codes) - failed, failed=failed))
    if failed:
        raise typer.Exit(1)


def _codes(asked: list[str], snapshot: Snapshot) -> list[str]:
    """Raises NotFound for a code that is not in the catalogue."""
    if unknown := [code for code in asked if code not in snapshot.published]:
        raise NotFound(f"没有找到事项：{'、'.join(unknown)}。不带编码就证明全部。")
    return asked or sorted(snapshot.published)


def _proofs(codes: list[str], snapshot: Snapshot, settings: Settings) -> Iterator[tuple[Proof, float]]:
    on = Clock(settings.now).now().date()
    lexicon = proof_words().lexicon
    for code in codes:
        begun = perf_counter()
        service = snapshot.published[code].service
        offices = offices_of(service, snapshot.places, snapshot.offices, service.home or settings.place, on)
        yield prove_service(service, snapshot.facts, on, offices, lexicon), perf_counter() - begun


def _progress(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=console, transient=True)


def _show(console: Console, proof: Proof, words: ProofWords) -> None:
    style = None if proof.sound else "bold red"
    console.print(("✓ " if proof.sound else "✗ ") + words.line(proof), style=style, markup=False, soft_wrap=True)
    for fault in proof.faults:
        mark = "✗" if fault.grave else "·"
        console.print(f"    {mark} " + words.fault(fault).replace("\n", "\n      "), markup=False, soft_wrap=True)


def _plain(proof: Proof, words: ProofWords, seconds: float) -> dict[str, Any]:
    return {
        "code": proof.code,
        "name": proof.name,
        "sound": proof.sound,
        "registered": proof.registered,
        "partitions": proof.partitions,
        "checked": proof.checked,
        "exact": proof.exact,
        "facts": proof.facts,
        "trips": proof.trips and {"min": proof.trips[0], "max": proof.trips[1]},
        "questions": proof.asked
        and {
            "mean": round(proof.asked.mean, 4),
            "fewest_mean": None if proof.asked.best is None else round(proof.asked.best, 4),
            "bound": proof.asked.bound,
            "exact": proof.asked.exact,
            "optimal": proof.asked.optimal,
        },
        "faults": [
            {
                "rule": fault.rule,
                "grave": fault.grave,
                "text": words.text(fault),
                "answers": [{"question": q, "answer": a} for q, a in map(words.pair, fault.answers)],
                "mend": words.mend(fault),
            }
            for fault in proof.faults
        ],
        "seconds": round(seconds, 3),
    }
