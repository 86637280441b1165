"""预检: outcome, trips, plan and papers for one person, and the one question that helps most.

`Assessor` prepares one service at one place on one day (compute once, ask often); `assess` answers for the facts
given. Stateless: the same facts give the same answer. Source: the rules in the service document.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from knowledge.conditions import decide, years_before
from knowledge.decision import NEEDED, NOT_NEEDED, Grid, base_fact, build_grid, distinct, seen
from knowledge.explain import fitting_fee, fitting_limit, truth_of
from knowledge.given import Facts
from knowledge.model import Evidence, Fact, Fee, Limit, Office, Requirement, Service, Test
from knowledge.partition import Axis, test_key
from knowledge.questions import Masks, Outlook, Planner, bits, open_masks
from knowledge.trips import Plan

MOST_STATES = 2_000  # states of knowledge remembered for one service


@dataclass(frozen=True)
class EvidenceNeed:
    """One paper of this person. `needed` None: depends on an answer not known; `exempt`: spared, and why."""

    evidence: Evidence
    needed: bool | None
    exempt: bool
    exempt_reason: str | None = None

    @property
    def bring(self) -> bool:
        return self.needed is not False and not self.exempt and not self.evidence.filled_on_site


@dataclass(frozen=True)
class Reason:
    """One requirement: fulfilled, not, or unknown; the facts that decided it, and its source."""

    requirement: str
    text: str
    result: bool | None
    because: tuple[str, ...]
    source: str | None
    failed: str | None = None


@dataclass(frozen=True)
class NextQuestion:
    key: str
    text: str
    fact: Fact


@dataclass(frozen=True)
class Improvement:
    """A change that lowers the trips: the fact ids changed, what to do, the trips then, and what it costs.

    `days`, `fee`: working days of waiting and yuan in all after the change, and `days_now`, `fee_now` as it is; the
    fees None while undecided or unregistered.
    """

    changes: tuple[str, ...]
    texts: tuple[str, ...]
    trips_after: int
    days: int | None = None
    days_now: int | None = None
    fee: float | None = None
    fee_now: float | None = None


@dataclass(frozen=True)
class Assessment:
    """`trips_min`, `trips_max` are whole numbers or None (ineligible, or no rules registered)."""

    outcome: Literal["eligible", "ineligible", "undetermined"]
    trips_min: int | None = None
    trips_max: int | None = None
    plan: Plan | None = None
    next_question: NextQuestion | None = None
    questions_fewest: int = 0
    questions_most: int = 0
    prerequisites: tuple[tuple[str, str, int], ...] = ()
    evidences: tuple[EvidenceNeed, ...] = ()
    reasons: tuple[Reason, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    scenarios: tuple[str, ...] = ()
    fee: Fee | None = None
    limit: Limit | None = None
    registered: bool = True
    exact: bool = True
    worst: Plan | None = None  # the plan with the most visits that is still possible


def has_rules(service: Service) -> bool:
    """Whether the document says enough to assess anybody: imported guides mostly do not."""
    return any(step.ways for step in service.steps) or any(r.when is not None for r in service.requirements)


def in_force_on(service: Service, on: date) -> bool:
    """Whether this version's rules are in force on a day; before and after, others hold that nobody registered."""
    begun = service.effective_from is None or service.effective_from <= on
    return begun and (service.rules_until is None or on < service.rules_until)


def rules_on(service: Service, on: date) -> Service:
    """The service with the requirements in force on a day: a later one does not bind yet, an ended one no more."""
    kept = tuple(r for r in service.requirements if _binds(r, on))
    return service if len(kept) == len(service.requirements) else service.model_copy(update={"requirements": kept})


def _binds(requirement: Requirement, on: date) -> bool:
    begun = requirement.from_ is None or requirement.from_ <= on
    return begun and (requirement.until is None or on < requirement.until)


@dataclass
class Assessor:
    """One service, prepared. `offices` offer it, nearest first; `distance` is their rank of nearness."""

    service: Service
    facts: Mapping[str, Fact]
    on: date
    offices: Sequence[Office]
    grid: Grid = field(init=False)
    planner: Planner = field(init=False)
    _known: dict[Masks, Assessment] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if in_force_on(self.service, self.on):
            self.service = rules_on(self.service, self.on)
        distance = {office.slug: rank for rank, office in enumerate(self.offices)}
        self.grid = build_grid(self.service, self.facts, self.on, self.offices, distance)
        self.planner = Planner(self.grid)

    def assess(self, given: Facts) -> Assessment:
        """The whole answer for checked facts (see `given.check_facts`)."""
        if not has_rules(self.service):
            return Assessment("undetermined", registered=False)
        if not in_force_on(self.service, self.on):
            return Assessment("undetermined", registered=False)
        given = {**self.service.presumed, **given}
        masks, unknowable = self._state(given)
        return self._result(given, masks, unknowable)

    @property
    def start(self) -> Masks:
        """The cells possible before anything is told."""
        return self._state(self.service.presumed)[0]

    def open_facts(self, given: Facts) -> list[str]:
        """The facts not yet given that could still change outcome, plan or papers, in the service's own order."""
        masks, unknowable = self._state({**self.service.presumed, **given})
        result = self.grid.result[np.ix_(*[list(bits(mask)) for mask in masks])] if masks else self.grid.result
        return [
            axis.key
            for position, axis in enumerate(self.grid.axes)
            if position not in unknowable and bool((result != result.take([0], axis=position)).any())
        ]

    def _state(self, given: Facts) -> tuple[Masks, frozenset[int]]:
        return possible_cells(self.grid.axes, {**given, **self._dates_told(given)}, self.on)

    def _dates_told(self, given: Facts) -> dict[str, Any]:
        """The dates not given themselves that a number of days tells: 孩子出生20天了."""
        told = {}
        for key, days in given.items():
            date_key = self.facts[base_fact(key)].tells.get(self.service.code)
            if date_key and days is not None and given.get(date_key) is None:
                told[date_key] = (self.on - timedelta(days=int(days))).isoformat()
        return told

    def _result(self, given: Facts, masks: Masks, unknowable: frozenset[int]) -> Assessment:
        settled = self._settled(masks)
        if settled.outcome == "ineligible":
            return settled
        outlook = self.planner.outlook(masks, unknowable)
        truth = self._truth_of(given)
        return replace(
            settled,
            next_question=self._question(outlook),
            questions_fewest=outlook.fewest,
            questions_most=outlook.most,
            improvements=self._improvements(given, settled.trips_max),
            fee=fitting_fee(self.service.fee, truth),
            limit=fitting_limit(self.service.time_limit, truth),
            exact=outlook.exact,
        )

    def _settled(self, masks: Masks) -> Assessment:
        """What depends only on the cells still possible; worked out once for each state of knowledge."""
        if masks not in self._known:
            while len(self._known) >= MOST_STATES:
                self._known.pop(next(iter(self._known)), None)
            self._known[masks] = self._settle(masks)
        return self._known[masks]

    def _settle(self, masks: Masks) -> Assessment:
        pick = np.ix_(*[list(bits(mask)) for mask in masks]) if masks else ()
        eligible = self.grid.eligible[pick]
        reasons = self.reasons(masks)
        if not eligible.any():
            return Assessment("ineligible", reasons=reasons)
        plans = [self.grid.plans[number] for number in distinct(self.grid.plan[pick][eligible])]
        done = [plan for plan in plans if plan is not None]
        best = min(done, key=lambda plan: (len(plan.visits), plan.days), default=None)
        worst = max(done, key=lambda plan: (len(plan.visits), plan.days), default=None)
        return Assessment(
            "eligible" if eligible.all() else "undetermined",
            trips_min=len(best.visits) if best else None,
            trips_max=len(worst.visits) if worst and len(done) == len(plans) else None,
            plan=best,
            worst=worst if len(done) == len(plans) else None,
            prerequisites=self.prerequisites(pick, eligible),
            evidences=self.evidences(pick, eligible),
            reasons=reasons,
            scenarios=self.scenarios(pick, eligible),
        )

    def _question(self, outlook: Outlook) -> NextQuestion | None:
        return None if outlook.axis is None else question_about(self.grid.axes[outlook.axis])

    def _truth_in(self, masks: Masks) -> Any:
        position = {axis.key: i for i, axis in enumerate(self.grid.axes)}

        def truth(test: Test) -> bool | None:
            row = self.grid.axes[position[test.fact]].truth[test_key(test)]
            seen = {row[cell] for cell in bits(masks[position[test.fact]])}
            return seen.pop() if len(seen) == 1 else None

        return truth

    def _truth_of(self, given: Facts) -> Any:
        """Truth of any single comparison for the facts given, also of facts that are no axis (fees, limits)."""
        return truth_of(given, self.facts, self.on)

    def reasons(self, masks: Masks) -> tuple[Reason, ...]:
        truth = self._truth_in(masks)
        found = []
        for requirement in self.service.requirements:
            if requirement.when is None:
                continue
            result, because = decide(requirement.when, truth)
            found.append(
                Reason(requirement.id, requirement.text, result, because, requirement.source, requirement.failed)
            )
        return tuple(found)

    def evidences(self, pick: Any, eligible: Any) -> tuple[EvidenceNeed, ...]:
        found = []
        for evidence, states in zip(self.service.evidences, self.grid.evidences, strict=True):
            found_states = seen(states, pick, eligible)
            if found_states == {NOT_NEEDED}:
                continue
            spared = found_states - {NOT_NEEDED, NEEDED}
            exempt = bool(spared) and NEEDED not in found_states
            reason = evidence.exempt[min(spared) - 2].reason if exempt else None
            found.append(EvidenceNeed(evidence, None if NOT_NEEDED in found_states else True, exempt, reason))
        return tuple(found)

    def prerequisites(self, pick: Any, eligible: Any) -> tuple[tuple[str, str, int], ...]:
        return tuple(
            (item.text, item.where, item.outings)
            for item, array in zip(self.service.prerequisites, self.grid.prerequisites, strict=True)
            if 1 in seen(array, pick, eligible)
        )

    def scenarios(self, pick: Any, eligible: Any) -> tuple[str, ...]:
        """The named cases this person is in for certain."""
        return tuple(
            scenario.id
            for scenario, array in zip(self.service.scenarios, self.grid.scenarios, strict=True)
            if scenario.when is not None and seen(array, pick, eligible) == {1}
        )

    def _improvements(self, given: Facts, now: int | None) -> tuple[Improvement, ...]:
        """Single changes first, then pairs that beat every single one; only what this person could really change."""
        if not now:
            return ()
        changeable = [
            axis
            for axis in self.grid.axes
            if axis.fact.changeable and given.get(axis.key) not in (None, axis.fact.better)
        ]
        found: list[Improvement] = []
        for size in (1, 2):
            reached = min((item.trips_after for item in found), default=now)
            for chosen in itertools.combinations(changeable, size):
                changed = {**given, **{axis.key: axis.fact.better for axis in chosen}}
                worst = self._worst_plan(changed)
                if worst is not None and len(worst.visits) < reached:
                    found.append(self._improvement(given, changed, chosen, worst))
        return tuple(sorted(found, key=lambda item: len(item.changes)))

    def _improvement(self, given: Facts, changed: Facts, chosen: Sequence[Axis], worst: Plan) -> Improvement:
        before = self._worst_plan(given)
        fees = [fitting_fee(self.service.fee, self._truth_of(facts)) for facts in (changed, given)]
        return Improvement(
            tuple(axis.key for axis in chosen),
            tuple(axis.fact.change or axis.fact.question for axis in chosen),
            len(worst.visits),
            worst.days,
            before.days if before else None,
            *(fee.amount if fee else None for fee in fees),
        )

    def _worst_plan(self, given: Facts) -> Plan | None:
        """The plan with the most visits that the facts leave possible; None when ineligible or a step is stuck."""
        return self._settled(self._state(given)[0]).worst


def question_about(axis: Axis) -> NextQuestion:
    """The question that settles an axis, worded for its subject."""
    subject = axis.key.partition("@")[2]
    return NextQuestion(axis.key, axis.fact.questions.get(subject, axis.fact.question), axis.fact)


def possible_cells(axes: Sequence[Axis], given: Facts, on: date) -> tuple[Masks, frozenset[int]]:
    """The cells each axis can still lie in for checked facts, and the axes the person cannot or will not say.

    A coarser fact of the same subject narrows a finer one; where both are given and disagree, the finer one counts.
    """
    masks = list(open_masks(tuple(axes)))
    unknowable = set()
    for position, axis in enumerate(axes):
        fact, _, subject = axis.key.partition("@")
        suffix = f"@{subject}" if subject else ""
        if axis.key in given:
            if given[axis.key] is None:
                unknowable.add(position)
            else:
                masks[position] = axis.mask(given[axis.key], on)
        coarse = axis.fact.coarser and given.get(axis.fact.coarser + suffix)
        if isinstance(coarse, (int, float)) and not isinstance(coarse, bool):
            narrowed = masks[position] & axis.mask_of_age(int(coarse), on)
            masks[position] = narrowed or masks[position]
        exact = given.get("birth_date" + suffix) if fact == "age" else None
        if exact is not None:
            masks[position] = axis.mask(completed_years(_day(exact), on), on)
    return tuple(masks), frozenset(unknowable)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def completed_years(born: date, on: date) -> int:
    """周岁 on a day: completed years of life."""
    years = on.year - born.year
    return years if years_before(on, years) >= born else years - 1
