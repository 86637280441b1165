"""Rules about time and trips: what is promised, what the law allows, what the steps take, why somebody must come."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model import Mode, Service
from knowledge.validation.effective import WORKDAYS_TO_DAYS, Effective, days_of
from knowledge.validation.finding import Breach, Context

_REMOTE = (Mode.MAIL, Mode.AGENT, Mode.HOME, Mode.PHONE)
_SLACK = WORKDAYS_TO_DAYS  # a promise in working days is not measured to the day against a limit in calendar days


def same_day(case: Effective) -> Iterator[Breach]:
    """即办件 ⇔ the promise is the same day."""
    promised, kind = case.promised_days, case.service.kind
    if kind == "immediate" and promised:
        yield Breach("time_limit.promised", {"said": "immediate"})
    if kind == "promise" and promised == 0:
        yield Breach("kind", {"said": "promise"})


def promise_within_law(case: Effective) -> Iterator[Breach]:
    promised, statutory = case.time_limit.promised, case.time_limit.statutory
    if promised is None or statutory is None or statutory.unit == "immediate":
        return
    slack = _SLACK if statutory.unit != promised.unit else 1.0
    if days_of(promised) > days_of(statutory) * slack:
        yield Breach("time_limit.promised", {"promised": promised.value, "statutory": statutory.value})


def steps_within_promise(case: Effective) -> Iterator[Breach]:
    """Only what everybody waits for counts; a promise in calendar days is compared with working days as they are."""
    promised = case.time_limit.promised
    if promised is None:
        return
    always = sum(step.days for step in case.service.steps if step.when is None and not step.scenarios)
    if always > (promised.value if promised.unit != "immediate" else 0):
        yield Breach("steps", {"days": always, "promised": promised.value})


def limit_registered(case: Effective) -> Iterator[Breach]:
    limit = case.time_limit
    if not (limit.promised or limit.statutory or limit.text):
        yield Breach("time_limit")


def trips_reasoned(service: Service, context: Context) -> Iterator[Breach]:
    if service.trips.published and not service.trips.reason:
        yield Breach("trips.reason", {"n": service.trips.published})


def no_trip_needs_no_reason(service: Service, context: Context) -> Iterator[Breach]:
    if service.trips.published == 0 and service.trips.reason:
        yield Breach("trips.reason")


def trips_registered(service: Service, context: Context) -> Iterator[Breach]:
    if service.trips.published is None:
        yield Breach("trips.published")


def no_trip_has_a_way(service: Service, context: Context) -> Iterator[Breach]:
    """0 trips and not online ⇒ mailing; an agent, a home visit or a call spare the trip as well."""
    modes = {way.mode for step in service.steps for way in step.ways}
    if service.trips.published == 0 and Mode.ONLINE not in modes and not modes & set(_REMOTE):
        yield Breach("steps")


def fully_online_needs_no_trip(service: Service, context: Context) -> Iterator[Breach]:
    if service.depth == "IV" and service.trips.published:
        yield Breach("depth", {"n": service.trips.published})


def presence_reasoned(service: Service, context: Context) -> Iterator[Breach]:
    """Whoever must come to a counter is told who and why."""
    for number, step in enumerate(service.steps):
        for place, way in enumerate(step.ways):
            if way.mode in (Mode.COUNTER, Mode.KIOSK) and not (way.reason and way.presence != "none"):
                yield Breach(f"steps.{number}.ways.{place}", {"step": step.text})
