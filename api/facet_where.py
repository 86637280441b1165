"""Where a service is done, and how near: the nearest office first, an example while no place is known."""

from __future__ import annotations

from datetime import timedelta

from api import offices
from api.asked import Asked
from api.fitting import add, fit_list, fit_text
from api.schemas.guide import OfferedAt
from api.view import View, coming
from api.words import word
from knowledge.model import Offering, Office


def where(asked: Asked, room: int) -> str | None:
    """The nearest one first; the others by name, or one tap away."""
    offered = asked.guide.offered_at
    if not offered:
        return None
    first = offered[0]
    text = fit_text(in_short(asked) or "", room)
    if first.slug and first.note and not _spread(asked.seen):
        text = add(text, word("answers.where.note", note=first.note), room, "")
    others = [item.name for item in offered[1:] if item.slug and item.role != "advise"]
    if others:
        left = room - len(text) - 1
        return add(text, fit_list("answers.where.others", others[:6], left), room)
    return add(text, word("answers.where.rest", n=len(offered) - 1), room) if len(offered) > 1 else text


def in_short(asked: Asked) -> str | None:
    """Where it is done, in a sentence; the nearest of many is only an example while nobody said where they live."""
    if not asked.guide.offered_at:
        return None
    first = asked.guide.offered_at[0]
    if not _spread(asked.seen):
        return _said(first)
    return word("answers.where.spread", name=first.name, address=first.address or word("answers.where.no_address"))


def _spread(seen: View) -> bool:
    """Several townships have it, and the place that is asked from is none of them but the county."""
    place = seen.here.snapshot.places.get(seen.here.place or "")
    if place is None or place.kind in ("village", "township") or not seen.offices:
        return False
    doing = [office for office, offering in seen.offices if offering.role in ("accept", "collect")]
    towns = {office.place for office in doing if _is(seen, office, "township")}
    return len(towns) > 1 and _is(seen, seen.offices[0][0], "township", "village")


def _is(seen: View, office: Office, *kinds: str) -> bool:
    place = seen.here.snapshot.places.get(office.place)
    return place is not None and place.kind in kinds


def _said(office: OfferedAt) -> str:
    address = office.address or word("answers.where.no_address")
    if office.slug is None:
        return word("answers.where.address", address=address)
    return word(f"answers.where.{office.role}", name=office.name, address=address)


def nearest(asked: Asked, room: int) -> str | None:
    """Whether the village or township itself can do it, the nearest office with its hours now, then the next ones."""
    doing = [(office, offering) for office, offering in asked.seen.offices if offering.role != "advise"]
    if not doing:
        return where(asked, room)
    here, (office, offering) = asked.seen.here, doing[0]
    place = here.snapshot.places.get(here.place or "")
    local = place is not None and place.kind in ("village", "township")
    villages = any(found.kind == "village" for found, _ in doing)
    far = ("everywhere" if villages else "spread") if _spread(asked.seen) else "plain"
    key = _nearness(asked.seen, office.place == here.place, offering.role) if local else far
    state = offices.state_text(office, here.now, here.calendar)
    names = {"place": place.name if place else "", "name": office.name}
    text = word(f"answers.nearest.{key}", **names, address=office.address or word("unregistered"), state=state)
    text = fit_text(text, room) if len(text) > room else text
    for said in _changes_ahead(asked.seen, offering if key in OWN else None, names["place"] if local else ""):
        text = add(text, said, room)
    if key in ("away", "advised") and len(doing) > 1:
        text = add(text, word("answers.nearest.next", names="、".join(o.name for o, _ in doing[1:3])), room)
    if key == "plain" and villages:
        text = add(text, word("answers.nearest.villages"), room)
    return text


OWN = ("accept", "collect", "kiosk")


def _nearness(seen: View, own: bool, role: str) -> str:
    """The role of the place's own office, or that it only advises, or that it does not have the service at all."""
    if own:
        return role
    advised = any(o.role == "advise" and office.place == seen.here.place for office, o in seen.offices)
    return "advised" if advised else "away"


def _changes_ahead(seen: View, offering: Offering | None, place: str) -> list[str]:
    """Lists of townships change on a day: until when it is done here, or from when."""
    if offering is not None and offering.until:
        last = offices.day_text(offering.until - timedelta(days=1))
        return [word("answers.nearest.until", on=last)]
    start = coming(seen) if place and offering is None else None
    return [word("answers.nearest.from", on=offices.day_text(start), place=place)] if start else []
