"""What a rule finds, and what it may look at besides the service itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from typing import Any

from knowledge.model import Fact, Office, Place
from knowledge.validation.book import RuleBook, Severity


@dataclass(frozen=True)
class Breach:
    """Where a rule is broken: dotted `field`, and what the message tells about it."""

    field: str
    values: Mapping[str, Any] = default(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One line for the editor: `message` is Chinese, names the field and says what to do."""

    id: str
    severity: Severity
    field: str
    message: str


@dataclass(frozen=True)
class Context:
    """What surrounds a service: the rule book, the declared facts, the places and offices, the day."""

    book: RuleBook
    facts: Mapping[str, Fact]
    places: Mapping[str, Place]
    offices: Mapping[str, Office]
    on: date
