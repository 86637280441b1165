"""The order in a hall, and how long the wait is likely to be. Pure; the rule is data (knowledge.rules.Queue).

due(joined, booked, care, rules) -> datetime       the instant somebody stands in line by; the smallest is called first
fits(skills, counter, office) -> bool              whether a counter can serve somebody with these needs
estimate(ahead, served, counters, rules) -> int | None      minutes; None: too little is known
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import fmean

from knowledge.model import Office
from knowledge.rules import Rules
from knowledge.slots import counters_for


def due(joined: datetime, booked: datetime | None, care: bool, rules: Rules) -> datetime:
    """`booked`: the beginning of the appointment. Who comes too late for it stands in line as they came."""
    stands = joined
    if booked is not None and joined <= booked + timedelta(minutes=rules.check_in.late_minutes):
        stands = booked - timedelta(minutes=rules.queue.booked_ahead_minutes)
    return stands - timedelta(minutes=rules.queue.care_ahead_minutes) if care else stands


def fits(skills: Sequence[str | None], counter: str, office: Office) -> bool:
    """Every need can be met there; who needs nothing special goes where anybody would be sent."""
    return all(counter in {c.name for c in counters_for(office, skill)} for skill in skills or [None])


def estimate(ahead: int, served: Sequence[timedelta], counters: int, rules: Rules) -> int | None:
    """`served`: how long recent services took; `counters`: how many work now."""
    if ahead == 0:
        return 0
    if len(served) < rules.queue.estimate_least or counters < 1:
        return None
    minutes = fmean(took.total_seconds() for took in served) / 60
    return ceil(ahead * minutes / counters)
