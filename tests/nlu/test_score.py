"""The trained model on the held-out sentences: the floors of the project, with and without the gateway's marks."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bot.model import model
from yikan.bot_environment import QUIET
from yikan.paths import BOT, BOT_PYTHON

HERE = Path(__file__).parent
MATTERS = {"callers", "neighbours", "farmers"}


def scored(*files: Path) -> dict[str, Any]:
    command = [str(BOT_PYTHON), "score.py", str(model()), *map(str, files), "--json"]
    done = subprocess.run(command, cwd=BOT, env={**os.environ, **QUIET}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return report


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return scored(*sorted(HERE.glob("*.yml")))


def refused(report: dict[str, Any], names: set[str]) -> float:
    """The share of foreign sentences of these files that are not taken for ours."""
    counts = [count for name, count in report["foreign"].items() if name in names]
    return round(sum(count["refused"] for count in counts) / sum(count["sentences"] for count in counts), 4)


@pytest.mark.parametrize("marks", ["linked", "unlinked"])
def test_kinds_and_facets_are_understood(report: dict[str, Any], marks: str) -> None:
    found = report if marks == "linked" else report["unlinked"]
    assert found["kind_accuracy"] >= 0.95, report["worst"]
    assert found["facets_f1"] >= 0.92, report["worst"]


def test_what_is_none_of_our_business_is_seldom_answered_as_ours(report: dict[str, Any]) -> None:
    """Without the matters of others, which have a floor of their own."""
    assert refused(report, set(report["foreign"]) - MATTERS) >= 0.97, report["foreign"]


def test_matters_of_other_authorities_are_seldom_taken_for_ours(report: dict[str, Any]) -> None:
    """A third of the foreign ones here are official matters: the aim is 0.97, this may only rise."""
    floor = yaml.safe_load((HERE / "floor.yml").read_text(encoding="utf-8"))["matters"]
    assert refused(report, MATTERS) >= floor, report["foreign"]


def test_no_crisis_is_missed(report: dict[str, Any]) -> None:
    assert report["crisis_recall"] == 1.0 and report["unlinked"]["crisis_recall"] == 1.0


def test_answers_inside_a_talk_are_told_apart(report: dict[str, Any]) -> None:
    assert report["act_accuracy"] >= 0.95


def test_what_only_sounds_like_danger_is_no_crisis(report: dict[str, Any]) -> None:
    mistaken = [row for row in report["worst"] if row["found"][0] == "crisis"]
    assert len(mistaken) <= 1, mistaken


def test_every_need_is_seen_as_about_a_service(tmp_path: Path) -> None:
    services = yaml.safe_load((HERE / "services.yml").read_text(encoding="utf-8"))["services"]
    rows = [{"text": text, "kind": "service", "facets": []} for texts in services.values() for text in texts]
    (tmp_path / "needs.yml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    found = scored(tmp_path / "needs.yml")
    assert found["kind_accuracy"] >= 0.95, found["by_kind"]
