"""`yikan import-calendar`: a notice goes in once, and a rehearsal writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knowledge.store import make_engine, transaction
from knowledge.store.catalogue import CatalogueStore
from tests.builders import NOW
from yikan.commands import app


def notice(folder: Path) -> Path:
    days = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 2, 3)]
    path = folder / "2027.json"
    path.write_text(json.dumps({"year": 2027, "papers": ["https://example.org/a"], "days": days}), "utf-8")
    return path


def test_a_notice_is_loaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIKAN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("YIKAN_NOW", NOW.isoformat())

    def run(*more: str) -> dict[str, object]:
        done = CliRunner().invoke(app, ["import-calendar", str(notice(tmp_path)), "--json", *more])
        assert done.exit_code == 0, done.output
        told: dict[str, object] = json.loads(done.output)
        return told

    assert (run("--dry-run")["changed"], run()["changed"], run()["changed"]) == (3, 3, 0)
    engine = make_engine(f"sqlite:///{tmp_path}/data/yikan.db")
    with transaction(engine, write=False) as session:
        assert len(CatalogueStore(session).snapshot(NOW.date()).calendar) == 3
    engine.dispose()
