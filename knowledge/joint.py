"""预检 of several services at once (a life event): one merged answer, exact jointly.

    JointAssessor([assessor…], nearest=office slugs).assess(checked facts) -> JointAssessment

Facts shared by several services are one axis, cut by the thresholds of all. What couples the services (shared facts)
is laid out as one small array; every service is then projected onto it, so that ranges, papers and the
outcome are exact without ever building the product of all grids.
`optional`: a service this person cannot have is left out (a bundle) instead of spoiling the errand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from knowledge.assessment import (
    Assessor,
    EvidenceNeed,
    Improvement,
    NextQuestion,
    Reason,
    has_rules,
    in_force_on,
    possible_cells,
    question_about,
)
from knowledge.conditions import tests_in
from knowledge.decision import base_fact, conditions_of
from knowledge.explain import fitting_fee, fitting_limit, truth_of
from knowledge.given import Facts
from knowledge.joint_parts import Part, Shared
from knowledge.joint_questions import JointQuestions
from knowledge.joint_trips import JointPlan, fewest_joint_visits
from knowledge.model import Fee, Limit, Test
from knowledge.partition import Axis, cut
from knowledge.questions import Masks, Outlook

MOST_PLANS = 600  # plans compared for one answer; beyond it the range is marked inexact


@dataclass(frozen=True)
class PartAssessment:
    """What one service contributes. `applies` None: not decided yet."""

    applies: bool | None
    reasons: tuple[Reason, ...]
    evidences: tuple[EvidenceNeed, ...] = ()
    prerequisites: tuple[tuple[str, str, int], ...] = ()
    scenarios: tuple[str, ...] = ()
    fee: Fee | None = None
    limit: Limit | None = None
    registered: bool = True


@dataclass(frozen=True)
class JointAssessment:
    """`parts` in the order of the services; trips as for one service."""

    outcome: Literal["eligible", "ineligible", "undetermined"]
    parts: tuple[PartAssessment, ...]
    trips_min: int | None = None
    trips_max: int | None = None
    plan: JointPlan | None = None
    next_question: NextQuestion | None = None
    questions_fewest: int = 0
    questions_most: int = 0
    improvements: tuple[Improvement, ...] = ()
    exact: bool = True


@dataclass
class JointAssessor:
    """Several prepared services of one place and day. `after[code]`: codes that come first. Prepare once, ask often."""

    assessors: Sequence[Assessor]
    nearest: Sequence[str]
    after: Mapping[str, Sequence[str]] = field(default_factory=dict)
    optional: bool = False
    axes: tuple[Axis, ...] = field(init=False)
    parts: tuple[Part, ...] = field(init=False)
    on: date = field(init=False)
    _plans: dict[tuple[int, ...], JointPlan | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.on = self.assessors[0].on
        self.axes = _joint_axes(self.assessors, self.on)
        self.parts = tuple(Part.of(assessor, self.axes) for assessor in self.assessors)
        self.questions = JointQuestions(self.axes, self.parts, self.optional, self.plan_of)

    def assess(self, given: Facts) -> JointAssessment:
        """The whole answer for checked facts (see `check_facts`)."""
        given = {**self.presumed, **given}
        masks, unknowable = possible_cells(self.axes, given, self.on)
        shared = Shared.of(self.parts, masks, self.optional)
        contributions = tuple(self._part(i, shared, masks, given) for i in range(len(self.parts)))
        outcome = self._outcome(contributions, shared)
        if outcome == "ineligible":
            return JointAssessment("ineligible", contributions)
        plans, exact = self._reachable(shared)
        best, most = _range(plans)
        if not all(part.registered for part in contributions):
            best = most = None
        outlook = self.questions.outlook(shared, unknowable)
        return JointAssessment(
            outcome,
            contributions,
            trips_min=len(best.visits) if best else None,
            trips_max=most,
            plan=best,
            next_question=None if outlook.axis is None else question_about(self.axes[outlook.axis]),
            questions_fewest=outlook.fewest,
            questions_most=outlook.most,
            improvements=self._improvements(given, most),
            exact=exact and outlook.exact,
        )

    @cached_property
    def presumed(self) -> dict[str, bool | int | str]:
        """What each service that looks at a fact takes for granted, and takes alike."""
        taken: dict[str, set[bool | int | str | None]] = {}
        for assessor in self.assessors:
            for axis in assessor.grid.axes:
                taken.setdefault(axis.key, set()).add(assessor.service.presumed.get(axis.key))
        alike = {key: next(iter(values)) for key, values in taken.items() if len(values) == 1}
        return {key: value for key, value in alike.items() if value is not None}

    def outlook(self, masks: Masks, unknowable: frozenset[int]) -> Outlook:
        """What is left to ask; positions are those of `axes`."""
        return self.questions.outlook(Shared.of(self.parts, masks, self.optional), unknowable)

    def plan_of(self, variants: tuple[int, ...]) -> JointPlan | None:
        """The best plan when each service has the open ways of its variant (0: left out)."""
        if variants not in self._plans:
            chains = [part.chain(variant) for part, variant in zip(self.parts, variants, strict=True)]
            offices = [assessor.offices for assessor in self.assessors]
            number = {assessor.service.code: i for i, assessor in enumerate(self.assessors)}
            after = {
                number[code]: [number[c] for c in first if c in number]
                for code, first in self.after.items()
                if code in number
            }
            self._plans[variants] = fewest_joint_visits(chains, offices, self.nearest, after)
        return self._plans[variants]

    def _outcome(
        self, parts: Sequence[PartAssessment], shared: Shared
    ) -> Literal["eligible", "ineligible", "undetermined"]:
        applies = [part.applies for part in parts]
        none_left = all(value is False for value in applies) if self.optional else not shared.possible.any()
        if none_left:
            return "ineligible"
        settled = None not in applies if self.optional else all(applies)
        return "eligible" if settled and all(part.registered for part in parts) else "undetermined"

    def _part(self, i: int, shared: Shared, masks: Masks, given: Facts) -> PartAssessment:
        part, assessor = self.parts[i], self.assessors[i]
        if not has_rules(assessor.service) or not in_force_on(assessor.service, self.on):
            return PartAssessment(None, (), registered=False)
        seen = shared.eligible[i]
        reasons = assessor.reasons(part.own_masks(masks))
        applies = True if seen.all() else None if seen.any() else False
        region = shared.region(i) & seen
        if not region.any():
            return PartAssessment(applies, reasons)
        truth = truth_of(given, assessor.facts, self.on)
        return PartAssessment(
            applies,
            reasons,
            assessor.evidences(shared.picks[i], region),
            assessor.prerequisites(shared.picks[i], region),
            assessor.scenarios(shared.picks[i], region),
            fitting_fee(assessor.service.fee, truth),
            fitting_limit(assessor.service.time_limit, truth),
        )

    def _reachable(self, shared: Shared) -> tuple[list[JointPlan | None], bool]:
        """The plans that bound the range: of the best and of the worst open ways that can occur together."""
        wanted: set[tuple[int, ...]] = set()
        exact = True
        for together in shared.variants_together():
            for extreme in (self._best_of, self._worst_of):
                choices = [extreme(i, variants) for i, variants in enumerate(together)]
                combined = list(itertools.islice(itertools.product(*choices), MOST_PLANS + 1))
                exact = exact and len(combined) <= MOST_PLANS
                wanted.update(combined[:MOST_PLANS])
        return [self.plan_of(variants) for variants in sorted(wanted)], exact

    def _best_of(self, i: int, variants: Sequence[int]) -> list[int]:
        part = self.parts[i]
        return [v for v in variants if not any(part.at_least_as_good(w, v) and w != v for w in variants)]

    def _worst_of(self, i: int, variants: Sequence[int]) -> list[int]:
        part = self.parts[i]
        return [v for v in variants if not any(part.at_least_as_good(v, w) and w != v for w in variants)]

    def _improvements(self, given: Facts, now: int | None) -> tuple[Improvement, ...]:
        """As for one service: single changes, then pairs that beat every single one."""
        if not now:
            return ()
        changeable = [a for a in self.axes if a.fact.changeable and given.get(a.key) not in (None, a.fact.better)]
        found: list[Improvement] = []
        for size in (1, 2):
            reached = min((item.trips_after for item in found), default=now)
            for chosen in itertools.combinations(changeable, size):
                after = self._most_trips({**given, **{axis.key: axis.fact.better for axis in chosen}})
                if after is not None and after < reached:
                    texts = tuple(axis.fact.change or axis.fact.question for axis in chosen)
                    found.append(Improvement(tuple(axis.key for axis in chosen), texts, after))
        return tuple(found)

    def _most_trips(self, given: Facts) -> int | None:
        masks, _ = possible_cells(self.axes, given, self.on)
        shared = Shared.of(self.parts, masks, self.optional)
        if not shared.possible.any() or (self.optional and not any(seen.any() for seen in shared.eligible)):
            return None
        return _range(self._reachable(shared)[0])[1]


def _range(plans: Iterable[JointPlan | None]) -> tuple[JointPlan | None, int | None]:
    """The best plan, and the most trips (None when some case has no plan)."""
    found = list(plans)
    done = [plan for plan in found if plan is not None]
    best = min(done, key=lambda plan: (len(plan.visits), plan.days), default=None)
    most = max((len(plan.visits) for plan in done), default=None)
    return best, most if len(done) == len(found) else None


def _joint_axes(assessors: Sequence[Assessor], on: date) -> tuple[Axis, ...]:
    """One axis for each fact of any service; facts of requirements first."""
    tests: dict[str, list[Test]] = {}
    for assessor in assessors:
        for condition in conditions_of(assessor.service):
            for test in tests_in(condition):
                tests.setdefault(test.fact, []).append(test)
    facts = assessors[0].facts
    return tuple(cut(key, facts[base_fact(key)], wanted, on) for key, wanted in tests.items())
