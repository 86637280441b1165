"""A tiny county for tests of the book: one hall, a few services, plain rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from knowledge.calendar import ZONE
from knowledge.catalogue import Published, Snapshot
from knowledge.model import Office, Place, Service
from knowledge.rules import Rules
from knowledge.store.appointments import Appointment
from knowledge.store.booking import Book, Person
from knowledge.store.vault import Vault
from tests.knowledge.store.conftest import NOW

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
WORKWEEK = (1, 2, 3, 4, 5)
RULES = Rules(reopen_delay_s=0)


def hall(*counters: dict[str, Any], slug: str = "hall", **fields: Any) -> Office:
    return Office.model_validate(
        {
            "slug": slug,
            "name": "大厅",
            "kind": "township",
            "place": "town",
            "periods": [{"days": WORKWEEK, "start": "09:00", "end": "12:00"}],
            "counters": counters or [{"name": "综合", "staffed": 3}],
            **fields,
        }
    )


def service(code: str = "paper", **fields: Any) -> Service:
    base = {
        "code": code,
        "name": f"事项{code}",
        "source": "示例县",
        "offerings": [{"place": "hall", "level": "township"}],
    }
    return Service.model_validate({**base, **fields})


def county(*services: Service, office: Office | None = None, rules: Rules = RULES, **fields: Any) -> Snapshot:
    office = office or hall()
    return Snapshot(
        stamp=1,
        published={s.code: Published(s, 1, TODAY) for s in services or [service()]},
        places={"town": Place(slug="town", name="某镇", kind="township")},
        offices={office.slug: office},
        rules=rules,
        **fields,
    )


def at(clock: str, days: int = 1) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), datetime.strptime(clock, "%H:%M").time(), ZONE)


def slot(clock: str, days: int = 1, office: str = "hall") -> str:
    return f"{office}~{at(clock, days):%Y%m%d%H%M}"


class Desk:
    """Books with defaults, so that a test names only what matters to it."""

    def __init__(self, session: Session, snapshot: Snapshot | None = None, now: datetime = NOW) -> None:
        self.snapshot = snapshot or county()
        self.now = now
        self.vault = Vault(b"k" * 32)
        self.session = session
        self._keys = 0

    @property
    def book_(self) -> Book:
        return Book(self.session, self.vault, self.snapshot, now=self.now)

    def services(self, codes: Iterable[str]) -> list[Service]:
        return [self.snapshot.published[code].service for code in codes]

    def book(
        self,
        slot_id: str,
        *codes: str,
        name: str = "王小明",
        phone: str = "13800138000",
        who: str = "me",
        key: str | None = None,
        digest: str = "same",
        behalf: str | None = None,
        hold: str | None = None,
    ) -> Appointment:
        self._keys += 1
        person = Person(name, phone, behalf, "母亲" if behalf else None)
        services = self.services(codes or ["paper"])
        key = key or f"key-{self._keys}"
        with self.session.begin_nested():  # a refusal leaves no trace, as after the rollback of a request
            return self.book_.book(who, slot_id, services, person, key=key, digest=digest, hold_id=hold)

    def hold(self, slot_id: str, *codes: str, who: str = "me") -> str:
        return self.book_.hold(who, slot_id, self.services(codes or ["paper"])).id

    def free(self, *codes: str, days: int = 1) -> dict[str, int]:
        day = TODAY + timedelta(days=days)
        offices = list(self.snapshot.offices.values())
        found = self.book_.slots(self.services(codes or ["paper"]), offices, day, day)
        return {f"{item.start.start:%H:%M}": item.free for item in found}

    def later(self, **delta: float) -> Desk:
        desk = Desk(self.session, self.snapshot, self.now + timedelta(**delta))
        desk._keys = self._keys + 1000
        return desk


def with_rules(snapshot: Snapshot, **rules: Any) -> Snapshot:
    return replace(snapshot, rules=snapshot.rules.model_copy(update=rules))
