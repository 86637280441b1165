"""Several API processes on one database: what one publishes the others answer with, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from api.catalogue import CatalogueCache
from api.clock import Clock
from knowledge.importers.sample import load_sample
from knowledge.store import transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.choices import ChoiceStore
from knowledge.store.vectors import ask_for_a_new_index
from tests.browser.serving import ROOT, free_port
from tests.builders import NOW
from tests.knowledge.test_search import CountedMeaning

CODE, NEW_NAME = "legal-aid", "法律援助与公证减免申请"
READY_WITHIN_S = 60
WITHIN_S = 1.0  # what the law of the catalogue promises, not a measurement


@pytest.fixture
def seeded_engine(engine: Engine) -> Engine:
    with transaction(engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=NOW)
    return engine


@contextmanager
def api_process(database: str, data: Path) -> Iterator[httpx.Client]:
    port = free_port()
    env = {
        "YIKAN_DATABASE_URL": database,
        "YIKAN_DATA_DIR": str(data),
        "YIKAN_MEANING": "false",
        "YIKAN_NOW": NOW.isoformat(),
    }
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            _wait(client)
            yield client
    finally:
        process.terminate()
        process.wait(30)


def _wait(client: httpx.Client) -> None:
    end = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < end:
        try:
            if client.get("/api/v1/services", params={"q": "法律援助"}).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the API did not come up")


def _first(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/services", params={"q": NEW_NAME}).json()["items"][0]
    return found


def _publish(engine: Engine, name: str) -> None:
    with transaction(engine, write=True) as session:
        store = CatalogueStore(session)
        service = store.snapshot(NOW.date()).published[CODE].service.model_copy(update={"name": name})
        draft = store.save_draft(service, "somebody", "改名", now=NOW)
        store.publish(CODE, draft.version, "somebody", NOW.date(), "核对过", now=NOW)


def test_what_is_published_is_found_by_every_process_within_a_second(
    seeded_engine: Engine, url: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        processes = [stack.enter_context(api_process(url, tmp_path)) for _ in range(2)]
        assert NEW_NAME not in [_first(client)["name"] for client in processes]
        _publish(seeded_engine, NEW_NAME)
        time.sleep(WITHIN_S)
        assert [_first(client)["name"] for client in processes] == [NEW_NAME] * 2


def _learnt(engine: Engine, model: CountedMeaning) -> CatalogueCache:
    """A cache whose background work is done."""
    cache = CatalogueCache(engine, Clock(NOW), model)
    cache.current()
    cache.settle()
    return cache


def test_a_restart_computes_no_vector_again(seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.search.kept.shipped", dict)  # as for a county that none are shipped for
    first, second = CountedMeaning(), CountedMeaning()
    _learnt(seeded_engine, first)
    _learnt(seeded_engine, second)
    assert len(first.computed) > 64
    assert second.computed == []


def test_only_the_changed_wording_of_a_new_version_is_computed(seeded_engine: Engine) -> None:
    _learnt(seeded_engine, CountedMeaning())
    _publish(seeded_engine, NEW_NAME)
    model = CountedMeaning()
    _learnt(seeded_engine, model)
    assert NEW_NAME in model.computed
    assert len(model.computed) <= 2  # the name, and the sentence that sums it up


def test_a_new_index_on_demand_reads_the_vectors_again_and_computes_none(seeded_engine: Engine) -> None:
    model = CountedMeaning()
    cache = _learnt(seeded_engine, model)
    before, computed = cache.current().index, len(model.computed)
    with transaction(seeded_engine, write=True) as session:
        ask_for_a_new_index(session)
    cache.expire()
    cache.settle()
    assert cache.current().index is not before
    assert len(model.computed) == computed


def test_choices_reach_the_index_of_a_process(seeded_engine: Engine) -> None:
    with transaction(seeded_engine, write=True) as session:
        ChoiceStore(session).count("qinghe", CODE, on=NOW.date())
    assert CatalogueCache(seeded_engine, Clock(NOW)).current().index.chosen == {CODE: 1}
