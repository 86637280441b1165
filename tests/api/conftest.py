"""The whole API on a free port of the loopback, over a database seeded with the sample county."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import catalogue
from api.app import create_app
from api.dependencies import Parts
from api.settings import Settings
from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample
from knowledge.search import Meaning, SearchIndex
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from tests.browser.serving import serve
from tests.builders import NOW

SECRET = "between-our-processes"


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the sample county, made once and copied by whoever wants to write."""
    data = tmp_path_factory.mktemp("seeded")
    url = Settings(data_dir=data).database
    migrate(url)
    engine = make_engine(url)
    with transaction(engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=NOW)
    engine.dispose()
    return data


@pytest.fixture(scope="session", autouse=True)
def one_index() -> Iterator[None]:
    """One search index for all applications that start over the same catalogue: it is immutable, and half a start."""
    prepare, built = catalogue.prepare, list[tuple[Snapshot, SearchIndex]]()

    def prepared(
        snapshot: Snapshot, day: date, former: catalogue.Catalogue | None = None, meaning: Meaning | None = None
    ) -> catalogue.Catalogue:
        plain = former is None and meaning is None
        if plain and (known := [index for before, index in built if before == snapshot]):
            return catalogue.Catalogue(snapshot, day, known[0])
        found = prepare(snapshot, day, former, meaning)
        if plain:
            built.append((snapshot, found.index))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "prepare", prepared)
        patch.setattr(
            catalogue, "REHEARSE_AFTER_S", 3600.0
        )  # hundreds of starts; tested by itself in test_catalogue.py
        yield


@dataclass(frozen=True)
class OwnApi:
    """A running API with a database of its own; `ours` are the headers of the action server."""

    parts: Parts
    url: str
    client: httpx.Client
    ours: dict[str, str]


@contextmanager
def run_api(data: Path, **settings: Any) -> Iterator[OwnApi]:
    known = {
        "data_dir": data,
        "now": NOW,
        "service_secret": SECRET,
        "session_rate": 0,
        "message_rate": 0,
        "meaning": False,
    }
    app = create_app(Settings(**{**known, **settings}))
    with serve(app) as served, httpx.Client(base_url=served.url, timeout=30, verify=False) as client:
        ours = {"X-Yikan-Service": SECRET, "X-Yikan-Sender": "nobody"}
        yield OwnApi(app.state.parts, served.url, client, ours)


@contextmanager
def open_api(data: Path, **settings: Any) -> Iterator[httpx.Client]:
    with run_api(data, **settings) as running:
        yield running.client


@pytest.fixture(scope="module")
def api(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """For tests that read, or leave only what no other test of their module looks at.

    A copy: what they leave must not stand in the database that `own_api` is copied from.
    """
    data = tmp_path_factory.mktemp("module") / "data"
    shutil.copytree(seeded, data)
    with open_api(data) as client:
        yield client


@pytest.fixture
def own_api(seeded: Path, tmp_path: Path) -> Iterator[OwnApi]:
    """A database of its own."""
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    with run_api(data) as running:
        yield running


@pytest.fixture
def resident(api: httpx.Client) -> dict[str, str]:
    """The header of a new conversation."""
    opened = api.post("/api/v1/chat/sessions", json={})
    assert opened.status_code == 201, opened.text
    return {"Authorization": f"Bearer {opened.json()['token']}"}
