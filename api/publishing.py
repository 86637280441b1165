"""What stands between a version and its publication.

    publishing_faults(service, snapshot, on) -> list[Finding]     everything that speaks against it, errors first
    despite(faults) -> list[str]                                  ids of the warnings it passes with, for the audit

An error refuses; a warning needs a reason, which is kept with the version and in the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from api.proving import proof_findings
from knowledge.catalogue import Snapshot
from knowledge.importers.rulebook import load_plain_book, load_rulebook
from knowledge.model import Service
from knowledge.plain import PlainBook
from knowledge.validation import Context, Finding, RuleBook, validate, warnings


@cache
def rulebook() -> RuleBook:
    """Read once per process, at its first use."""
    return load_rulebook()


@cache
def plain_book() -> PlainBook:
    """Read once per process, at its first use."""
    return load_plain_book()


def publishing_faults(service: Service, snapshot: Snapshot, on: date) -> list[Finding]:
    """All checks of a document against the catalogue around it, and its proof, as of the day it begins to count."""
    context = Context(rulebook(), snapshot.facts, snapshot.places, snapshot.offices, on)
    found = [*validate(service, context), *proof_findings(service, snapshot, on)]
    return sorted(found, key=lambda finding: finding.severity != "error")


def despite(faults: Iterable[Finding]) -> list[str]:
    return sorted({finding.id for finding in warnings(faults)})


@dataclass(frozen=True)
class Told:
    """One line for the editor: what a rule says, and where else it says so."""

    id: str
    severity: str
    message: str
    fields: tuple[str, ...]


def told(faults: Sequence[Finding]) -> list[Told]:
    """Findings of one rule with one message are one line; the order stays."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for finding in faults:
        groups.setdefault((finding.id, finding.severity, finding.message), []).append(finding.field)
    return [Told(*key, tuple(fields)) for key, fields in groups.items()]


def shown(value: Any) -> str:
    """A value of a document as an editor reads it; nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {shown(inner)}" for name, inner in value.items())
    return "、".join(map(shown, value)) if isinstance(value, list) else str(value)
