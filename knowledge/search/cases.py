"""跨省的要等几天: of the things a sentence of the guide says for several cases, the one that is asked about.

case_of("跨省的要等几天", "承诺本省的5个工作日，外省的10个工作日") -> "外省的10个工作日"
"""

from __future__ import annotations

import re

from knowledge.search.statements import shared

LEAST = 0.1  # what a piece must have in common with the question, and more than any other piece has
_PIECE = re.compile(r"[^，。；;\n（）]+(?:（[^）]*）)?[^，。；;\n（）]*")
_TELLS = re.compile(r"\d|当场|免费|不收|[一二两三四五六七八九十半]个?[天年月]")


def case_of(asked: str, text: str) -> str | None:
    """None where none of those that tell a number fits better than all others."""
    pieces = {piece.strip() for piece in _PIECE.findall(text) if _TELLS.search(piece)}
    ranked: list[tuple[float, str]] = sorted(((shared(asked, piece), piece) for piece in pieces), reverse=True)
    if len(ranked) < 2 or ranked[0][0] < LEAST or ranked[0][0] <= ranked[1][0]:
        return None
    return ranked[0][1]
