"""A ticket set right before it is filed: 地点不对，是…; 不是…，是…; the rest of it stays as it was told."""

from __future__ import annotations

import re
from typing import Any

from actions.words import word, words

Json = dict[str, Any]

SHORTEST = 2  # characters of what something is instead
_STOP = r"[，,。；;：:\s]"
_NOT_THIS_BUT = re.compile(rf"不是(?P<old>[^，,。；;]+){_STOP}*(?:而)?是(?P<new>.+)$")


def amended(pending: Json, said: str) -> Json | None:
    """The ticket with what `said` corrects; None where it corrects nothing."""
    if part := part_in(said):
        return _with(pending, part, instead(said))
    found = _NOT_THIS_BUT.search(said)
    if found and found["old"].strip() in pending["text"] and (new := _bare(found["new"])):
        before, _, after = pending["text"].partition(found["old"].strip())
        return {**pending, "text": _put_in(before, new, after)}
    if found and found["old"].strip() in pending.get("where", "") and (new := _bare(found["new"])):
        before, _, after = pending["where"].partition(found["old"].strip())
        return {**pending, "where": _put_in(before, new, after)}
    return None


def _put_in(before: str, new: str, after: str) -> str:
    """石桥|镇大厅办的 with 柳溪镇大厅 in its place is 柳溪镇大厅办的: what stands there already is not said twice."""
    new = _beyond(before, new)
    twice = next((size for size in range(len(after), 1, -1) if new.endswith(after[:size])), 0)
    return before + new + after[twice:]


def _beyond(before: str, new: str) -> str:
    """What of `new` does not stand there already: 菜市场 + 菜市场北门 is 菜市场北门."""
    return next((new[size:] for size in range(len(new), 0, -1) if before.endswith(new[:size])), new)


def part_in(said: str) -> str | None:
    """Which part of the ticket is said to be wrong: `where`, `text` or `contact`."""
    wrong = any(phrase in said for phrase in words("said.wrong_part"))
    named = (part for part, names in words("said.parts_of_ticket").items() if said.startswith(tuple(names)))
    return next(named, None) if wrong else None


def instead(said: str) -> str:
    """What it is instead: after the last comma or 是; empty where only something is said to be wrong."""
    marks = sorted(words("said.wrong_part"), key=len, reverse=True)
    rest = re.split("|".join(map(re.escape, marks)), said, maxsplit=1)[1]
    rest = re.sub(rf"^(?:[了的]|这里|这儿|里|儿)*{_STOP}+", "", rest)
    return _bare(rest)


def _bare(text: str) -> str:
    text = text.strip(words("said.trailing") + "：:；;")
    start = next((mark for mark in words("said.instead") if text.startswith(mark)), "")
    return text.removeprefix(start).strip(words("said.trailing") + "：:；;")


def _with(pending: Json, part: str, new: str) -> Json | None:
    if len(new) < SHORTEST or part == "contact":
        return None
    if part == "text":  # what was told first may hold more than what is set right
        return {**pending, "text": word("ticket.corrected", text=pending["text"], more=new)}
    return {**pending, part: new}


def as_filed(pending: Json) -> str:
    """The whole text of the ticket: the matter that help is for, and the place as it was told before or corrected."""
    text, about = str(pending["text"]), pending.get("about")
    if about and about not in text:
        text = word("ticket.about", about=about, matter=text)
    return word("ticket.where", text=text, where=pending["where"]) if pending.get("where") else text
