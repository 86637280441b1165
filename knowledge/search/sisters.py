"""The service of the same thing that an act alone tells: 我爸的是掉了 with 换领 in hand is 补领.

    sister(index, "id-card-renew", "我爸的是掉了") -> "id-card-replace"

People leave out what both speak of. Where the sentence names a thing of its own (身份证找不到了, while a death is
registered), it is no such sentence.
"""

from __future__ import annotations

from knowledge.search.documents import Document
from knowledge.search.index import SearchIndex

WHOLE = 1.0  # weight of a thing that a name is about
MOST = 200  # services of the same thing that are looked at


def sister(index: SearchIndex, in_hand: str, text: str) -> str | None:
    """Its code; None where no act is said that only one service of the same thing has in its name."""
    said, mine = index.query(text).terms, _document(index, in_hand)
    acts = said.acts - index.lexicon.soft_acts if said.lean else said.acts
    if mine is None or not acts or acts & (mine.main | mine.side):
        return None
    about = _about(index, mine)
    if not {thing for thing, weight in said.things.items() if weight >= WHOLE} <= about:
        return None
    instead = {other for act in acts for other in index.lexicon.falls_back.get(act, ())}  # 到期 of what is endorsed
    for wanted in (acts, instead):
        if found := [each.code for each in _alike(index, about) if wanted & each.main and about & _about(index, each)]:
            return found[0] if found != [in_hand] and len(found) == 1 else None
    return None


def _alike(index: SearchIndex, about: set[str]) -> list[Document]:
    """Those that may be about the same; none in a catalogue where that is too many for an act to tell."""
    lists = index.stock.names.lists
    numbers = {int(number) for thing in about if thing in lists for number in lists[thing][0]}
    found = (index.stock.documents[number] for number in sorted(numbers)) if len(numbers) <= MOST else ()
    return [document for document in found if document]


def _document(index: SearchIndex, code: str) -> Document | None:
    number = index.stock.numbers.get(code)
    return None if number is None else index.stock.documents[number]


def _about(index: SearchIndex, document: Document) -> set[str]:
    things = index.query(document.name).terms.things
    return {thing for thing, weight in things.items() if weight >= WHOLE}
