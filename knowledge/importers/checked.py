"""What was read, measured by the rules of knowledge.validation before anything is written.

An error refuses the service's first row, and with it the whole file. Warnings are told with it: what is merely not
registered in one line per service, since foreign guides rarely know everything; contradictions one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.catalogue import Snapshot
from knowledge.importers.guides import Guides
from knowledge.importers.remarks import Remark
from knowledge.model import Service
from knowledge.validation import Context, Finding, RuleBook, validate

MISSING = "C"  # ids of the rules about completeness
SHOWN = 8


def check_guides(guides: Guides, snapshot: Snapshot, book: RuleBook, on: date) -> None:
    """Adds to `refused` and `warnings` of the guides. Places the file brings along count as known."""
    places = {**snapshot.places, **{place.slug: place for place in guides.places}}
    context = Context(book, snapshot.facts, places, snapshot.offices, on)
    for service in guides.services:
        findings = validate(service, context)
        row = guides.first_row.get(service.code, 0)
        guides.refused += [_remark(row, service, f) for f in _once(findings) if f.severity == "error"]
        guides.warnings += _warnings(row, service, [f for f in findings if f.severity == "warning"])


def _warnings(row: int, service: Service, findings: list[Finding]) -> Iterable[Remark]:
    yield from (_remark(row, service, finding) for finding in _once(findings) if not finding.id.startswith(MISSING))
    missing = list(dict.fromkeys(f.id for f in findings if f.id.startswith(MISSING)))
    if missing:
        listed = "、".join(missing[:SHOWN]) + (" 等" if len(missing) > SHOWN else "")
        yield Remark(row, "未登记", f"{service.name}：有 {len(missing)} 项没写，页面显示“未登记”（{listed}）")


def _remark(row: int, service: Service, finding: Finding) -> Remark:
    return Remark(row, finding.field, f"{service.name}：{finding.message}（{finding.id}）")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The first finding of each rule: the same fault in forty regions is one thing to mend."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.id, finding)
    return list(first.values())
