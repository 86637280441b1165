"""The facts that a guide of the sample county asks, and what is heard of them in a sentence."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from knowledge.catalogue import Snapshot
from knowledge.decision import base_fact, make_axes
from knowledge.importers.sample import load_sample
from knowledge.model import Fact
from knowledge.sayings import hear

TODAY = date(2026, 12, 2)


@cache
def sample() -> Snapshot:
    return load_sample()


@cache
def axes(code: str) -> list[tuple[str, Fact]]:
    facts = sample().facts
    found = make_axes(sample().published[code].service, facts, TODAY)
    return [(axis.key, facts[base_fact(axis.key)]) for axis in found]


def heard(code: str, text: str, asked: str | None = None) -> dict[str, Any]:
    """The facts told, and the answer to the open question `asked`."""
    found = hear(text, axes(code), asked, TODAY)
    return {**found.others, **({asked: found.value} if asked and found.found else {})}
