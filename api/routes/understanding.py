"""What we understand of a text, without any effect, and what a free answer says of a fact. For our own processes."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends

from api.catalogue import Catalogue
from api.dependencies import Held, InForce, own_process
from api.errors import responses
from api.gateway import Gateway
from api.placing import place_slug
from api.routes.chat import readable
from api.schemas.understanding import (
    AskedQuery,
    FactHeard,
    HeardQuery,
    Named,
    Stated,
    StatedOut,
    TurnedOut,
    TurnedQuery,
    UnderstandQuery,
    Understood,
)
from api.talking import gateway
from api.words import word, words
from knowledge import hearing
from knowledge.decision import base_fact, make_axes
from knowledge.errors import Unavailable
from knowledge.model import Fact, Service
from knowledge.needs import HOWS
from knowledge.noting import in_short
from knowledge.paying import paid_after
from knowledge.places import Places
from knowledge.saying_amounts import numbers_said
from knowledge.saying_answers import PLACE
from knowledge.saying_beside import of_another
from knowledge.saying_denials import declined, taken_back
from knowledge.saying_subjects import asks, meant_for, own_words, whose
from knowledge.sayings import Axes, Heard, corrected, hear, restated, volunteered
from knowledge.search.answering import threshold
from knowledge.search.particulars import Particular, asked, in_season, point, told
from knowledge.search.persons import of_whom
from knowledge.search.statements import Answer, Statement, asks_amount, is_bare
from knowledge.turning import Said, turning

router = APIRouter(prefix="/api/v1", tags=["understanding"])

Json = dict[str, Any]

MOST_PLACES = 3  # that a sentence names
# Kinds of talk that can be about a service; in any other a name only sounds like one of ours.
ABOUT_SERVICES = frozenset({"service", "office", "booking", "manage", "report", "help"})


@router.post(
    "/understand", response_model=Understood, responses=responses(403, 422), dependencies=[Depends(own_process)]
)
async def understand(body: UnderstandQuery, held: Held, catalogue: InForce, turns: Gateway = Depends(gateway)) -> Json:
    """Kind, facets, services, place and time of a text. No side effects. Without the bot the kind is `unclear`."""
    text = readable(body.text)
    place = place_slug(catalogue, body.place) if body.place else held.settings.place
    linked = turns.reader.read(text, place)
    try:
        heard = await turns.bot.understand(text, {"text": text, **linked})
    except Unavailable:
        heard = {"kind": "unclear", "facets": [], "confidence": 0.0}
    return {
        "text": body.text,
        "kind": heard["kind"],
        "facets": heard["facets"],
        "services": linked["services"] if heard["kind"] in ABOUT_SERVICES or not heard["confidence"] else [],
        "place": linked["office"] or linked["place"],
        "when": linked["when"],
        "confidence": heard["confidence"],
    }


@router.post(
    "/facts/heard", response_model=FactHeard, responses=responses(403, 404, 422), dependencies=[Depends(own_process)]
)
def facts_heard(body: HeardQuery, held: Held, catalogue: InForce) -> Json:
    """What a sentence answers to the question about `fact`, and which other facts of the service it tells.

    Answers known already are not taken again, unless the speaker is correcting one.
    """
    snapshot, on = catalogue.snapshot, held.clock.now().date()
    service = catalogue.service(body.service).service
    axes = [(axis.key, snapshot.facts[base_fact(axis.key)]) for axis in make_axes(service, snapshot.facts, on)]
    known = set() if body.correcting or body.telling else set(body.known)
    if body.aside:
        axes = [(key, fact) for key, fact in axes if fact.lasting]
    text = own_words(body.text) if body.aside else body.text
    said = hearing.Said(text, axes, on, catalogue.meaning)
    heard = _hear(text, catalogue.places, axes, body.fact, on)
    names = body.fact is None and _names_a_matter(
        catalogue, service, text
    )  # 租房提取公积金 tells nothing of 按哪一种提
    if not names and body.fact not in taken_back(text, axes, answered=heard.found):  # 没进过厂 leaves open what it is
        heard = hearing.more(heard, said, body.fact)
    if body.correcting and body.fact is None:
        plain = corrected(body.text, axes, body.known, on)
        heard = plain if plain.others else hearing.taken_back(said, body.known)
    sure = known | (set() if body.correcting else heard.guessed & set(body.known))  # a guess changes no answer given
    others = {key: value for key, value in heard.others.items() if key not in sure}
    if body.supposing:
        others = {**others, **_supposed(body.text, catalogue.places, axes, on)}
    if body.telling:
        others = {**restated(body.text, axes, body.known), **others}
    denied = taken_back(body.text, axes, answered=heard.found)
    wrong = {key for key in heard.guessed if others.get(key) in denied.get(key, [])}
    others = {key: value for key, value in others.items() if key not in wrong}
    told = {*others, body.fact} if body.fact else {*others}
    answered = {body.fact: heard.value} if body.fact and heard.found else {}
    return {
        "found": heard.found,
        "value": heard.value,
        "others": others,
        "guessed": {key: _question(key, fact) for key, fact in axes if key in heard.guessed & told},
        "noted": _in_short(snapshot.facts, {**dict.fromkeys(denied, False), **others, **answered}),
        "instead_of": _pairs(snapshot.facts, told),
        "denied": denied,
        "declined": declined(body.text, axes),
        "asks": asks(body.text),
        "whose": whose(body.text),
        "meant_for": meant_for(body.text),
        "beside": of_another(body.text),
    }


def _names_a_matter(catalogue: Catalogue, service: Service, text: str) -> bool:
    """By a name, the characters of one in any order, or a plain wish for it: nothing of anybody's case is told."""
    if any(set(text) <= set(name) for name in (service.name, *service.aliases)):
        return True
    need = catalogue.need(text, None)
    return need is not None and need.whole and need.how in HOWS


def _in_short(facts: Mapping[str, Fact], told: Json) -> dict[str, str]:
    """What is told, of the facts that have words for it."""
    said = {key: in_short(facts[base_fact(key)], value) for key, value in told.items()}
    return {key: _of(facts[base_fact(key)], key) + text for key, text in said.items() if text}


def _of(fact: Fact, key: str) -> str:
    """对方： before what is asked of several persons."""
    subject = key.partition("@")[2]
    return word(f"heard.of.{subject}") if subject and subject != fact.about else ""


def _question(key: str, fact: Fact) -> str:
    return fact.questions.get(key.partition("@")[2], fact.question)


def _supposed(text: str, places: Places, axes: Axes, on: date) -> Json:
    masked = _masked(text, places)
    return {**volunteered(axes, masked, on, supposing=True), **volunteered(axes, text, on, supposing=True)}


def _masked(text: str, places: Places) -> str:
    """Every place of the county as ◇."""
    for _ in range(MOST_PLACES):
        mention = places.mention(text)
        if mention is None:
            break
        text = f"{text[: mention.start]}{PLACE}{text[mention.end :]}"
    return text


def _hear(text: str, places: Places, axes: Axes, fact: str | None, on: date) -> Heard:
    """As it was said; then with a place of the county as ◇: 户口在桃园村 is as good as 户口在本县."""
    heard, other = hear(text, axes, fact, on), _masked(text, places)
    if other == text:
        return heard
    masked = hear(other, axes, fact, on)
    asked = dict(axes).get(fact or "")
    placed = asked is not None and any(PLACE in option.said for option in asked.options)
    first, second = (masked, heard) if placed else (heard, masked)
    answered = first if first.found else second
    return Heard(answered.found, answered.value, {**masked.others, **heard.others})


@router.post("/stated", response_model=Stated, responses=responses(403, 404, 422), dependencies=[Depends(own_process)])
def stated(body: AskedQuery, held: Held, catalogue: InForce) -> Stated:
    """What the guides themselves state of what a text asks: their questions, mistakes, conditions, cases, notes."""
    items = _particulars(body.text, catalogue, body.services[:1], held.clock.now().month)
    items += [item for code in body.services for item in _stated(body.text, catalogue, code)]
    if body.bundle:
        items += _noted(body.text, catalogue, body.bundle)
    paying = [code for code in body.services if asks_amount(body.text, catalogue.service(code).service)]
    items.sort(key=lambda item: -item.sure)
    marks = {name: threshold(key) for name, key in (("plain", "plain"), ("least", "sure"), ("maybe", "maybe"))}
    items = [item for item in items if item.sure >= marks["maybe"]]
    return Stated(items=items, amount=paying, bare=is_bare(body.text), **marks)


@router.post(
    "/turned", response_model=TurnedOut, responses=responses(403, 404, 422), dependencies=[Depends(own_process)]
)
def turned(body: TurnedQuery, held: Held, catalogue: InForce) -> TurnedOut:
    """Whether a text turns to another service than the one the talk is about."""
    service, facts, on = catalogue.service(body.service).service, catalogue.snapshot.facts, held.clock.now().date()
    axes = [(axis.key, facts[base_fact(axis.key)]) for axis in make_axes(service, facts, on)]
    before = frozenset(code for _, fact in axes for code in fact.given_by)
    said = Said(body.text, body.place, body.open, len(volunteered(axes, body.text, on)), before)
    found = turning(catalogue.index, service, catalogue.book(body.service), said)
    snapshot = catalogue.snapshot
    pays = paid_after(body.text, service, snapshot.published, snapshot.bundles.values())
    to = found.to if found.turns else pays
    named = Named(code=to, name=catalogue.service(to).service.name) if to else None
    return TurnedOut(service=named, chance=found.chance)


def _stated(text: str, catalogue: Catalogue, code: str) -> list[StatedOut]:
    service = catalogue.service(code).service
    whose = Named(code=code, name=service.name)
    book = catalogue.book(code)
    found = book.answers_amount(text, service) if asks_amount(text, service) else book.answers(text)
    others = {answer.statement.source for answer in found if _of_another(answer, service, text)}
    found += book.without(others).answers(text) if others else []
    said = numbers_said(text)
    items = [_stated_out(answer, whose, said) for answer in found]
    return [item.model_copy(update={"of_whom": list(_whose(item, service))}) for item in items]


def _whose(item: StatedOut, service: Service) -> tuple[str, ...]:
    return of_whom(item.q, item.a, service, item.sure >= threshold("plain")) if item.q else ()


def _of_another(answer: Answer, service: Service, text: str) -> bool:
    """Somebody else's question: then what else the guide states may be meant."""
    if answer.statement.kind != "faq":
        return False
    who = of_whom(answer.statement.question, answer.statement.said, service, answer.sure >= threshold("plain"))
    return bool(who) and not any(person in text for person in who)


def _particulars(text: str, catalogue: Catalogue, codes: list[str], month: int) -> list[StatedOut]:
    """A season, a last day, a condition … that is asked for: what the guide tells of it, or that just this is not
    registered; where in the world it can be done is only said where it is told."""
    found = []
    for code in codes:
        service = catalogue.service(code).service
        for each in asked(text):
            if answer := _particular(each, told(service, each), month):
                found.append(_stated_out(answer, Named(code=code, name=service.name)))
    return found


def _particular(each: Particular, said: Statement | None, month: int) -> Answer | None:
    if (line := point(each, said)) is not None:
        return Answer(Statement("point", line, line, ""), 1.0, each.part)
    if said is None:
        missing = words("answers.particulars").get(each.kind)
        # anything that answers comes before a mere 未登记
        return Answer(Statement("unregistered", "", missing, ""), threshold("maybe"), each.part) if missing else None
    if (now := in_season(each, said.said, month)) is not None:
        told_now = word("answers.now_in" if now else "answers.now_out", month=month) + said.said
        said = Statement(said.kind, told_now, told_now, said.source)
    return Answer(said, 1.0, each.part)


def _noted(text: str, catalogue: Catalogue, slug: str) -> list[StatedOut]:
    return [_stated_out(answer, None) for answer in catalogue.notes(slug).answers(text)]


def _stated_out(answer: Answer, whose: Named | None, numbers: AbstractSet[float] = frozenset()) -> StatedOut:
    kind, said = answer.statement.kind, answer.statement.said
    question = answer.statement.question if kind == "faq" else None
    of_a_mistake = kind == "particular" and answer.statement.source.startswith("mistakes")
    text = word(f"answers.stated.{'mistake' if of_a_mistake else kind}", said=said, bare=said.rstrip("。"))
    own = numbers_said(question or "")
    other = bool(numbers and own) and numbers.isdisjoint(own)
    return StatedOut(
        service=whose,
        kind=kind,
        q=question,
        way=answer.statement.heard if question else None,
        a=text,
        sure=answer.sure,
        part=answer.part,
        other_case=other,
    )


def _pairs(facts: Mapping[str, Fact], told: set[str]) -> dict[str, str]:
    """What a told fact takes the place of: the coarser one of it, or the finer one (birth_date and age)."""
    pairs = {fact.id: fact.coarser for fact in facts.values() if fact.coarser}
    pairs |= {coarser: finer for finer, coarser in pairs.items()}
    return {key: key.replace(base_fact(key), pairs[base_fact(key)], 1) for key in told if base_fact(key) in pairs}
