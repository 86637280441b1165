"""照片要几张, 转诊单找谁开, 还要交旧卡不: what the guide registers of one of its papers, however it is asked for."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.alike import in_common
from actions.asked import of_clause
from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.papers import line_of
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LONGEST = 40  # characters of such a question
MISSING = "missing"  # 只有发票 没得清单
LEAST = 2  # characters of a paper's name that the question must have
_ASIDE = re.compile(r"（[^）]*）")


async def paper_detail(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply about the paper named, of the service in hand or the one just named; None where none is asked about."""
    found = turn.linked[0] if turn.linked and not turn.ambiguous and not turn.loose else None
    service = turn.service or found
    kind, name = _asked(turn)
    if service is None or kind is None or turn.turned:
        return None
    if found and found["code"] == service["code"] and (kind == MISSING or _just_named(turn, kind, name)):
        return None  # 身份证丢了咋办, 打离婚证要到哪里弄 ask for the matter itself
    path = f"/services/{service['code']}/answer"
    answer = await api.get(path, turn.sender, facets="materials", place=turn.place_said or turn.place)
    papers = answer["data"]["evidences"]
    paper = _called(name, papers) if name else _named(turn.text, papers)
    if paper is None and (name is None or kind == MISSING or _known_otherwise(name)):
        return None
    turn.take_up(service)
    text = _said(kind, paper) if paper else word("papers.not_listed", paper=name, name=service["name"])
    if others := _asked_beside(turn.text, name or (paper or {}).get("name", "")):
        beside = await api.get(path, turn.sender, facets=",".join(others), place=turn.place_said or turn.place)
        text = "\n".join([text, beside["text"]])
    return resume(turn, Reply().card(cards.guide({**answer, "text": cards.fitting([text])})))


def _just_named(turn: Turn, kind: str, name: str | None) -> bool:
    return kind == "source" and name is None and turn.began_with != turn.linked[0]["code"]


def _asked_beside(text: str, paper: str) -> list[str]:
    """照片要啥样的 收钱不: what the other clauses ask in words of their own."""
    others = [clause for clause in clauses(text) if len(in_common(clause, paper)) < LEAST]
    return [facet for clause in others if asks(clause) for facet in of_clause(clause) if facet != "materials"]


def _asked(turn: Turn) -> tuple[str | None, str | None]:
    """What is asked of a paper, and what the paper is called where the words that ask stand around it."""
    if turn.choice is not None or len(turn.text) > LONGEST:
        return None, None
    asking = asks(turn.text) or word("said.either") in turn.text
    for kind, patterns in words("said.of_paper").items():
        if not asking and (kind != MISSING or turn.pending is not None):
            continue
        for found in (re.search(pattern, turn.text) for pattern in patterns):
            name = _registered(found.groupdict().get("paper") or "") if found else ""
            if found and (not name or _a_paper(name)):
                return kind, name or None
    return None, None


def _a_paper(name: str) -> bool:
    """Not 办个啥证, 办证: that asks for a matter."""
    asked = any(part in name for part in words("said.no_paper"))
    return name.endswith(tuple(words("said.paper_ends"))) and not asked


def _registered(text: str) -> str:
    text = re.sub(word("said.whose_paper"), "", text)
    for said, name in words("papers.registered_as").items():
        text = text.replace(said, name)
    return text


def _known_otherwise(name: str) -> bool:
    """What has other names may stand in the list under one of them: that it is not there is not sure."""
    return any(said in name for said in words("papers.also_called"))


def _called(name: str, papers: list[Json]) -> Json | None:
    """旧卡 is the beginning and the end of 旧社保卡."""
    names = [name, *words("papers.also_called").get(name, [])]
    pattern = "|".join(".*".join(map(re.escape, each)) for each in names)
    return next((paper for paper in papers if re.search(pattern, _ASIDE.sub("", paper["name"]))), None)


def _named(text: str, papers: list[Json]) -> Json | None:
    """The paper whose name has the longest stretch in common with the question, one that ends like a paper's name."""
    others = [other for said, each in words("papers.also_called").items() if said in text for other in each]
    text = "，".join([_registered(text), *others])
    found = [(len(stretch), paper) for paper in papers if (stretch := _stretch(text, _ASIDE.sub("", paper["name"])))]
    return max(found, key=lambda each: each[0])[1] if found else None


def _stretch(text: str, name: str) -> str:
    stretch = in_common(text, name)
    return stretch if len(stretch) >= LEAST and stretch.endswith(tuple(words("said.paper_ends"))) else ""


def _said(kind: str, paper: Json) -> str:
    if kind == "needed":
        return line_of(paper)
    if kind == MISSING and paper["exempt"]:
        return line_of(paper)
    told = {"name": paper["name"], "source": paper["source"] or word("unregistered"), "note": paper["note"] or ""}
    form = word("papers.form_of", form=paper["form"]) if paper["form"] else word("unregistered")
    copies = word("papers.copies", n=paper["copies"]) if paper["copies"] else ""
    when = paper["needed_when_text"]
    needed = word("papers.missing_sometimes", when=when) if when else word("papers.missing_needed")
    return word(f"papers.{kind}", **told, form=form + copies, needed=needed)
