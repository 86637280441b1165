"""Exactly what was asked about a service, in at most 300 characters that are a complete answer by themselves.

    answer(published, facets, here, elder=False, about="") -> AnswerOut

For `elder` it is the same, shorter: the answer alone, at most 120 characters for one or two facets.
The route, the desk and the chat without its bot all use this one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from api.asked import Asked
from api.facets import FACETS
from api.fitting import add, fit_text, share
from api.guide import guide_of
from api.schemas.guide import AnswerOut, Guide
from api.view import Here, View, view
from api.words import word, words
from knowledge.catalogue import Published
from knowledge.errors import Invalid
from knowledge.search.cases import case_of

ROOM = 300
ELDER_ROOM, ELDER_FACET = 120, 60  # for one or two facets; what every further one adds
MOST_FACETS = 6
OF_CASES = ("time_limit", "fee")  # facets whose words tell several cases
LONGEST_NUMBER = 40  # a cell of several numbers is no number to call

# The parts of the guide that a card about a facet shows.
FIELDS: dict[str, tuple[str, ...]] = {
    "overview": ("summary", "evidences", "time_limit", "fee", "trips", "nearest", "channels", "phones"),
    "materials": ("evidences",),
    "where": ("offered_at", "nearest"),
    "nearest": ("offered_at", "nearest"),
    "hours": ("hours", "nearest"),
    "phone": ("phones",),
    "time_limit": ("time_limit", "kind"),
    "fee": ("fee",),
    "process": ("steps", "channels"),
    "conditions": ("conditions", "scenarios"),
    "eligible": ("conditions", "scenarios"),
    "online": ("online", "channels"),
    "trips": ("trips",),
    "result": ("outputs",),
    "proxy": ("proxy",),
    "progress": ("progress", "phones"),
    "amount": ("outputs", "phones"),
    "other": ("phones",),
}
ALWAYS = ("code", "name", "version", "checked_on", "verify_by", "overdue", "source")


def answer(published: Published, facets: Iterable[str], here: Here, elder: bool = False, about: str = "") -> AnswerOut:
    """The answer for a place and moment; `about`: the question itself, whose case comes first.

    Raises Invalid for a facet nobody knows; none asked means the overview.
    """
    wanted = known_facets(facets)
    seen = view(published, here)
    asked = Asked(seen, guide_of(seen), about)
    missing = [facet for facet in wanted if FACETS[facet](asked, ROOM) is None]
    return AnswerOut(
        title=asked.guide.name,
        text=_text(asked, wanted, elder),
        data=cut(asked.guide, wanted),
        facets=wanted,
        missing=missing,
        bookable=asked.guide.bookable,
        assessable=asked.guide.assessable,
    )


def known_facets(facets: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(facets)) or ["overview"]
    if unknown := [facet for facet in wanted if facet not in FACETS]:
        raise Invalid(word("problems.details.facets", facets="、".join(unknown)[:80]), errors=[{"field": "facets"}])
    return wanted


def cut(guide: Guide, facets: Sequence[str]) -> dict[str, Any]:
    """The guide cut to what was asked, with the service, its source and when that was checked."""
    fields = {*ALWAYS, *(field for facet in facets for field in FIELDS.get(facet, ()))}
    data = guide.model_dump(mode="json", include=fields)
    return {"service": {"code": guide.code, "name": guide.name}, **data}


def _text(asked: Asked, facets: Sequence[str], elder: bool = False) -> str:
    about_guide = any(facet in FIELDS for facet in facets)
    caution = _caution(asked) if about_guide else None
    whose = "\n".join(said for said in (caution, _whose(asked.seen)) if said) or None
    most = elder_room(len(facets)) if elder else ROOM
    room = most - (len(whose) + 1 if whose else 0)
    texts = share([partial(_line, asked, facet) for facet in facets[:MOST_FACETS]], room)
    text = "\n".join(dict.fromkeys(texts))
    if len(facets) > MOST_FACETS:
        text = add(text, word("answers.others"), room)
    if asked.guide.checked_on and about_guide and not caution and not elder:
        text = add(text, word("answers.checked", on=asked.guide.checked_on.isoformat()), room)
    return add(text, whose, most)


def elder_room(facets: int) -> int:
    """Characters of an elder answer to so many facets."""
    return min(ROOM, max(ELDER_ROOM, ELDER_FACET * facets))


def _line(asked: Asked, facet: str, room: int) -> str:
    """The facet's sentence, or that nobody registered it and whom to ask."""
    said = FACETS[facet](asked, room)
    if said and (case := _case(asked, facet)):
        said = add(word("answers.case", case=case), said, room)
    if said is None:
        label = words("answers.labels")[facet]
        number = asked.seen.consult
        said = word("answers.unregistered" if number else "answers.unregistered_no_phone", label=label, phone=number)
    return said if len(said) <= room else fit_text(said, room)


def _case(asked: Asked, facet: str) -> str | None:
    """跨省的要等几天: the one of several limits, or prices, that the question is about."""
    if facet not in OF_CASES or not asked.about:
        return None
    field, terms = getattr(asked.guide, facet), getattr(asked.seen, facet)
    return case_of(asked.about, "；".join([field.text or "", *(rule.text for rule in terms.rules)]))


def _caution(asked: Asked) -> str | None:
    """Past its day of checking the guide may be wrong by now: say so, and whom to ask."""
    if not asked.guide.overdue:
        return None
    number = asked.seen.consult if len(asked.seen.consult or "") <= LONGEST_NUMBER else None
    return word("answers.overdue" if number else "answers.overdue_no_phone", on=asked.guide.verify_by, phone=number)


def _whose(seen: View) -> str | None:
    """Nothing is offered at the place asked for: say whose guide this is."""
    return word("answers.elsewhere", place=seen.elsewhere.name) if seen.elsewhere else None
