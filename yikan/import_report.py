"""What an import did, by rows and by services, and which rows it refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.importers.guides import Guides
from knowledge.importers.remarks import Remark

KINDS = ("created", "changed", "unchanged")


@dataclass(frozen=True)
class Report:
    """`rows` and `services` count created, changed and unchanged; `by_code` says it of each service.

    The rows add up: created + changed + unchanged + refused + held = total. Rows are `held` when another was refused,
    since then nothing is written.
    """

    file: str
    dry_run: bool
    total: int
    rows: Counter[str]
    services: Counter[str]
    by_code: Mapping[str, str]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def written(self) -> bool:
        return not self.dry_run and not self.refused

    def as_json(self) -> dict[str, Any]:
        held = {"held": self.rows["held"]} if self.rows["held"] else {}
        return {
            "file": self.file,
            "dry_run": self.dry_run,
            "written": self.written,
            "total": self.total,
            "rows": {kind: self.rows[kind] for kind in (*KINDS, "refused")} | held,
            "services": {kind: self.services[kind] for kind in KINDS},
            "codes": dict(self.by_code),
            "refused": [asdict(remark) for remark in self.refused],
            "warnings": [asdict(remark) for remark in self.warnings],
        }


def report(file: str, guides: Guides, outcome: Mapping[str, str], dry_run: bool) -> Report:
    """`outcome`: service code → created, changed or unchanged; empty when nothing was written."""
    rows: Counter[str] = Counter()
    for code, what in outcome.items():
        rows[what] += guides.rows_of[code]
    rows["refused"] = len({remark.row for remark in guides.refused})
    rows["held"] = guides.total - sum(rows.values())
    by_row = sorted(guides.refused, key=lambda remark: remark.row)
    warned = sorted(guides.warnings, key=lambda remark: remark.row)
    services = Counter(outcome.values())
    return Report(file, dry_run, guides.total, rows, services, outcome, tuple(by_row), tuple(warned))


def refused_file(file: str, dry_run: bool, reason: str) -> dict[str, Any]:
    """The report of a file that could not be read at all."""
    empty = Report(file, dry_run, 0, Counter(), Counter(), {}, (Remark(0, "", reason),), ())
    return empty.as_json() | {"reason": reason}
