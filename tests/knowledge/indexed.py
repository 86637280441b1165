"""The sample county as a search index, alone and with services of a place far away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from knowledge.catalogue import Published, Snapshot
from knowledge.importers.sample import load_sample
from knowledge.model import Place, Service
from knowledge.search import SearchIndex

HOME = "qinghe"


def a_service(code: str, name: str, **fields: Any) -> Published:
    service = Service.model_validate({"code": code, "name": name, "source": "测试", **fields})
    return Published(service, 1, date(2026, 1, 1))


def snapshot_with(*more: Published, places: Sequence[Place] = ()) -> Snapshot:
    sample = load_sample()
    return Snapshot(
        stamp=1,
        published={**sample.published, **{p.service.code: p for p in more}},
        places={**sample.places, **{place.slug: place for place in places}},
        offices=sample.offices,
    )


@cache
def county() -> SearchIndex:
    return SearchIndex.build(snapshot_with())


FAR = Place(slug="farland", name="远山区", kind="county")
FAR_SERVICES = (
    a_service("far-cancel", "残疾人证注销", home="farland"),
    a_service("far-permit", "居住证申领", home="farland"),
)


@cache
def with_far_places() -> SearchIndex:
    return SearchIndex.build(snapshot_with(*FAR_SERVICES, places=[FAR]))
