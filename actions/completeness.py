"""Every part of a question is answered or named as 未登记: checked where the answer is given, whatever made it.

whole(answer, asked) -> answer        the same, or with a line for each part that went missing
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from actions.words import word, words

log = logging.getLogger(__name__)

Json = dict[str, Any]


def whole(answer: Json, asked: Iterable[str]) -> Json:
    """`facets` of the answer are those it speaks about, `missing` those it must call 未登记."""
    silent = [facet for facet in asked if not _told(answer, facet)]
    if not silent:
        return answer
    log.error("an answer left out %s of %s", ",".join(silent), answer["data"]["service"]["code"])
    labels = words("completeness.labels")
    lines = [word("completeness.missing", label=labels[facet]) for facet in silent if facet in labels]
    return {**answer, "text": "\n".join([answer["text"], *dict.fromkeys(lines)])}


def _told(answer: Json, facet: str) -> bool:
    if facet not in answer["facets"] or not answer["text"].strip():
        return False
    return facet not in answer["missing"] or word("unregistered") in answer["text"]
