"""A service as it counts in one offering: what the offering overrides (limit, fee, phones, hours, conditions, address).

A rule about such a field is asked of the service itself and of every offering and variant that overrides something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Evidence, Fee, Limit, Offering, Phones, Service, TimeLimit, Variant
from knowledge.validation.finding import Context


@dataclass(frozen=True)
class Effective:
    """`at` is the prefix of the fields it overrides: "" for the service itself, "offerings.3." for its fourth one."""

    service: Service
    context: Context
    at: str
    time_limit: TimeLimit
    fee: Fee
    phones: Phones
    hours: str | None
    requirements_text: str | None
    evidences: tuple[Evidence, ...]

    @property
    def base(self) -> bool:
        return self.at == ""

    @property
    def promised_days(self) -> float | None:
        """Calendar days of the promise; None where none is registered or it is said in words only."""
        return days_of(self.time_limit.promised) if self.time_limit.promised else None


def effective(service: Service, context: Context) -> Iterator[Effective]:
    """The service itself first, then every offering, then every variant of an offering, that differs from it."""
    own = Effective(
        service,
        context,
        "",
        service.time_limit,
        service.fee,
        service.phones,
        service.hours,
        None,
        service.evidences,
    )
    yield own
    for number, offering in enumerate(service.offerings):
        if _differs(offering):
            yield _merged(own, offering, f"offerings.{number}.", offering.evidences)
        for place, variant in enumerate(offering.variants):
            whole = _merged(own, offering, "", offering.evidences)
            yield _merged(whole, variant, f"offerings.{number}.variants.{place}.", None)


def _differs(offering: Offering) -> bool:
    own = (offering.time_limit, offering.fee, offering.phones, offering.hours, offering.requirements_text)
    return any(value is not None for value in (*own, offering.evidences))


def _merged(under: Effective, over: Offering | Variant, at: str, evidences: tuple[Evidence, ...] | None) -> Effective:
    return Effective(
        under.service,
        under.context,
        at,
        over.time_limit or under.time_limit,
        over.fee or under.fee,
        _phones(over.phones, under.phones),
        over.hours or under.hours,
        over.requirements_text or under.requirements_text,
        under.evidences if evidences is None else evidences,
    )


def _phones(over: Phones | None, under: Phones) -> Phones:
    if over is None:
        return under
    return Phones(consult=over.consult or under.consult, complain=over.complain or under.complain)


WORKDAYS_TO_DAYS = 1.4  # five working days are a week


def days_of(limit: Limit) -> float:
    """Calendar days of a limit; working days count as 1.4."""
    if limit.unit == "immediate":
        return 0.0
    return limit.value * (WORKDAYS_TO_DAYS if limit.unit == "workday" else 1.0)
