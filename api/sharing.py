"""What of a case may be sent on to the family: answers that are not sensitive, and nothing that gives those away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.decision import base_fact
from knowledge.model import Fact

_ANSWERS = re.compile(r"(?:[；;][a-z_]+(?:@[a-z]+)?=[^；;]*)+$")


def words_of(text: str) -> str:
    """What is said, without the answers that a link carries behind it (帮我算算…；hukou_place=外省)."""
    return _ANSWERS.sub("", text)


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
