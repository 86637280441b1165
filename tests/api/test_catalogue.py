"""Readers see a change of the catalogue at once, and go on while it is loaded."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.catalogue import CHECK_EVERY_S, Catalogue, CatalogueCache
from api.clock import Clock
from api.settings import Settings
from knowledge.assessment import Assessor
from knowledge.errors import NotFound
from knowledge.store import make_engine, transaction
from knowledge.store.catalogue import CatalogueStore
from tests.api.conftest import run_api
from tests.builders import NOW

CODE = "legal-aid"


@pytest.fixture
def cache(seeded: Path, tmp_path: Path) -> Iterator[CatalogueCache]:
    shutil.copytree(seeded, tmp_path / "data")
    engine = make_engine(Settings(data_dir=tmp_path / "data").database)
    yield CatalogueCache(engine, Clock(NOW))
    engine.dispose()


def publish(cache: CatalogueCache, name: str) -> None:
    version_for(cache, name, NOW.date())


def version_for(cache: CatalogueCache, name: str, on: date) -> None:
    with transaction(cache._engine, write=True) as session:
        store = CatalogueStore(session)
        draft = store.version(CODE, 1).service.model_copy(update={"name": name})
        saved = store.save_draft(draft, "test", "改名", now=NOW)
        store.publish(CODE, saved.version, "test", on, "改名", now=NOW)


def test_a_published_change_is_seen_within_a_second(cache: CatalogueCache) -> None:
    before = cache.current()
    publish(cache, "法律援助（新）")
    cache._checked -= CHECK_EVERY_S
    after = cache.current()
    assert after.service(CODE).service.name == "法律援助（新）"
    assert [hit.code for hit in after.find("法律援助（新）", None, 1)] == [CODE]
    assert before.service(CODE).service.name != "法律援助（新）"


def test_what_did_not_change_is_not_read_again(cache: CatalogueCache) -> None:
    before = cache.current()
    publish(cache, "法律援助（新）")
    cache._checked -= CHECK_EVERY_S
    after = cache.current()
    same = [code for code in before.snapshot.published if code != CODE]
    assert all(before.snapshot.published[code] is after.snapshot.published[code] for code in same)


def test_nothing_is_looked_up_while_it_is_fresh(cache: CatalogueCache) -> None:
    assert cache.current() is cache.current()


def test_readers_go_on_while_another_one_loads(cache: CatalogueCache) -> None:
    held = cache.current()
    cache._checked -= CHECK_EVERY_S
    with cache._loading:
        assert cache.current() is held


def test_the_first_readers_wait_for_one_load(cache: CatalogueCache) -> None:
    found = []
    readers = [threading.Thread(target=lambda: found.append(cache.current())) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({id(item) for item in found}) == 1


def test_what_is_not_in_the_catalogue_is_not_found(cache: CatalogueCache) -> None:
    held = cache.current()
    for look in (held.service, held.office, held.bundle):
        with pytest.raises(NotFound):
            look("no-such-thing")


def test_at_midnight_the_version_of_the_new_day_counts(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "data")
    late = NOW.replace(hour=23, minute=59, second=58)
    with run_api(tmp_path / "data", now=late) as running:
        version_for(running.parts.cache, "法律援助（明天的）", NOW.date() + timedelta(days=1))
        asked = [running.client.get(f"/api/v1/services/{CODE}").json()]
        while running.parts.clock.now() < late + timedelta(seconds=2 + 2 * CHECK_EVERY_S):
            time.sleep(CHECK_EVERY_S)
        patience = (
            time.monotonic() + 20
        )  # vectors of the new wording may be learnt just then: who asks gets what is there
        while (guide := running.client.get(f"/api/v1/services/{CODE}").json())["version"] == 1:
            assert time.monotonic() < patience
            time.sleep(CHECK_EVERY_S)
        asked.append(guide)
        found = running.client.get("/api/v1/services", params={"q": "法律援助（明天的）", "limit": 1}).json()["items"]
    assert [guide["version"] for guide in asked] == [1, 2]
    assert [hit["name"] for hit in found] == ["法律援助（明天的）"]


def test_a_guide_can_be_asked_for_as_of_a_day(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "data")
    with run_api(tmp_path / "data") as running:
        tomorrow = NOW.date() + timedelta(days=1)
        version_for(running.parts.cache, "法律援助（明天的）", tomorrow)
        get = running.client.get
        days = [None, NOW.date(), tomorrow, NOW.date() + timedelta(days=400)]
        seen = [get(f"/api/v1/services/{CODE}", params={"on": str(day)} if day else {}).json() for day in days]
        before = get(f"/api/v1/services/{CODE}", params={"on": "1999-12-31"})
        wrong = get(f"/api/v1/services/{CODE}", params={"on": "gestern"})
    assert [guide["version"] for guide in seen] == [1, 1, 2, 2]
    assert [guide["overdue"] for guide in seen] == [False, False, False, True]
    assert (before.status_code, wrong.status_code) == (404, 422)
    assert "1999-12-31" in before.json()["detail"]


def test_the_dear_first_questions_are_worked_out_beforehand_and_come_out_the_same(cache: CatalogueCache) -> None:
    dear = "birth-registration"
    held = cache.current()
    held.rehearse(dear)
    day = held.day
    for place, on in (("liuxi", day), ("yunling-cha", day + timedelta(days=1))):
        ready = held.assessor(dear, place, on)
        fresh = Assessor(ready.service, held.snapshot.facts, on, held.offices_of(dear, place, on))
        assert ready.planner is held.assessor(dear, None, day).planner
        assert ready.assess({}) == fresh.assess({})
        assert ready.assess({"no_smartphone": True}) == fresh.assess({"no_smartphone": True})


def test_questions_are_worked_out_beforehand_only_while_nobody_asks(
    cache: CatalogueCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []
    held = cache.current()
    monkeypatch.setattr("api.catalogue.REHEARSE_AFTER_S", 0.0)
    monkeypatch.setattr("api.catalogue.QUIET_S", 3600.0)
    monkeypatch.setattr(Catalogue, "rehearse", lambda _self, code: worked_out.append(code))
    monkeypatch.setattr(cache, "_asked", -3600.0)
    cache._rehearse(held)
    assert CODE in worked_out
    worked_out.clear()
    assert cache.current() is held  # somebody asks
    waiting = threading.Thread(target=cache._rehearse, args=(held,))
    waiting.start()
    cache.close()
    waiting.join(30)
    assert not waiting.is_alive() and worked_out == []


def test_a_change_of_the_catalogue_keeps_what_was_worked_out_for_unchanged_services(cache: CatalogueCache) -> None:
    before = cache.current()
    planner = before.assessor("birth-registration", None, before.day).planner
    publish(cache, "法律援助（新）")
    cache._checked -= CHECK_EVERY_S
    after = cache.current()
    assert after is not before
    assert after.assessor("birth-registration", None, after.day).planner is planner


def test_a_service_whose_questions_cannot_be_planned_does_not_stop_the_others(cache: CatalogueCache) -> None:
    held = cache.current()
    held.rehearse("no-such-thing")
    held.rehearse(CODE)
    assert held.assessor(CODE, None, held.day).planner._asked
