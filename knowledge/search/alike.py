"""How alike a text and a name are in their bare characters: BM25 over single characters and pairs of them.

It needs no word list, so it carries where the words of a name are strange to us. Weighed on candidates only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from knowledge.search.documents import Document, letters_of

_SLOW, _LENGTH, _USUAL = 1.2, 0.5, 18  # BM25: saturation, how much length counts, pieces of a usual name


def alike(pieces: Mapping[str, float], document: Document) -> float:
    """The best of the service's names and aliases; `pieces` are those of the text with how telling each is."""
    return max((_agreement(pieces, phrase.text) for phrase in document.phrases), default=0.0)


def pieces_of(text: str) -> Iterable[str]:
    """Each once, in their order."""
    return dict.fromkeys(letters_of(text))


def _agreement(pieces: Mapping[str, float], name: str) -> float:
    own = _pieces_of_name(name)
    said = sum(pieces[piece] for piece in own & pieces.keys())
    return said * (_SLOW + 1) / (1 + _SLOW * (1 - _LENGTH + _LENGTH * len(own) / _USUAL))


@lru_cache(maxsize=50_000)
def _pieces_of_name(name: str) -> frozenset[str]:
    return frozenset(letters_of(name))
