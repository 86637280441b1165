"""A place as a client names it: slug, name or alias of a place or an office."""

from __future__ import annotations

from api.catalogue import Catalogue
from api.words import word
from knowledge.errors import NotFound


def place_slug(catalogue: Catalogue, said: str) -> str:
    """The slug of the place, or of the place an office stands in. Raises NotFound for an unknown one."""
    found = catalogue.places.resolve(said)
    if not found:
        raise NotFound(word("problems.details.place", place=said[:40]))
    slug = found[0].slug
    office = catalogue.snapshot.offices.get(slug)
    return office.place if office else slug
