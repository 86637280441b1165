"""A hall with room for everybody, for measuring bookings: the sample county, one large office, people with sessions.

prepare(url, service=SERVICE) -> None           an empty database becomes that county
requests(times) -> Iterator[Booking]            one person after the other, each at another of `times`
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from knowledge.importers.sample import load_sample
from knowledge.model import Office
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.chat import ChatStore, hash_token

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
OFFICE, SERVICE = "office-liuxi", "residence-permit-apply"
PEOPLE = 50  # sessions
PLACES = 400  # at every time, more than are wanted
SLOTS = f"/api/v1/services/{SERVICE}/slots?place={OFFICE}"
BOOK = "/api/v1/appointments"


@dataclass(frozen=True)
class Booking:
    """One request, ready to be sent as often as it takes: the key makes a second sending harmless."""

    number: int
    body: bytes
    token: str
    key: str


def prepare(url: str) -> None:
    migrate(url)
    engine = make_engine(url)
    try:
        with transaction(engine, write=True) as session:
            store = CatalogueStore(session)
            store.seed(load_sample(), now=NOW)
            store.put("office", [_large(store.snapshot(NOW.date()).offices[OFFICE])], "bench", now=NOW)
            for number in range(PEOPLE):
                idle = timedelta(days=9)
                ChatStore(session).open(hash_token(_token(number)), None, now=NOW, idle=idle, session_id=f"p{number}")
    finally:
        engine.dispose()


def _large(office: Office) -> Office:
    document = office.model_dump(mode="json", by_alias=True)
    document |= {"counters": [{"name": "综合窗口", "staffed": PLACES}], "slot_minutes": 15, "market_days": []}
    document["periods"] = [{"days": [1, 2, 3, 4, 5], "start": "08:00", "end": "17:00"}]
    return Office.model_validate(document)


def requests(times: Sequence[str]) -> Iterator[Booking]:
    for number in count():
        person = {"name": f"居民{number}", "phone": f"138{number:08}"}
        body = {"slot_id": times[number % len(times)], "service_code": SERVICE, **person}
        yield Booking(number, json.dumps(body).encode(), _token(number % PEOPLE), f"key-{number}")


def _token(number: int) -> str:
    return f"token-of-person-{number}"
