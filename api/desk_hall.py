"""Which hall a clerk sits in: the one named, else the one of last time (a cookie), else the county's."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.catalogue import Catalogue
from knowledge.model import Office

COOKIE = "yikan_office"


def hall(request: Request, catalogue: Catalogue, asked: str = "") -> Office | None:
    """None where no hall is registered at all."""
    offices = catalogue.snapshot.offices
    for slug in (asked, request.cookies.get(COOKIE, "")):
        if slug in offices:
            return offices[slug]
    return next(iter(halls(catalogue)), None)


def halls(catalogue: Catalogue) -> list[Office]:
    """The county's first, then by name."""
    return sorted(catalogue.snapshot.offices.values(), key=lambda office: (office.kind != "county", office.name))


def hall_name(catalogue: Catalogue, slug: str) -> str:
    office = catalogue.snapshot.offices.get(slug)
    return office.name if office else slug


def keep_hall(response: Response, office: Office) -> None:
    response.set_cookie(COOKIE, office.slug, httponly=True, samesite="lax", path="/desk")
