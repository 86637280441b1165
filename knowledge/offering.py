"""Where a service can be had: its offerings as offices, nearest to a place first.

Near means: the same village, then the township it belongs to, then the county hall, then offices elsewhere, fewer
steps through the tree of places first. A township without an offering falls back to what its district offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.model import Offering, Office, Place, Service

_LEVELS = {"village": "village", "township": "township", "county": "county"}


def chain(place: str | None, places: Mapping[str, Place]) -> list[str]:
    """A place and everything it lies in, smallest first."""
    found: list[str] = []
    while place and place in places and place not in found:
        found.append(place)
        place = places[place].parent
    return found


def in_force(offering: Offering, on: date) -> bool:
    """Half-open: from `from` on, until (not including) `until`."""
    return (offering.from_ is None or offering.from_ <= on) and (offering.until is None or on < offering.until)


def offices_of(
    service: Service,
    places: Mapping[str, Place],
    offices: Mapping[str, Office],
    place: str | None,
    on: date,
    roles: tuple[str, ...] = ("accept", "collect", "kiosk"),
) -> list[Office]:
    """The offices that offer the service, each once, nearest to `place` first. Empty where no office is recorded."""
    slugs: dict[str, None] = {}
    for offering in service.offerings:
        if in_force(offering, on) and offering.role in roles:
            slugs.update(dict.fromkeys(expanded(offering, places, offices)))
    near = chain(place, places)
    order = list(offices)
    return sorted(
        (offices[slug] for slug in slugs), key=lambda o: (distance(near, o.place, places), order.index(o.slug))
    )


def expanded(offering: Offering, places: Mapping[str, Place], offices: Mapping[str, Office]) -> Iterator[str]:
    if offering.place in offices:
        yield offering.place
        return
    kind = _LEVELS.get(offering.level)
    for office in offices.values():
        if office.kind == kind and offering.place in chain(office.place, places):
            yield office.slug


def distance(near: list[str], other: str, places: Mapping[str, Place]) -> int:
    """Steps through the tree from the near end of `near` to `other`; going down counts double (somebody else's)."""
    above = chain(other, places)
    for up, slug in enumerate(near):
        if slug in above:
            return up + 2 * above.index(slug)
    return 2 * len(above) + len(near)


def regional(service: Service, places: Mapping[str, Place], place: str | None, on: date) -> Offering | None:
    """The offering of the place itself, or of the smallest place around it that has one."""
    current = [offering for offering in service.offerings if in_force(offering, on)]
    for slug in chain(place, places):
        for offering in current:
            if offering.place == slug:
                return offering
    return None
