"""What of a case may be sent on to the family: answers that are not sensitive, and nothing that gives those away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.decision import base_fact
from knowledge.model import Fact


def shareable(given: Mapping[str, Any], facts: Mapping[str, Fact], uses: Iterable[str]) -> dict[str, Any]:
    """The answers a service `uses`, without the sensitive ones; an age goes with its birth date.

    What was not known is asked again.
    """
    private = {fact.id for fact in facts.values() if fact.sensitive}
    private |= {fact.coarser for fact in facts.values() if fact.sensitive and fact.coarser}
    known = set(uses)
    return {
        key: value
        for key, value in given.items()
        if value is not None and key in known and base_fact(key) not in private
    }
