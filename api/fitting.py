"""Making sentences fit into so many characters without cutting a word: whole items, whole sentences, or a pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from api.words import word

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_CLAUSE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]?")

Render = Callable[[int], str]


def fit_list(key: str, items: Sequence[str], room: int, joint: str = "、") -> str:
    """The words `key.all` with every item; else `key.cut` with the first ones and the number; at worst `key.many`."""
    whole = word(f"{key}.all", n=len(items), items=joint.join(items))
    if len(whole) <= room:
        return whole
    for kept in range(len(items) - 1, 0, -1):
        cut = word(f"{key}.cut", n=len(items), items=joint.join(items[:kept]))
        if len(cut) <= room:
            return cut
    return word(f"{key}.many", n=len(items))


def fit_text(text: str, room: int) -> str:
    """The text, or its first whole sentences (at worst clauses) and where to read on."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= room:
        return text
    more = word("answers.more")
    for pattern in (_SENTENCE, _CLAUSE):
        kept = ""
        for part in pattern.findall(text):
            if len(kept) + len(part) + len(more) > room:
                break
            kept += part
        if kept:
            return kept.rstrip("，、；") + more
    return word("answers.too_long")


def add(text: str, more: str | None, room: int, joint: str = "\n") -> str:
    """`text` with another line, if that still fits."""
    if not more or len(text) + len(joint) + len(more) > room:
        return text
    return text + joint + more


def share(renders: Sequence[Render], room: int) -> list[str]:
    """Texts that fit into `room` together (with a line break between): short ones whole, the others get equal parts."""
    left = room - (len(renders) - 1)
    texts: list[str | None] = [None] * len(renders)
    while None in texts:
        waiting = [i for i, text in enumerate(texts) if text is None]
        part = left // len(waiting)
        whole = {i: renders[i](left) for i in waiting}
        short = {i: text for i, text in whole.items() if len(text) <= part}
        done = short or {i: renders[i](part) for i in waiting[:1]}
        for i, text in done.items():
            texts[i] = text
            left -= len(text)
    return [text for text in texts if text is not None]
