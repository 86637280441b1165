"""An assessment for another day uses the version in force on that day, past or to come."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Service
from knowledge.store import transaction
from knowledge.store.catalogue import CatalogueStore
from tests.api.conftest import OwnApi, run_api
from tests.builders import NOW

Json = dict[str, Any]

CODE = "elder-allowance"
TODAY = NOW.date()
CHANGE = TODAY + timedelta(days=30)
FACTS = {
    "birth_date": f"{TODAY.year - 75}-01-01",
    "hukou_place": "本县本乡镇",
    "low_income_household": "都不是",
    "no_smartphone": False,
}


@pytest.fixture
def running(seeded: Path, tmp_path: Path) -> Iterator[OwnApi]:
    """From CHANGE on the allowance begins at seventy."""
    shutil.copytree(seeded, tmp_path / "data")
    with run_api(tmp_path / "data") as found:
        with transaction(found.parts.engine, write=True) as session:
            store = CatalogueStore(session)
            draft = from_seventy(store.version(CODE, 1).service)
            saved = store.save_draft(draft, "test", "七十岁起", now=NOW)
            store.publish(CODE, saved.version, "test", CHANGE, "七十岁起", now=NOW)
        yield found


def from_seventy(service: Service) -> Service:
    eighty, *rest = service.requirements
    seventy = eighty.model_dump(by_alias=True) | {"when": {"fact": "birth_date", "op": "<=", "value": "today-70y"}}
    return service.model_copy(update={"requirements": (type(eighty).model_validate(seventy), *rest)})


def outcome(running: OwnApi, on: date | None, **more: Any) -> str:
    body: Json = {"facts": FACTS, **({"on": str(on)} if on else {}), **more}
    path = "/api/v1/assessments" if more else f"/api/v1/services/{CODE}/assessment"
    reply = running.client.post(path, json=body)
    assert reply.status_code == 200, reply.text
    found: str = reply.json()["outcome"]
    return found


def test_the_rules_of_the_day_asked_for_decide(running: OwnApi) -> None:
    days = (None, TODAY, CHANGE - timedelta(days=1), CHANGE, CHANGE + timedelta(days=400), None)
    expected = ["ineligible"] * 3 + ["eligible"] * 2 + ["ineligible"]
    assert [outcome(running, day) for day in days] == expected


def test_several_services_at_once_follow_the_day_too(running: OwnApi) -> None:
    both = [CODE, "elder-card"]
    assert outcome(running, TODAY, services=both) == "ineligible"
    assert outcome(running, CHANGE, services=both) == "eligible"
    assert outcome(running, CHANGE, services=[CODE]) == "eligible"


def test_when_the_day_has_come_earlier_days_keep_their_rules(seeded: Path, tmp_path: Path, running: OwnApi) -> None:
    later = NOW + timedelta(days=31)
    shutil.copytree(running.parts.settings.data_dir, tmp_path / "later")
    with run_api(tmp_path / "later", now=later) as then:
        assert outcome(then, None) == "eligible"
        assert outcome(then, CHANGE - timedelta(days=1)) == "ineligible"


def test_for_a_day_after_the_service_has_gone_it_is_not_found(running: OwnApi) -> None:
    with transaction(running.parts.engine, write=True) as session:
        CatalogueStore(session).withdraw(CODE, "test", CHANGE, "不办了", now=NOW)
    running.parts.cache.expire()
    reply = running.client.post(f"/api/v1/services/{CODE}/assessment", json={"facts": {}, "on": str(CHANGE)})
    assert reply.status_code == 404
    assert str(CHANGE) in reply.json()["detail"]
    assert outcome(running, CHANGE - timedelta(days=1)) == "ineligible"
