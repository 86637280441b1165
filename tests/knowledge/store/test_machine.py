"""The book against a model of it: any order of booking, holding, confirming, moving, cancelling, waiting and tidying.

`BOOK_MACHINE_RUNS=300 python -m pytest tests/knowledge/store/test_machine.py` runs the whole 300 × 30 steps.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.errors import Refused
from knowledge.store import make_engine, migrate
from knowledge.store.tables import Base
from tests.knowledge.store.conftest import NOW
from tests.knowledge.store.county import Desk, county, hall, service, slot, with_rules

RUNS = int(os.environ.get("BOOK_MACHINE_RUNS", "20"))
TIMES = ["09:00", "09:30", "10:00", "10:30"]
PLACES, DELAY, TTL, MOST_HOLDS = 2, 60, 300, 2
PEOPLE = st.integers(0, 5)
WHEN = st.integers(0, len(TIMES) - 1)
_FOLDER = tempfile.TemporaryDirectory(prefix="yikan-machine-")
URL = f"sqlite:///{Path(_FOLDER.name)}/book.db"


@dataclass
class Claim:
    """What the model knows of one place in one slot. `until` None: for good."""

    slot: int
    until: datetime | None = None


@dataclass
class Visit:
    person: int
    claim: Claim
    id: str


class Machine(RuleBasedStateMachine):
    engine: Any = None

    @initialize()
    def begin(self) -> None:
        if Machine.engine is None:
            migrate(URL)
            Machine.engine = make_engine(URL)
        self.connection = Machine.engine.connect()
        self.session = Session(self.connection)
        for table in ("slot_claim", "slot", "hold", "appointment_service", "appointment_access", "idempotency"):
            self.session.execute(Base.metadata.tables[table].delete())
        for table in ("appointment_event", "outbox", "queue_ticket", "appointment"):
            self.session.execute(Base.metadata.tables[table].delete())
        office = hall({"name": "综合", "staffed": PLACES}, periods=MORNING)
        self.snapshot = with_rules(county(service(), office=office), reopen_delay_s=DELAY)
        self.now, self.number = NOW, 0
        self.claims: list[Claim] = []
        self.visits: dict[int, Visit] = {}
        self.holds: list[tuple[int, str, Claim]] = []

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()
            self.connection.close()

    @property
    def desk(self) -> Desk:
        self.number += 1
        desk = Desk(self.session, self.snapshot, self.now)
        desk._keys = self.number
        return desk

    def free(self, when: int) -> int:
        return PLACES - sum(c.slot == when and (c.until is None or c.until > self.now) for c in self.claims)

    def live(self, person: int) -> int:
        return sum(who == person and claim.until is not None and claim.until > self.now for who, _, claim in self.holds)

    def tried(self, act: Any) -> Any:
        try:
            with self.session.begin_nested():
                return act()
        except Refused as refused:
            return refused.name

    @rule(person=PEOPLE, when=WHEN)
    def book(self, person: int, when: int) -> None:
        told = self.tried(lambda: self.desk.book(slot(TIMES[when]), name=f"人{person}", who=f"s{person}"))
        if person in self.visits:
            same = self.visits[person].claim.slot == when
            assert told == ("slot-taken-by-you" if same else "already-booked")
        elif self.free(when) < 1:
            assert told == "slot-full"
        else:
            claim = Claim(when)
            self.claims.append(claim)
            self.visits[person] = Visit(person, claim, told.id)

    @rule(person=PEOPLE, when=WHEN)
    def hold(self, person: int, when: int) -> None:
        told = self.tried(lambda: (self.desk.hold(slot(TIMES[when]), who=f"s{person}"),))
        if self.live(person) >= MOST_HOLDS:
            assert told == "blocked"
        elif self.free(when) < 1:
            assert told == "slot-full"
        else:
            claim = Claim(when, self.now + timedelta(seconds=TTL))
            self.claims.append(claim)
            self.holds.append((person, told[0], claim))

    @rule(which=st.integers(0, 9))
    def confirm(self, which: int) -> None:
        if which >= len(self.holds):
            return
        person, id_, claim = self.holds[which]
        at = slot(TIMES[claim.slot])
        told = self.tried(lambda: self.desk.book(at, name=f"人{person}", who=f"s{person}", hold=id_))
        if person in self.visits:
            assert told in ("slot-taken-by-you", "already-booked")
        elif claim.until is None or claim.until <= self.now:
            assert told == "hold-expired"
        else:
            claim.until = None
            self.visits[person] = Visit(person, claim, told.id)
            self.holds.pop(which)

    @rule(person=PEOPLE)
    def cancel(self, person: int) -> None:
        if visit := self.visits.pop(person, None):
            assert self.tried(lambda: self.desk.book_.cancel(visit.id, f"s{person}")).status == "cancelled"
            visit.claim.until = self.now + timedelta(seconds=DELAY)

    @rule(person=PEOPLE, when=WHEN)
    def move(self, person: int, when: int) -> None:
        if (visit := self.visits.get(person)) is None:
            return
        told = self.tried(lambda: self.desk.book_.reschedule(visit.id, f"s{person}", slot(TIMES[when])))
        if visit.claim.slot == when:
            assert told.status == "confirmed"
        elif self.free(when) < 1:
            assert told == "slot-full"
        else:
            assert told.slot_id == slot(TIMES[when])
            self.claims.append(Claim(visit.claim.slot, self.now + timedelta(seconds=DELAY)))
            visit.claim.slot = when

    @rule(seconds=st.sampled_from([1, 59, 60, 61, 299, 300, 301]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def tidy(self) -> None:
        self.desk.book_.tidy()

    @invariant()
    def the_book_says_what_the_model_says(self) -> None:
        if not hasattr(self, "session"):
            return
        free = self.desk.free()
        assert [free[clock] for clock in TIMES] == [self.free(when) for when in range(len(TIMES))]
        wrong = "SELECT count(*) FROM slot s WHERE used <> (SELECT count(*) FROM slot_claim c WHERE c.slot_id = s.id)"
        assert self.session.execute(text(wrong)).scalar_one() == 0


MORNING = [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "11:00"}]
slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
Machine.TestCase.settings = settings(
    max_examples=RUNS, stateful_step_count=30, deadline=None, suppress_health_check=slow
)
TestTheBookAgainstItsModel = Machine.TestCase
