"""What an import did, by rows and by services, and which rows it refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.importers.guides import Guides, Refusal


@dataclass(frozen=True)
class Report:
    """`rows` and `services` count created, changed and unchanged; `by_code` says it of each service."""

    file: str
    dry_run: bool
    rows: Counter[str]
    services: Counter[str]
    by_code: Mapping[str, str]
    refused: tuple[Refusal, ...]

    def as_json(self) -> dict[str, Any]:
        kinds = ("created", "changed", "unchanged")
        return {
            "file": self.file,
            "dry_run": self.dry_run,
            "rows": {kind: self.rows[kind] for kind in kinds} | {"refused": len({r.row for r in self.refused})},
            "services": {kind: self.services[kind] for kind in kinds},
            "codes": dict(self.by_code),
            "refused": [asdict(refusal) for refusal in self.refused],
        }


def report(file: str, guides: Guides, outcome: Mapping[str, str], dry_run: bool) -> Report:
    """`outcome`: service code → created, changed or unchanged; empty when nothing was written."""
    rows: Counter[str] = Counter()
    for code, what in outcome.items():
        rows[what] += guides.rows_of[code]
    return Report(file, dry_run, rows, Counter(outcome.values()), outcome, tuple(guides.refused))
