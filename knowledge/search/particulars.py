"""One thing asked for by its kind: 几月份 a season, 最晚哪天 a last day, 管多久 how long it holds, 交满多久 since when.

A guide has no field for these; it states them in its conditions, cases, answers, results and time limit. Which words
ask for a kind, which tell it and where to look for them first is data (`particulars` of statements.yml).

    asked(text) -> [Particular]                    each with the part of the sentence that asks for it
    told(service, particular) -> Statement | None  the sentence of the guide that tells it; None: it is not registered
    in_season(particular, said, month) -> bool | None  现在能报名了吗, where `said` tells months; None: not so
    point(particular, said) -> str | None          a condition that is asked after, as it is to be said; None: no point
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.model import Service
from knowledge.search.statements import PART, Statement, data, shared
from knowledge.text import normalise

NEVER = "(?!)"
OF_ORDER = 0.15  # what one place further down the list of sources costs, beside the words in common
_SENTENCE = re.compile(r"[^。；;\n]+")


@dataclass(frozen=True)
class Particular:
    """`kind` as in the data; `part` the clause that asks; `about` what the whole sentence says beside it."""

    kind: str
    part: str
    about: str


def asked(text: str) -> list[Particular]:
    """None of the kinds: an empty list. A clause asks for one kind, the first that fits."""
    whole, found = normalise(text), []
    for part in filter(None, map(str.strip, PART.split(whole))):
        kind = next((name for name, words in data()["particulars"].items() if _asks(words, part)), None)
        if kind:
            found.append(Particular(kind, part, whole))
    return found


def _asks(words: dict[str, str], part: str) -> bool:
    return bool(re.search(words["asks"], part)) and not re.search(words.get("unless") or NEVER, part)


def told(service: Service, particular: Particular) -> Statement | None:
    """The sentence with most of the question's words; of several alike the one from the first of the sources."""
    words = data()["particulars"][particular.kind]
    rows = [
        (shared(particular.about, heard) - OF_ORDER * place, said, where)
        for place, source in enumerate(words["from"])
        for where, heard, said in _sentences(service, source, words)
        if re.search(words["told"], said) and not re.search(words.get("not_told") or NEVER, said)
    ]
    best = max(rows, key=lambda row: row[0], default=None)
    return Statement("particular", best[1], best[1], best[2]) if best else None


def in_season(particular: Particular, said: str, month: int) -> bool | None:
    """每年6到8月报名, asked in December, is not now; 11到次年2月 goes over the turn of the year."""
    words = data()["particulars"][particular.kind]
    months = re.search(data()["months"], said) if re.search(words.get("now") or NEVER, particular.part) else None
    if months is None:
        return None
    first, last = int(months[1]), int(months[2])
    return first <= month <= last if first <= last else month >= first or month <= last


def point(particular: Particular, said: Statement | None) -> str | None:
    """With a lead where the guide's sentence does not name what is asked; what no sentence tells is no condition."""
    words = data()["points"].get(particular.kind)
    if words is None:
        return None
    if said is None:
        return str(words["none"])
    return said.said if re.search(words["unless"], said.said) else f"{words['lead']}{said.said}"


def _sentences(service: Service, source: str, words: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(where it stands, the words it is known by, what is said) for one of the sources of the data.

    A question of the guide counts where it asks for the same kind (as `answers`: whatever it asks); its answer and a
    result are not cut up.
    """
    for where, text in _texts(service, source):
        if source == "faq":
            item = service.faq[int(where)]
            if _asks(words, normalise(item.q)):
                yield f"faq.{where}", f"{item.q} {item.a}", item.a
            continue
        if source == "answers":
            yield f"faq.{where}", f"{service.faq[int(where)].q} {text}", text
            continue
        for part in [text] if source == "outputs" else _SENTENCE.findall(text):
            yield f"{source}.{where}", part, part.strip()


def _texts(service: Service, source: str) -> Iterable[tuple[str, str]]:
    match source:
        case "faq" | "answers":
            return [(str(n), item.a) for n, item in enumerate(service.faq)]
        case "requirements":
            return [(rule.id, rule.text) for rule in service.requirements]
        case "outputs":
            return [
                (str(n), f"{each.name}：{each.validity}") for n, each in enumerate(service.outputs) if each.validity
            ]
        case "scenarios":
            return [(case.id, f"{case.name}：{case.note}") for case in service.scenarios if case.note]
        case "time_limit":
            return [("text", service.time_limit.text or "")]
        case "fee":
            return [("text", service.fee.text or "")]
        case "steps":
            ways = [(step.id, way.text) for step in service.steps for way in step.ways if way.text]
            return [*((step.id, step.text) for step in service.steps), *ways]
        case "mistakes":
            return [(str(n), text) for n, text in enumerate(service.mistakes)]
    return [("text", getattr(service, source, None) or "")]
