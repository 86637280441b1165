"""The catalogue of another day: for the services asked about, the version in force then instead of today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from api.catalogue import Catalogue
from api.words import word
from knowledge.catalogue import Published
from knowledge.errors import NotFound
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import transaction


def catalogue_on(engine: Engine, catalogue: Catalogue, codes: Sequence[str], on: date) -> Catalogue:
    """`catalogue` with the versions of `codes` that count on a day; itself where today's count.

    Before the first version the service stays, but with rules that begin later: nothing is claimed for such a day.
    Raises NotFound for a service that has gone by then.
    """
    if on == catalogue.day:
        return catalogue
    others: dict[str, Published] = {}
    for code in codes:
        now = catalogue.snapshot.published.get(code)
        then = _published_on(engine, catalogue, code, on)
        if then is None and now is not None:
            if on > catalogue.day:
                raise NotFound(word("problems.details.service_on", code=code[:40], on=on.isoformat()))
            others[code] = _not_yet(now, on)
        elif then is not None and (now is None or then.version != now.version):
            others[code] = then
    return catalogue.with_versions(others) if others else catalogue


def _published_on(engine: Engine, catalogue: Catalogue, code: str, on: date) -> Published | None:
    def read() -> tuple[Published | None]:
        with transaction(engine, write=False) as session:
            return (CatalogueStore(session).published_on(code, on),)

    return catalogue.prepared(("version", code, on), read)[0]


def _not_yet(known: Published, on: date) -> Published:
    """What we know began later than `on`."""
    start = known.service.effective_from
    if start is not None and start > on:
        return known
    return replace(known, service=known.service.model_copy(update={"effective_from": known.effective_from}))
