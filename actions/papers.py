"""居住证必须有吗, 健康证去哪办, while a service is in hand: a paper of that service, not another matter.

Whether it is among its papers is said as it is registered; a paper that is not there is called so, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LONGEST = 14  # characters of such a question
SHORTEST_NAME, LONGEST_NAME = 2, 8  # characters of a paper's name


async def paper_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply about a paper of the service in hand; None where no paper is asked about."""
    if turn.service is None or turn.choice is not None or len(turn.text) > LONGEST:
        return None
    if paper := named_with(turn.text, "must_have", "must_tail"):
        return await _must_have(turn, api, paper)
    if (paper := named_with(turn.text, "got_where", "must_tail")) and not _a_service(turn):
        return await _got_where(turn, api, paper)
    return None


def named_with(text: str, asking: str, beside: str) -> str | None:
    """The paper (居住证) that stands with one of the words that ask; None where none does, or it is no paper."""
    said = max((phrase for phrase in words(f"said.{asking}") if phrase in text), key=len, default=None)
    if said is None:
        return None
    clause = next((part for part in re.split("[，,]", text) if said in part), text)  # 对了，租房合同要不要带
    rest = clause.replace(said, " ", 1)
    for phrase in sorted(words(f"said.{beside}"), key=len, reverse=True):
        rest = rest.strip(words("said.trailing")).removesuffix(phrase).removeprefix(phrase)
    name = re.sub(word("said.whose_paper"), "", rest.strip(words("said.trailing")))
    a_paper = name.endswith(tuple(words("said.paper_ends"))) and " " not in name
    name = words("papers.registered_as").get(name, name)
    return name if a_paper and SHORTEST_NAME <= len(name) <= LONGEST_NAME else None


def _a_service(turn: Turn) -> bool:
    """身份证去哪办 asks for a service of ours."""
    return bool(turn.linked) and not turn.loose


async def _must_have(turn: Turn, api: Catalogue, paper: str) -> Reply | None:
    answer = await _answer(turn, api, "materials")
    called = [paper, *words("papers.also_called").get(paper, [])]
    found = [item for item in answer["data"]["evidences"] if any(name in item["name"] for name in called)]
    if not found and not _a_service(turn) and not turn.things:
        return None
    lines = [line_of(item) for item in found[:2]] or [word("papers.not_listed", paper=paper, **_named(turn))]
    return resume(
        turn, Reply().card(cards.guide({**answer, "text": cards.fitting(["\n".join(lines), answer["text"]])}))
    )


def line_of(item: Json) -> str:
    """Whether it is needed, when, or how it is spared."""
    if item["exempt"]:
        return word("papers.spared", name=item["name"], reason=item["exempt_reason"] or word("unregistered"))
    if item["needed_when_text"]:
        return word("papers.sometimes", name=item["name"], when=item["needed_when_text"])
    return word("papers.needed", name=item["name"])


async def _got_where(turn: Turn, api: Catalogue, paper: str) -> Reply | None:
    """What the guide itself says of where the paper comes from."""
    answer = await _answer(turn, api, "materials")
    rules = await api.post(f"/services/{(turn.service or {})['code']}/assessment", turn.sender, {"facts": {}})
    listed = [item for item in answer["data"]["evidences"] if paper in item["name"]]
    told = [reason.get("failed") for reason in rules["reasons"]] + [item["note"] for item in listed]
    said = next((text for text in told if text and paper in text), None)
    if said is None and not listed:
        return None
    key = "papers.told" if said else "papers.not_here"
    line = word(key, paper=paper, told=said or "", **_named(turn))
    return resume(turn, Reply().card(cards.guide({**answer, "text": cards.fitting([line])})))


async def _answer(turn: Turn, api: Catalogue, facets: str) -> Json:
    code, place = (turn.service or {})["code"], turn.place_said or turn.place
    return await api.get(f"/services/{code}/answer", turn.sender, facets=facets, place=place)


def _named(turn: Turn) -> Json:
    return {"name": (turn.service or {})["name"]}
