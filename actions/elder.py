"""The elder variant of an answer: the answer alone, then what people ask next, as large steps to tap."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from actions.reply import Reply, choice
from actions.words import word, words

Json = dict[str, Any]


def offer_more(reply: Reply, service: Json, asked: Collection[str]) -> Reply:
    """还要听别的吗: the usual questions that were not asked just now; the card's own buttons give way to them."""
    bare = {"code": service["code"], "name": service["name"]}
    steps = {facet: label for facet, label in words("elder.steps").items() if facet not in asked}
    return reply.tell(
        word("elder.more"),
        [choice(label, do="service", service=bare, facets=[facet]) for facet, label in steps.items()],
    )
