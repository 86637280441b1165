"""Totality: whatever somebody answers, a final outcome comes out, and whoever is entitled can really do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from knowledge.assessment import Assessment, Assessor
from knowledge.model import Mode, Step
from knowledge.proof.cases import SEED, any_of
from knowledge.proof.outcomes import Outcomes, mentioned
from knowledge.proof.report import Fault

_AT_OFFICE = (Mode.COUNTER, Mode.KIOSK)


def somebody_is_entitled(found: Outcomes) -> Iterator[Fault]:
    """Not every answer leads to a refusal."""
    if found.cases.exact and not found.eligible.any():
        yield Fault("nobody", {"requirements": "；".join(item.text for item in found.service.requirements)})


def nobody_is_stuck(found: Outcomes) -> Iterator[Fault]:
    """Whoever is eligible finds an open way for each step that concerns them, at an office that exists."""
    for step, active, ways in zip(found.service.steps, found.active, found.ways, strict=True):
        usable = [way for item, way in zip(step.ways, ways, strict=True) if _has_office(found, item.mode, item.at)]
        nobody = np.zeros(len(active), dtype=np.bool_)
        open_, doable = any_of([nobody, *ways]), any_of([nobody, *usable])
        facts = _facts_of(found, step)
        for rule, rows in (
            ("stuck", found.eligible & active & ~open_),
            ("no-office", found.eligible & active & open_ & ~doable),
        ):
            row = found.first(rows)
            if row is not None:
                yield Fault(rule, {"step": step.text}, found.cases.answers(row, facts))


def _facts_of(found: Outcomes, step: Step) -> set[str]:
    scenarios = {item.id: item.when for item in found.service.scenarios}
    return mentioned(step.when, *(scenarios[name] for name in step.scenarios), *(way.when for way in step.ways))


def _has_office(found: Outcomes, mode: Mode, at: tuple[str, ...]) -> bool:
    return mode not in _AT_OFFICE or any(not at or office.kind in at for office in found.offices)


def the_engine_agrees(found: Outcomes, engine: Assessor, most: int, seed: int = SEED) -> Iterator[Fault]:
    """Asked through its own door, the engine gives each complete case the outcome worked out here. First fault only."""
    count = len(found.cases.cells)
    rows = (
        np.arange(count) if count <= most else np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
    )
    for row in rows.tolist():
        said = engine.assess(found.cases.person(row))
        expected, got = _expected(found, row), _got(said)
        if expected != got:
            about = {"expected": str(expected), "got": str(got)}
            yield Fault("engine-differs", about, found.cases.answers(row))
            return


def _expected(found: Outcomes, row: int) -> tuple[Any, ...]:
    if not found.eligible[row]:
        return ("ineligible", None, None, True)
    visits = int(found.visits[row])
    trips = None if visits < 0 else visits
    papers = {
        evidence.id for evidence, needed in zip(found.service.evidences, found.needed, strict=True) if needed[row]
    }
    return ("eligible", trips, trips, True, *sorted(papers))


def _got(said: Assessment) -> tuple[Any, ...]:
    papers = sorted(need.evidence.id for need in said.evidences)
    return (said.outcome, said.trips_min, said.trips_max, said.next_question is None, *papers)
