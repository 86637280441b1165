"""What is in force on one day, as one immutable value: search, assessment and answers read nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from knowledge.model import Bundle, CalendarDay, Fact, Office, Place, Service
from knowledge.rules import Rules


@dataclass(frozen=True)
class Published:
    """A service with the facts of its publication. `version` counts from 1 per service."""

    service: Service
    version: int
    effective_from: date
    published_at: datetime | None = None


@dataclass(frozen=True)
class Snapshot:
    """The catalogue in force. `stamp` grows with every change, so that readers know when to reload."""

    stamp: int
    published: Mapping[str, Published]
    places: Mapping[str, Place] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    calendar: tuple[CalendarDay, ...] = ()
    rules: Rules = field(default_factory=Rules)
