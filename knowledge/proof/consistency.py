"""Consistency: what the guide says in words agrees with what the rules make of everybody.

`Lexicon` holds the words that mean yes, no, mail and so on (knowledge/data/proof.yml): judging words is data too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from knowledge.decision import Bools
from knowledge.model import Limit, Mode, Service
from knowledge.proof.outcomes import Outcomes, mentioned
from knowledge.proof.report import Fault
from knowledge.proof.wording import Lexicon

_AT_OFFICE = (Mode.COUNTER, Mode.KIOSK)
_WORKDAYS_A_WEEK = 5 / 7


def trips_agree(found: Outcomes) -> Iterator[Fault]:
    """The published number of trips happens to somebody; a step that always needs presence contradicts 0 trips."""
    published = found.service.trips.published
    counted = found.visits[found.eligible & (found.visits >= 0)]
    if published is None or not len(counted):
        return
    low, high = int(counted.min()), int(counted.max())
    forced = _always_present(found) if published == 0 else None
    if forced is not None:
        yield Fault("zero-but-presence", {"step": forced, "low": low})
    elif not low <= published <= high:
        rows = found.eligible & (found.visits == (low if published < low else high))
        row = found.first(rows)
        facts = mentioned(*(way.when for step in found.service.steps for way in step.ways))
        answers = found.cases.answers(row, facts) if row is not None else ()
        yield Fault("published-outside", {"published": published, "low": low, "high": high}, answers)


def _always_present(found: Outcomes) -> str | None:
    """The text of a step that concerns everybody entitled and can only be done at an office."""
    for step, active in zip(found.service.steps, found.active, strict=True):
        if active[found.eligible].all() and all(way.mode in _AT_OFFICE for way in step.ways):
            return step.text
    return None


def days_agree(found: Outcomes) -> Iterator[Fault]:
    """Nobody waits longer than promised for a case like theirs; an immediate matter has no waiting."""
    steps, limit = found.service.steps, found.service.time_limit
    facts = mentioned(*(way.when for step in steps for way in step.ways), *(step.when for step in steps))
    facts |= mentioned(*(rule.when for rule in limit.rules))
    for promised, text, rows in _promises(found):
        row = found.first(rows & found.eligible & (found.visits >= 0) & (found.days > _workdays(promised)))
        if row is not None:
            rule = "longer-than-immediate" if promised.unit == "immediate" else "longer-than-promised"
            about = {"value": promised.value, "unit": promised.unit, "text": text, "days": int(found.days[row])}
            yield Fault(rule, about, found.cases.answers(row, facts))


def _promises(found: Outcomes) -> Iterator[tuple[Limit, str, Bools]]:
    """Each limit with the rows it is promised to: the first rule that fits, else the plain one."""
    limit = found.service.time_limit
    left = found.cases.truth(None)
    for rule in limit.rules:
        fits = found.cases.truth(rule.when)
        yield rule.promised, rule.text, left & fits
        left = left & ~fits
    if limit.promised is not None:
        yield limit.promised, limit.text or "", left


def _workdays(limit: Limit) -> float:
    if limit.unit == "immediate":
        return 0.0
    return float(limit.value) if limit.unit == "workday" else float(math.ceil(limit.value * _WORKDAYS_A_WEEK))


def channels_agree(found: Outcomes, lexicon: Lexicon) -> Iterator[Fault]:
    """What is said to go online or by mail has a way that does, and what has an online way says so."""
    service = found.service
    online = _modes(service) & {Mode.ONLINE}
    text = service.online or ""
    if text.startswith(lexicon.online_yes) and not online:
        yield Fault("online-promised", {"text": text})
    if text.startswith(lexicon.online_no) and online and not _only_advance(service):
        yield Fault("online-denied", {"text": text})
    if online and not text:
        yield Fault("online-unsaid", {})
    for output in service.outputs:
        if any(word in output.collect for word in lexicon.mail) and not _by_mail(service, lexicon):
            yield Fault("mail-promised", {"output": output.name})


def _modes(service: Service) -> set[Mode]:
    return {way.mode for step in service.steps for way in step.ways}


def _only_advance(service: Service) -> bool:
    """Something can be done online, but the matter cannot be finished so: a step has no way but an office."""
    return any(all(way.mode in _AT_OFFICE for way in step.ways) for step in service.steps)


def _by_mail(service: Service, lexicon: Lexicon) -> bool:
    ways = [way for step in service.steps for way in step.ways]
    return any(way.mode is Mode.MAIL or any(word in way.text for word in lexicon.mail_in_text) for way in ways)


def papers_agree(found: Outcomes, lexicon: Lexicon) -> Iterator[Fault]:
    """A paper named in the words about proxies and ways is on the list; a conditional paper says when in words."""
    service = found.service
    known = [*(item.name for item in service.evidences), *(item.name for item in service.outputs)]
    listed = "".join((*known, *(item.text for item in service.prerequisites), service.name))
    said = {"proxy": service.proxy or "", **{step.text: "".join(w.text for w in step.ways) for step in service.steps}}
    for field, text in said.items():
        for paper, others in lexicon.papers.items():
            if _named(text, (paper, *others), lexicon) and not any(word in listed for word in (paper, *others)):
                yield Fault("paper-unlisted", {"paper": paper, "text": text}, grave=field == "proxy")
    for item in service.evidences:
        conditional = item.when is not None or bool(item.scenarios)
        if conditional and not item.when_text:
            yield Fault("paper-without-when", {"evidence": item.name})
        if item.when_text and not conditional:
            yield Fault("paper-without-rule", {"evidence": item.name, "text": item.when_text})


def _named(text: str, words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a paper is asked for: "no letter of authority needed" asks for none."""
    for word in words:
        before, found, _ = text.partition(word)
        if found and not before.endswith(lexicon.negations):
            return True
    return False


def offices_agree(found: Outcomes) -> Iterator[Fault]:
    """Each kind of office a way names offers the service: a way may not send people where nobody does it."""
    kinds = {office.kind for office in found.offices}
    for step in found.service.steps:
        for way in step.ways:
            if way.mode in _AT_OFFICE and (missing := sorted(set(way.at) - kinds)):
                yield Fault("office-kind-missing", {"step": step.text, "way": way.text, "kinds": "、".join(missing)})
