"""One service as it is at one place: what the region says there wins over what the service says in general.

Imported guides differ by district (limit, fee, address, hours, phone), and a township falls back to its district.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.words import words
from knowledge.assessment import rules_on
from knowledge.calendar import Calendar
from knowledge.catalogue import Published, Snapshot
from knowledge.model import Evidence, Fee, Offering, Office, Phones, Place, Requirement, Service, TimeLimit, Variant
from knowledge.offering import chain, distance, expanded, in_force, offices_of, regional

_ROLES = ("accept", "collect", "kiosk", "advise")


@dataclass(frozen=True)
class Here:
    """Where and when somebody asks. `place` None: no place is known."""

    snapshot: Snapshot
    calendar: Calendar
    place: str | None
    now: datetime


@dataclass(frozen=True)
class View:
    """`region` is the offering that counts here; `offices` offer the service, nearest first, each by an offering.

    `elsewhere`: nothing is offered here, and `region` is the nearest of the others.
    """

    published: Published
    here: Here
    region: Offering | None
    offices: tuple[tuple[Office, Offering], ...]
    elsewhere: Place | None

    @property
    def service(self) -> Service:
        return self.published.service

    @property
    def nearest(self) -> Office | None:
        return self.offices[0][0] if self.offices else None

    @property
    def time_limit(self) -> TimeLimit:
        return self.region.time_limit if self.region and self.region.time_limit else self.service.time_limit

    @property
    def fee(self) -> Fee:
        return self.region.fee if self.region and self.region.fee else self.service.fee

    @property
    def variants(self) -> tuple[Variant, ...]:
        return self.region.variants if self.region else ()

    @property
    def addresses(self) -> list[str]:
        """For imported places without an office record: the one for this place first, then the hall, then the rest."""
        return _sorted(self.region.addresses, self._near_names()) if self.region else []

    @property
    def phones(self) -> Phones:
        """The region's, else the service's, else those of the nearest office."""
        own = self.region.phones if self.region and self.region.phones else Phones()
        office = self.nearest
        return Phones(
            consult=own.consult or self.service.phones.consult or (office.phone if office else None),
            complain=own.complain or self.service.phones.complain or (office.complain_phone if office else None),
        )

    @property
    def consult(self) -> str | None:
        """The one number to call; a cell of several gives the one for this place, else the hall's."""
        said = self.phones.consult
        numbers = [part.strip() for part in re.split(r"[；;\n]", said or "") if part.strip()]
        return _sorted(numbers, self._near_names(), plain_first=True)[0] if numbers else None

    @property
    def requirements(self) -> list[Requirement]:
        text = self.region.requirements_text if self.region else None
        if not text:
            return list(rules_on(self.service, self.here.now.date()).requirements)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return [Requirement(id=f"r{number}", text=line) for number, line in enumerate(lines, 1)]

    @property
    def evidences(self) -> list[Evidence]:
        """Those of the region; papers only for scenarios that are not offered here are left out."""
        if self.region and self.region.evidences is not None:
            return list(self.region.evidences)
        offered = set(self.region.scenarios) if self.region else set()
        kept = self.service.evidences
        return [e for e in kept if not e.scenarios or not offered or offered & set(e.scenarios)]

    def scenario_names(self, ids: Sequence[str]) -> list[str]:
        return [scenario.name for scenario in self.service.scenarios if scenario.id in ids]

    def _near_names(self) -> list[str]:
        """Names that mark an address as near: the place asked for and what lies between it and the region."""
        region = self.region.place if self.region else None
        names = []
        for slug in chain(self.here.place, self.here.snapshot.places):
            if slug == region:
                break
            names.append(re.sub(words("place_suffix"), "", self.here.snapshot.places[slug].name))
        return names if region in chain(self.here.place, self.here.snapshot.places) else []


def view(published: Published, here: Here) -> View:
    service, snapshot, on = published.service, here.snapshot, here.now.date()
    region = regional(service, snapshot.places, here.place, on)
    offices = _offices(service, here)
    elsewhere = None
    if region is None and not offices:
        region = _nearest_region(service, here)
        elsewhere = snapshot.places.get(region.place) if region else None
    return View(published, here, region, offices, elsewhere)


def _offices(service: Service, here: Here) -> tuple[tuple[Office, Offering], ...]:
    places, offices, on = here.snapshot.places, here.snapshot.offices, here.now.date()
    by: dict[str, Offering] = {}
    for role in _ROLES:
        for offering in sorted(service.offerings, key=lambda o: o.place not in offices):
            if offering.role == role:
                alone = service.model_copy(update={"offerings": (offering,)})
                for office in offices_of(alone, places, offices, here.place, on, roles=(role,)):
                    by.setdefault(office.slug, offering)
    found = offices_of(service, places, offices, here.place, on, roles=_ROLES)
    return tuple((office, by[office.slug]) for office in found)


def coming(seen: View) -> date | None:
    """The day from which an office of the very place asked for will do it; None where nothing is planned."""
    snapshot, here = seen.here.snapshot, seen.here
    days = [
        offering.from_
        for offering in seen.service.offerings
        if offering.from_ and offering.from_ > here.now.date() and offering.role != "advise"
        for slug in expanded(offering, snapshot.places, snapshot.offices)
        if snapshot.offices[slug].place == here.place
    ]
    return min(days, default=None)


def _nearest_region(service: Service, here: Here) -> Offering | None:
    near = chain(here.place, here.snapshot.places)
    current = [offering for offering in service.offerings if in_force(offering, here.now.date())]
    return min(current, key=lambda o: distance(near, o.place, here.snapshot.places), default=None)


def _sorted(texts: Sequence[str], near: Sequence[str], *, plain_first: bool = False) -> list[str]:
    """Stable: those naming the place, then the hall's (or, of phones, the one without a name), then the rest."""

    def rank(text: str) -> int:
        for position, name in enumerate(near):
            if name in text:
                return position
        hall = "（" not in text if plain_first else any(name in text for name in words("halls"))
        return len(near) + (0 if hall else 1)

    return sorted(texts, key=rank)
