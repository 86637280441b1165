"""What of a case may be sent on to the family: answers that are not sensitive, and nothing that gives those away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.decision import base_fact
from knowledge.model import Fact


def shareable(given: Mapping[str, Any], facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The answers without the sensitive ones; an age goes with its birth date. What nobody knew is asked again."""
    private = {fact.id for fact in facts.values() if fact.sensitive}
    private |= {fact.coarser for fact in facts.values() if fact.sensitive and fact.coarser}
    return {key: value for key, value in given.items() if value is not None and base_fact(key) not in private}
