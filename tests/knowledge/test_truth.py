"""Cases as a clerk would write them: these facts, that outcome, so many trips, these papers."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.assessment import Assessment, Assessor
from knowledge.catalogue import Snapshot
from knowledge.given import check_facts
from knowledge.importers.sample import load_sample
from knowledge.offering import offices_of

FOLDER = Path(__file__).parent / "truth"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
BLIND = [
    pytest.param(case, id=f"{case['code']}: {case['name']}")
    for case in yaml.safe_load((FOLDER.parent / "blind_truth.yml").read_text("utf-8"))
]


@cache
def _sample() -> Snapshot:
    return load_sample()


@cache
def _assessor(code: str, place: str, on: date) -> Assessor:
    sample = _sample()
    service = sample.published[code].service
    return Assessor(service, sample.facts, on, offices_of(service, sample.places, sample.offices, place, on))


def _assess(code: str, case: dict[str, Any]) -> Assessment:
    on = case.get("on") or date(2026, 11, 21)
    on = on if isinstance(on, date) else date.fromisoformat(on)
    assessor = _assessor(code, case.get("place") or "qinghe", on)
    return assessor.assess(check_facts(case["facts"], _sample().facts))


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_case_comes_out_as_the_clerk_says(code: str, case: dict[str, Any]) -> None:
    found = _assess(code, case)
    assert found.outcome == case["outcome"], found.reasons
    if trips := case.get("trips"):
        assert (found.trips_min, found.trips_max) == (trips["min"], trips["max"])
    brought = {need.evidence.id for need in found.evidences if need.bring}
    assert set(case.get("must_bring") or []) <= brought
    assert not set(case.get("must_not_bring") or []) & brought


@pytest.mark.parametrize("case", BLIND)
def test_what_follows_from_the_law_comes_out(case: dict[str, Any]) -> None:
    found = _assess(case["code"], case)
    assert found.outcome == case["outcome"], (case["why"], found.reasons)
    assert found.trips_min == case.get("trips_min", found.trips_min), case["why"]


@pytest.mark.parametrize(
    "code", sorted(path.stem for path in (FOLDER.parents[2] / "knowledge/data/services").glob("*.yml"))
)
def test_every_case_of_every_service_has_a_plan_and_the_published_trips_are_possible(code: str) -> None:
    sample = _sample()
    for place in ("qinghe", "liuxi", "yunling-cha"):
        grid = _assessor(code, place, date(2026, 11, 21)).grid
        used = {int(number) for number in grid.plan[grid.eligible]}
        plans = [grid.plans[number] for number in used]
        assert None not in plans, "some answers leave a step that nobody can do"
        counts = {len(plan.visits) for plan in plans if plan}
        published = sample.published[code].service.trips.published
        assert published is None or min(counts) <= published <= max(counts)


@pytest.mark.parametrize("code", sorted(path.stem for path in FOLDER.glob("*.yml")))
def test_at_least_six_cases_are_written_for_each_service(code: str) -> None:
    assert len(yaml.safe_load((FOLDER / f"{code}.yml").read_text("utf-8"))) >= 6
