"""One facet of a service in words: what was asked, as short as it can be said truly.

Each function takes what is asked about and the characters it may use; None: nobody registered the answer.
The first sentence answers; what follows is added only where it fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from api import offices
from api.asked import Asked
from api.facet_where import in_short, nearest, where
from api.fitting import add, fit_list, fit_text
from api.schemas.guide import EvidenceOut, FeeOut, LimitOut, StepOut, TimeLimitOut
from api.words import word, words
from knowledge.search.statements import Book, statements_of

MOST_WAYS = 3  # of one step
LEAST_OF_CASES = 40  # characters kept for what only some cases bring


def overview(asked: Asked, room: int) -> str | None:
    """What it is, then in a few words each: papers, time, money, place."""
    guide = asked.guide
    text = fit_text(guide.summary, room // 2) if guide.summary else ""
    needed = [e for e in guide.evidences if not e.exempt and not e.filled_on_site]
    bring = [e.name for e in needed if not e.needed_when_text]
    lines = [
        _bring_said(bring, len(needed) > len(bring), room // 3),
        "".join(said for said in (_limit_said(guide.time_limit), _fee_said(guide.fee)) if said),
        in_short(asked),
    ]
    for line in lines:
        text = add(text, line, room) if text else fit_text(line or "", room)
    return text or None


def _bring_said(bring: Sequence[str], more: bool, room: int) -> str | None:
    """What everybody brings; that some cases need more is said, not which."""
    if not bring:
        return word("answers.materials.some") if more else None
    return fit_list("answers.materials.short", bring, room, joint=_joint(bring)) + (
        word("answers.materials.more") if more else ""
    )


def materials(asked: Asked, room: int) -> str | None:
    """What everybody brings, then what some cases need beside it; forms to fill in and spared ones are no burden."""
    all_ = asked.guide.evidences
    bring = [e for e in all_ if not e.exempt and not e.filled_on_site]
    if not bring and not all_ and not asked.guide.steps:
        return None
    text = _papers(bring, room) if bring else word("answers.materials.none")
    on_site = [e.name for e in all_ if e.filled_on_site]
    spared = [e.name for e in all_ if e.exempt and not e.filled_on_site]
    if on_site:
        text = add(text, word("answers.materials.on_site", names="、".join(on_site)), room)
    if spared:
        text = add(text, word("answers.materials.spared", names="、".join(spared)), room)
    return text


def _papers(bring: Sequence[EvidenceOut], room: int) -> str:
    """请带1样：旧身份证。看情况还要：户口不在本县的，带居住证. Nobody brings what is for another case."""
    always = [_paper(e) for e in bring if not e.needed_when_text]
    by_case: dict[str, list[str]] = {}
    for item in (e for e in bring if e.needed_when_text):
        by_case.setdefault(item.needed_when_text or "", []).append(_paper(item))
    cases = [word("answers.materials.case", case=case, names="、".join(names)) for case, names in by_case.items()]
    if not cases:
        return fit_list("answers.materials", always, room, _joint(always))
    semicolon = word("answers.semicolon")
    if not always:
        return fit_list("answers.materials.by_case", cases, room, semicolon)
    text = fit_list("answers.materials", always, room - LEAST_OF_CASES, _joint(always))
    return add(text, fit_list("answers.materials.cases", cases, room - len(text) - 1, semicolon), room)


def _paper(item: EvidenceOut) -> str:
    notes = [item.form, word("answers.materials.ask") if item.ask_counter else None]
    said = word("answers.comma").join(note for note in notes if note)
    return word("answers.materials.noted", name=item.name, notes=said) if said else item.name


def _joint(items: Sequence[str]) -> str:
    """A comma in an item asks for a stronger mark between items."""
    return word("answers.semicolon" if any(mark in item for item in items for mark in "、，") else "answers.pause")


def hours(asked: Asked, room: int) -> str | None:
    """Open now or when next, then the week; an imported guide in its own words, and what it says of the weekend."""
    office, here = asked.seen.nearest, asked.seen.here
    if office is None or not office.periods:
        own = asked.guide.hours
        if not own:
            return None
        told = any(day in own for day in words("answers.hours.weekend"))
        weekend = None if told else word("answers.hours.no_weekend")
        text = fit_text(word("answers.hours.said", hours=own), room - len(weekend or "") - 1)
        return add(text, weekend, room)
    state = offices.state_text(office, here.now, here.calendar)
    text = word("answers.hours.office", name=office.name, state=state)
    text = add(
        text, word("answers.hours.today", hours=offices.today_text(office, here.now.date(), here.calendar)), room
    )
    text = add(text, word("answers.hours.week", hours=offices.week_text(office, here.now.date())), room)
    weekend = None if offices.open_weekend(office) else word("answers.hours.closed_weekend")
    return add(text, weekend, room)


def phone(asked: Asked, room: int) -> str | None:
    number = asked.seen.consult
    if number is None:
        return None
    text = fit_text(word("answers.phone.consult", phone=number), room)
    others = (asked.guide.phones.consult or "") != number
    if others:
        text = add(text, word("answers.phone.others"), room, "")
    for variant in asked.guide.variants:
        if variant.phone:
            said = word("answers.variant", scenario="、".join(variant.scenarios), said=variant.phone)
            text = add(text, said, room)
    complain = asked.guide.phones.complain
    return add(text, word("answers.phone.complain", phone=complain), room) if complain else text


def time_limit(asked: Asked, room: int) -> str | None:
    item = asked.guide.time_limit
    main = _limit_said(item, said=item.text or "")
    if main is None:
        return fit_text(item.text, room) if item.text else None
    text = add(main, item.text, room, "")
    for variant in asked.guide.variants:
        differing = _limit_said(variant.time_limit) if variant.time_limit else None
        if differing:
            text = add(text, word("answers.variant", scenario="、".join(variant.scenarios), said=differing), room)
    rules = () if item.text else asked.seen.time_limit.rules
    for rule in rules:
        text = add(text, rule.text, room)
    return text


def _limit_said(item: TimeLimitOut, said: str = "") -> str | None:
    """The promise, and the law's limit where the words `said` beside it do not give it."""
    if item.promised is None:
        return word("answers.time_limit.statutory", limit=limit_text(item.statutory)) if item.statutory else None
    immediate = item.promised.unit == "immediate"
    text = word(f"answers.time_limit.{'immediate' if immediate else 'promised'}", limit=limit_text(item.promised))
    if item.statutory and item.statutory.unit != "immediate" and word("answers.time_limit.law") not in said:
        text += word("answers.time_limit.also", limit=limit_text(item.statutory))
    return text


def limit_text(item: LimitOut) -> str:
    return word(f"limits.{item.unit}", n=item.value)


def fee(asked: Asked, room: int) -> str | None:
    item = asked.guide.fee
    main = _fee_said(item)
    if main is None:
        return fit_text(item.text, room) if item.text else None
    text = fit_text(item.text, room) if item.text and _tells_fee(item) else add(main, item.text, room, "")
    for rule in asked.seen.fee.rules:
        text = add(text, rule.text, room)
    return text


def _fee_said(item: FeeOut) -> str | None:
    if item.amount:
        return word("answers.fee.amount", amount=f"{item.amount:g}")
    if item.amount == 0 or item.charged is False:
        return word("answers.fee.free")
    return word("answers.fee.unknown") if item.charged else None


def _tells_fee(item: FeeOut) -> bool:
    """Whether the registered words already say the amount, or that there is none."""
    if item.amount:
        return word("answers.fee.yuan", amount=f"{item.amount:g}") in (item.text or "")
    return any(said in (item.text or "") for said in words("answers.fee.free_said"))


def process(asked: Asked, room: int) -> str | None:
    """The steps, each with the ways to do it where that fits; a season comes last."""
    steps = asked.guide.steps
    if not steps:
        return None
    bare = [word("answers.process.step", n=step.order, text=step.text.rstrip("。；")) for step in steps]
    season = next((r.text for r in asked.seen.requirements if re.search(words("answers.process.season"), r.text)), None)
    left = room - len(season or "") - 1
    for most in (MOST_WAYS, 1, 0):
        found = [line + _ways_said(step, most) for line, step in zip(bare, steps, strict=True)]
        text = fit_list("answers.process", found, left, joint="\n")
        if most == 0 or text == word("answers.process.all", n=len(found), items="\n".join(found)):
            break
    return add(text, season, room)


def _ways_said(step: StepOut, most: int) -> str:
    """（手机上填；或者到窗口填）: the first ways of a step that say more than the step itself."""
    ways = [way.text.rstrip("。；") for way in step.ways if way.text and way.text.rstrip("。；") not in step.text]
    return word("answers.process.ways", ways=word("answers.process.or").join(ways[:most])) if ways[:most] else ""


def conditions(asked: Asked, room: int) -> str | None:
    found = [item.text.rstrip("。；") for item in asked.guide.conditions]
    return fit_list("answers.conditions", found, room, joint=word("answers.semicolon")) if found else None


def eligible(asked: Asked, room: int) -> str | None:
    """A general guide cannot judge a person: the conditions, and how to have one's own case checked."""
    offer = word("answers.check") if asked.guide.assessable else word("answers.ask_phone", phone=_call(asked))
    said = conditions(asked, room - len(offer) - 1)
    return add(said, offer, room) if said else offer


def online(asked: Asked, room: int) -> str | None:
    if asked.guide.online:
        return fit_text(asked.guide.online, room)
    if not asked.guide.steps:
        return None
    remote = [way.text for step in asked.guide.steps for way in step.ways if way.mode == "online"]
    return fit_text(word("answers.online.yes", text=remote[0]) if remote else word("answers.online.no"), room)


def trips(asked: Asked, room: int) -> str | None:
    """The published number is typical; the person's own is computed."""
    item = asked.guide.trips
    offer = word("answers.check") if asked.guide.assessable else None
    if item.published is None:
        return offer
    key = "none" if item.published == 0 else "published"
    text = word(f"answers.trips.{key}", n=item.published)
    if item.reason:
        reasoned = word(f"answers.trips.{key}_because", n=item.published, reason=item.reason.rstrip("。"))
        text = reasoned if len(reasoned) + len(offer or "") < room else text
    return add(text, offer, room)


def result(asked: Asked, room: int) -> str | None:
    found = []
    for output in asked.guide.outputs:
        said = [output.validity] if output.validity else []
        if output.collect:
            said.append(word("answers.result.collect", ways="、".join(output.collect)))
        notes = word("answers.comma").join(said)
        found.append(word("answers.materials.noted", name=output.name, notes=notes) if notes else output.name)
    return fit_list("answers.result", found, room) if found else None


def proxy(asked: Asked, room: int) -> str | None:
    if asked.guide.proxy:
        return fit_text(asked.guide.proxy, room)
    presences = {way.presence for step in asked.guide.steps for way in step.ways}
    if not presences:
        return None
    strict = next((p for p in ("both", "person", "relative") if p in presences), "anyone")
    return word(f"answers.proxy.{strict}")


def progress(asked: Asked, room: int) -> str | None:
    if asked.guide.progress:
        return fit_text(asked.guide.progress, room)
    return fit_text(word("answers.progress", phone=_call(asked)), room) if asked.seen.consult else None


def amount(asked: Asked, room: int) -> str | None:
    """What a benefit pays, where the guide says it; what it costs to apply for it is the fee."""
    told = Book.of(statements_of(asked.seen.service)).amount()
    return fit_text(told.said, room) if told else None


def other(asked: Asked, room: int) -> str | None:
    """Something the guide has no word of."""
    return None


def book(asked: Asked, room: int) -> str | None:
    return word("answers.book.yes") if asked.guide.bookable else word("answers.book.no", phone=_call(asked))


def my_booking(asked: Asked, room: int) -> str | None:
    return word("answers.my_booking")


def cancel_booking(asked: Asked, room: int) -> str | None:
    return word("answers.cancel_booking")


def reschedule(asked: Asked, room: int) -> str | None:
    return word("answers.reschedule")


def _call(asked: Asked) -> str:
    return asked.seen.consult or word("unregistered")


FACETS: dict[str, Callable[[Asked, int], str | None]] = {
    render.__name__: render
    for render in (
        overview,
        materials,
        where,
        nearest,
        hours,
        phone,
        time_limit,
        fee,
        process,
        conditions,
        eligible,
        online,
        trips,
        result,
        proxy,
        progress,
        amount,
        other,
        book,
        my_booking,
        cancel_booking,
        reschedule,
    )
}
