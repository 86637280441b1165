"""The service of the same thing that an act alone tells: 我爸的是掉了 with 换领 in hand is 补领.

    sister(index, "id-card-renew", "我爸的是掉了") -> "id-card-replace"

People leave out what both speak of. Where the sentence names a thing of its own (身份证找不到了, while a death is
registered), it is no such sentence.
"""

from __future__ import annotations

from knowledge.search.documents import Document
from knowledge.search.index import SearchIndex

WHOLE = 1.0  # weight of a thing that a name is about


def sister(index: SearchIndex, in_hand: str, text: str) -> str | None:
    """Its code; None where no act is said that only one service of the same thing has in its name."""
    said = index.query(text).terms
    mine = next((document for document in index.stock.documents if document.code == in_hand), None)
    acts = said.acts - index.lexicon.soft_acts if said.lean else said.acts
    if mine is None or not acts or acts & (mine.main | mine.side):
        return None
    about = _about(index, mine)
    if not {thing for thing, weight in said.things.items() if weight >= WHOLE} <= about:
        return None
    alike = [document for document in index.stock.documents if about & _about(index, document)]
    instead = {other for act in acts for other in index.lexicon.falls_back.get(act, ())}  # 到期 of what is endorsed
    for wanted in (acts, instead):
        if found := [document.code for document in alike if wanted & document.main]:
            return found[0] if found != [in_hand] and len(found) == 1 else None
    return None


def _about(index: SearchIndex, document: Document) -> set[str]:
    things = index.query(document.name).terms.things
    return {thing for thing, weight in things.items() if weight >= WHOLE}
