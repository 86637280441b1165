"""The proof of a service before it is published: every answer leads somewhere, and words and rules agree.

    prove_service(service, facts, on, offices, lexicon) -> Proof

Totality, reachability, consistency and economy (one module each) over every case there is, up to MOST_CASES; beyond
that over a seeded sample, and the proof says so. One place is enough: wherever somebody lives the same offices offer a
service, only nearer or farther, which changes where to go and never how often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.assessment import Assessor, has_rules
from knowledge.decision import LARGEST_GRID
from knowledge.errors import Invalid
from knowledge.model import Fact, Office, Service
from knowledge.proof.cases import MOST_CASES, Cases, cases_of
from knowledge.proof.consistency import channels_agree, days_agree, offices_agree, papers_agree, trips_agree
from knowledge.proof.economy import asked, every_question_can_matter
from knowledge.proof.outcomes import Outcomes
from knowledge.proof.reachability import every_comparison_can_go_both_ways, everything_happens
from knowledge.proof.report import Asked, Fault, Proof
from knowledge.proof.totality import nobody_is_stuck, somebody_is_entitled, the_engine_agrees
from knowledge.proof.wording import Lexicon


@dataclass(frozen=True)
class Depth:
    """How far to go: cases looked at, cases asked through the engine, states of knowledge searched and walked.

    `grid`: most cases for which the engine itself is prepared (it computes them all); `planned`: most for which the
    order of questions is gone through.
    """

    cases: int = MOST_CASES
    asked: int = MOST_CASES
    states: int = 6_000
    walked: int = 400
    grid: int = LARGEST_GRID
    planned: int = LARGEST_GRID


THOROUGH = Depth()
QUICK = Depth(asked=200, states=400, walked=40, grid=60_000, planned=1_000)  # while somebody waits for a page


def prove_service(
    service: Service,
    facts: Mapping[str, Fact],
    on: date,
    offices: Sequence[Office],
    lexicon: Lexicon,
    depth: Depth = THOROUGH,
) -> Proof:
    """Everything that can be said against a service on one day. `offices` offer it, nearest first.

    A service without rules has nothing to prove: its proof is empty and `registered` is false.
    """
    if not has_rules(service):
        return Proof(service.code, service.name, 0, 0, 0, None, None, (), registered=False)
    try:
        cases = cases_of(service, facts, on, depth.cases)
    except Invalid as error:
        return _refused(service, Fault("unusable-condition", {"detail": error.detail}))
    found = Outcomes(service, cases, offices)
    faults = list(_beside_the_engine(found, lexicon))
    questions = None
    if cases.total > LARGEST_GRID:
        faults.append(Fault("too-many", {"partitions": cases.total, "most": LARGEST_GRID}))
    elif cases.total <= depth.grid:
        engine = Assessor(service, facts, on, offices)
        faults += the_engine_agrees(found, engine, depth.asked)
        faults += every_question_can_matter(engine)
        if cases.total <= depth.planned:
            questions, about_questions = asked(engine, depth.states, depth.walked)
            faults += about_questions
    return Proof(
        service.code,
        service.name,
        cases.total,
        len(cases.cells),
        len(cases.axes),
        _trips(found),
        questions,
        tuple(faults),
    )


def _beside_the_engine(found: Outcomes, lexicon: Lexicon) -> Iterator[Fault]:
    yield from somebody_is_entitled(found)
    yield from nobody_is_stuck(found)
    yield from every_comparison_can_go_both_ways(found)
    yield from everything_happens(found)
    yield from trips_agree(found)
    yield from days_agree(found)
    yield from channels_agree(found, lexicon)
    yield from papers_agree(found, lexicon)
    yield from offices_agree(found)


def _trips(found: Outcomes) -> tuple[int, int] | None:
    counted = found.visits[found.eligible & (found.visits >= 0)]
    return (int(counted.min()), int(counted.max())) if len(counted) else None


def _refused(service: Service, fault: Fault) -> Proof:
    return Proof(service.code, service.name, 0, 0, 0, None, None, (fault,))


__all__ = ["QUICK", "THOROUGH", "Asked", "Cases", "Depth", "Fault", "Proof", "prove_service"]
