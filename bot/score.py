"""Score a trained model on held-out sentences.

    .venv/bin/python score.py MODEL.tar.gz FILE.yml… [--json]

A file is a list of {text, masked?, kind, facets, intent?}; rows without a kind and other files are passed over.
With --json the last line is one object: the figures (from 0 to 1) at the top, confusions and worst sentences beneath.
"""

import argparse
import json
import statistics
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from components.scoring import OURS, Case, Result, by_facet, by_kind, figures, run, worst
from components.understanding import Understander

PART = "KindFacetClassifier"
WORST = 60
TIMED, TRIES = 100, 4


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Score a trained model on held-out sentences.")
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    report = score(load(asked.model), {file.stem: cases(file) for file in asked.files})
    print(json.dumps(report, ensure_ascii=False) if asked.json else _readable(report))


def load(archive: Path) -> Understander:
    """The understanding part of a Rasa model archive; raises FileNotFoundError when it has none."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as packed:
        members = [member for member in packed.getmembers() if PART in member.name and member.isfile()]
        if not members:
            raise FileNotFoundError(f"{archive} holds no {PART}: it was made by another configuration.")
        for member in members:
            member.name = Path(member.name).name  # flat, so that no archive can write elsewhere
            packed.extract(member, folder)
        return Understander.load(Path(folder))


def cases(file: Path) -> list[Case]:
    """The held-out sentences of one file."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Case.of(row) for row in rows if "kind" in row] if isinstance(rows, list) else []


def score(understander: Understander, held_out: Mapping[str, Sequence[Case]]) -> dict[str, Any]:
    """The headline figures are those of a real turn (linked); `unlinked` are without the gateway's marks.

    `held_out`: by the name of their file; `foreign` tells for each file how many foreign sentences were refused.
    """
    linked = {name: run(understander.understand, each, linked=True) for name, each in held_out.items()}
    results = [result for each in linked.values() for result in each]
    every = [result.case for result in results]
    unlinked = run(understander.understand, every, linked=False)
    return {
        **figures(results),
        "sentences": len(every),
        "milliseconds": f"{_milliseconds(understander, every):.2f}",
        "unlinked": figures(unlinked),
        "foreign": {name: _refused(each) for name, each in linked.items()},
        **_details(results),
    }


def _refused(results: Sequence[Result]) -> dict[str, int]:
    outcomes = [result.found.kind not in OURS for result in results if result.case.kind == "oos"]
    return {"refused": sum(outcomes), "sentences": len(outcomes)}


def _milliseconds(understander: Understander, held_out: Sequence[Case]) -> float:
    """The median time to understand a sentence, each timed as the best of a few tries, the model being warm."""
    best = [min(_once(understander, case) for _ in range(TRIES)) for case in held_out[:TIMED]]
    return statistics.median(best) if best else 0.0


def _once(understander: Understander, case: Case) -> float:
    started = time.perf_counter()
    understander.understand(case.text, case.masked, case.linked)
    return 1000 * (time.perf_counter() - started)


def _details(results: Sequence[Result]) -> dict[str, Any]:
    return {"by_kind": by_kind(results), "by_facet": by_facet(results), "worst": worst(results, WORST)}


def _readable(report: dict[str, Any]) -> str:
    lines = [f"{name:16} {value}" for name, value in report.items() if not isinstance(value, (dict, list))]
    lines += [f"{'unlinked':16} {report['unlinked']}", "", "kinds"]
    lines += [
        f"  {name:10} {row['right']}/{row['sentences']} {row['taken_for'] or ''}"
        for name, row in report["by_kind"].items()
    ]
    lines += ["", "facets (hit, extra, missed)"]
    lines += [f"  {name:14} {row['hit']} {row['extra']} {row['missed']}" for name, row in report["by_facet"].items()]
    lines += ["", "worst"]
    lines += [f"  {row['confidence']:.2f} {row['text']}  {row['meant']} ≠ {row['found']}" for row in report["worst"]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
