"""Rules about reaching an office: where it is, when it is open, whom to call, whom to complain to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model import Offering, Office, Service
from knowledge.offering import expanded
from knowledge.validation.effective import Effective
from knowledge.validation.finding import Breach, Context

_SEPARATORS = re.compile(r"[；;\n、，,]|\s/\s")
_DASH = re.compile(r"\s*[—–－‐-]+\s*")
_AREA = re.compile(r"[（(](0\d{2,3})[）)]\s*-?")
_NAMED = re.compile(r"[（(][^（）()]*[）)]|[\u4e00-\u9fff：:]+")


def phones_differ(case: Effective) -> Iterator[Breach]:
    consult, complain = case.phones.consult, case.phones.complain
    if consult and consult == complain:
        yield Breach("phones.complain", {"phone": consult})


def phones_complete(case: Effective) -> Iterator[Breach]:
    """A cell may hold several numbers, each with the name of its place."""
    for name in ("consult", "complain"):
        said = getattr(case.phones, name)
        wrong = [number for number in _numbers(said or "") if not re.fullmatch(case.context.book.phone, number)]
        if wrong:
            yield Breach(f"phones.{name}", {"phone": wrong[0]})


def _numbers(said: str) -> list[str]:
    plain = _AREA.sub(r"\1-", _DASH.sub("-", said))
    parts = (_NAMED.sub("", part).strip() for part in _SEPARATORS.split(plain))
    return [part for part in parts if part]


def hours_name_days(case: Effective) -> Iterator[Breach]:
    if case.hours and not any(word in case.hours for word in case.context.book.days):
        yield Breach("hours", {"hours": case.hours[:30]})


def hours_registered(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering, offices in _told(service, context):
        if not (service.hours or offering.hours or any(office.periods for office in offices)):
            yield Breach(f"offerings.{number}.hours", {"place": name_of(offering, context)})


def address_registered(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering, offices in _told(service, context):
        if not (offering.addresses or any(office.address for office in offices)):
            yield Breach(f"offerings.{number}.addresses", {"place": name_of(offering, context)})


def address_to_the_door(service: Service, context: Context) -> Iterator[Breach]:
    doors = context.book.doors
    for number, offering, offices in _told(service, context):
        own = offering.addresses or tuple(office.address for office in offices if office.address)
        vague = [address for address in own if not any(word in address for word in doors)]
        if vague:
            yield Breach(f"offerings.{number}.addresses", {"address": vague[0][:40]})


def consult_registered(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering, offices in _told(service, context):
        own = offering.phones.consult if offering.phones else None
        if not (service.phones.consult or own or any(office.phone for office in offices)):
            yield Breach(f"offerings.{number}.phones.consult", {"place": name_of(offering, context)})


def complain_registered(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering, offices in _told(service, context):
        own = offering.phones.complain if offering.phones else None
        if not (service.phones.complain or own or any(office.complain_phone for office in offices)):
            yield Breach(f"offerings.{number}.phones.complain", {"place": name_of(offering, context)})


def offered_somewhere(service: Service, context: Context) -> Iterator[Breach]:
    """Somebody accepts it: today, or from a day to come."""
    if not any(offering.until is None or offering.until > context.on for offering in service.offerings):
        yield Breach("offerings")


def places_known(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering in enumerate(service.offerings):
        if offering.place not in context.offices and offering.place not in context.places:
            yield Breach(f"offerings.{number}.place", {"place": offering.place})


def dates_in_order(service: Service, context: Context) -> Iterator[Breach]:
    for number, offering in enumerate(service.offerings):
        if offering.from_ and offering.until and offering.from_ >= offering.until:
            yield Breach(f"offerings.{number}.until", {"place": name_of(offering, context)})


def name_of(offering: Offering, context: Context) -> str:
    known = context.offices.get(offering.place) or context.places.get(offering.place)
    return known.name if known else offering.place


def _told(service: Service, context: Context) -> Iterator[tuple[int, Offering, list[Office]]]:
    """Offerings of known places that have not ended, with their offices."""
    for number, offering in enumerate(service.offerings):
        ended = offering.until is not None and offering.until <= context.on
        if not ended and (offering.place in context.offices or offering.place in context.places):
            slugs = expanded(offering, context.places, context.offices)
            yield number, offering, [context.offices[slug] for slug in slugs]
