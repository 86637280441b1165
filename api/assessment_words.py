"""The sentences of an assessment, made from the very numbers it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.schemas.assessment import AssessmentOut, ReasonOut
from api.words import word
from knowledge.gaps import Gap, gaps
from knowledge.model import Fact, Service
from knowledge.visit_times import VisitTime


def summary(out: AssessmentOut) -> str:
    """The result in one sentence: verdict, trips, outings, papers."""
    if not out.registered and out.outcome == "undetermined":
        return word("assessment.summary.unregistered") + "。"
    if out.outcome == "ineligible":
        return word("assessment.summary.ineligible", why=_failure(out)).rstrip("。") + "。"
    verdict = "benefit" if out.benefit and out.outcome == "eligible" else out.outcome
    parts = [word(f"assessment.summary.{verdict}"), _trips(out)]
    if outings := sum(item.outings for item in out.prerequisites):
        parts.append(word("assessment.summary.outings", n=outings))
    parts.append(_papers(out))
    if refused := sum(part.left_out == "ineligible" for part in out.parts or []):
        parts.append(word("assessment.summary.left_out", n=refused))
    return "，".join(parts) + "。"


def _failure(out: AssessmentOut) -> str:
    failed = next((reason for reason in out.reasons if reason.result is False), None)
    if failed is None:
        return word("assessment.summary.jointly")  # only together do they fail: no single one is to blame
    return failed.failed or failed.text


def _trips(out: AssessmentOut) -> str:
    fewest, most = out.trips.min, out.trips.max
    if fewest is None or most is None:
        return word("assessment.summary.trips_unknown")
    if fewest != most:
        return word("assessment.summary.trips_range", min=fewest, max=most)
    return word("assessment.summary.trips", n=most) if most else word("assessment.summary.trips_none")


def _papers(out: AssessmentOut) -> str:
    number = sum(item.bring for item in out.evidences)
    if not number:
        return word("assessment.summary.bring_nothing")
    certain = all(item.needed for item in out.evidences if item.bring)
    verb = "ready" if out.trips.max == 0 else "bring"  # who goes nowhere carries nothing there
    return word(f"assessment.summary.{verb}" if certain else f"assessment.summary.{verb}_maybe", n=number)


def improvement_text(texts: Sequence[str], days: int | None, money: float | None) -> str:
    """What to change, and what it costs in waiting and money where that is known and not nothing."""
    text = word("assessment.and").join(texts)
    costs = []
    if days:
        costs.append(word("assessment.costs.days_more" if days > 0 else "assessment.costs.days_less", n=abs(days)))
    if money:
        amount = f"{abs(money):g}"
        costs.append(word("assessment.costs.fee_more" if money > 0 else "assessment.costs.fee_less", n=amount))
    if not costs:
        return text
    return word("assessment.costs.change", text=text, costs=word("assessment.costs.between").join(costs))


def visit_note(at: VisitTime, office: str) -> str | None:
    """What is to be minded about the day: closed then, market-day hours, or hours unknown."""
    if at.opens is None:
        return word("assessment.visit.unknown", office=office)
    if not at.open_then:
        start = at.opens.start
        return word("assessment.visit.closed", day=_day(at), office=office, next=_time(start))
    if at.market:
        return word("assessment.visit.market", day=_day(at), office=office, end=f"{at.opens.end:%H:%M}")
    return None


def _day(at: VisitTime) -> str:
    return word("assessment.visit.day", month=at.earliest.month, day=at.earliest.day)


def _time(start: datetime) -> str:
    return word("assessment.visit.day", month=start.month, day=start.day) + f" {start:%H:%M}"


def with_lacks(
    reasons: Sequence[ReasonOut], service: Service, given: Mapping[str, Any], facts: Mapping[str, Fact], on: date
) -> list[ReasonOut]:
    """Each reason that does not hold, or may not, with what is missing to its threshold."""
    wanted = {requirement.id: requirement.when for requirement in service.requirements}
    found = []
    for reason in reasons:
        missing = gaps(wanted.get(reason.requirement), given, facts, on) if reason.result is not True else []
        found.append(reason.model_copy(update={"lacks": _lacks(missing[0])}) if missing else reason)
    return found


def _lacks(gap: Gap) -> str:
    if gap.on:
        day = gap.on
        return word(
            "assessment.lacks.day", year=day.year, month=day.month, day=day.day, wants=f"{gap.wants:g}", unit=gap.unit
        )
    numbers = {"has": f"{gap.has:g}", "wants": f"{gap.wants:g}", "lacks": f"{gap.lacks:g}"}
    return word("assessment.lacks.number", unit=gap.unit, **numbers)
