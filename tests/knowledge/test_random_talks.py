"""Random talks on every service: they end, keep what `questions_left` promised, and ask nothing that cannot matter."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any

import pytest

from knowledge.assessment import Assessor
from knowledge.catalogue import Snapshot
from knowledge.given import check_facts
from knowledge.importers.sample import load_sample
from knowledge.offering import offices_of

ON = date(2026, 11, 21)
TALKS = 6


@cache
def sample() -> Snapshot:
    return load_sample()


@cache
def prepared(code: str) -> Assessor:
    service = sample().published[code].service
    offices = offices_of(service, sample().places, sample().offices, "liuxi", ON)
    return Assessor(service, sample().facts, ON, offices)


def values(assessor: Assessor, key: str) -> list[Any]:
    """One value for each way of answering."""
    axis = next(axis for axis in assessor.grid.axes if axis.key == key)
    return [cell.sample.isoformat() if isinstance(cell.sample, date) else cell.sample for cell in axis.cells]


CODES = sorted(load_sample().published)


@pytest.mark.parametrize("code", CODES)
def test_every_talk_ends_within_the_promised_number_of_questions(code: str) -> None:
    assessor, draw = prepared(code), random.Random(code)
    for _ in range(TALKS):
        told: dict[str, Any] = {}
        bounds: list[tuple[int, int]] = []
        found = assessor.assess(told)
        while found.next_question is not None:
            bounds.append((found.questions_fewest, found.questions_most))
            key = found.next_question.key
            assert len({str(assessor.assess({**told, key: value})) for value in values(assessor, key)}) > 1
            told[key] = draw.choice(values(assessor, key))
            found = assessor.assess(check_facts(told, sample().facts))
        for left, (fewest, most) in enumerate(reversed(bounds), 1):
            assert fewest <= left <= most
        assert found.outcome in ("eligible", "ineligible")
        assert found.trips_min == found.trips_max
        assert found.exact


@pytest.mark.parametrize("code", CODES)
def test_saying_nothing_at_all_or_now_and_then_ends_honestly(code: str) -> None:
    assessor, draw = prepared(code), random.Random(code)
    for silence in (1.0, 0.4):
        told: dict[str, Any] = {}
        found = assessor.assess(told)
        while found.next_question is not None:
            key = found.next_question.key
            assert key not in told
            told[key] = None if draw.random() < silence else draw.choice(values(assessor, key))
            found = assessor.assess(told)
        if found.outcome == "undetermined" or found.trips_min != found.trips_max:
            assert None in told.values()
