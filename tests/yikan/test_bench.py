"""`yikan bench`: every figure says whether it meets its floor; a missed one is told and is no error."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from typer.testing import CliRunner

from yikan.bench import NAMES, Say, available
from yikan.bench.county import catalogue, questions
from yikan.bench.figures import Figure
from yikan.bench.rivals import Characters, FullText
from yikan.commands import app


def _measured(say: Say) -> list[Figure]:
    say("量一量")
    return [
        Figure("fast_ms", "快不快", 3.0, target=8, rivals={"别家": 5.0}),
        Figure("right", "准不准", 0.5, "", 0.9, more_is_better=True),
        Figure("shown", "看看", 1.0),
    ]


@pytest.fixture(autouse=True)
def _only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("yikan.commands.bench"), "available", lambda: {"search": _measured})


def test_a_missed_figure_is_told_and_is_no_error() -> None:
    done = CliRunner().invoke(app, ["bench", "search"])
    assert done.exit_code == 0
    assert "达标" in done.stdout and "未达标" in done.stdout and "别家 5" in done.stdout


def test_json_holds_every_figure_and_nothing_else_is_printed_there() -> None:
    done = CliRunner().invoke(app, ["bench", "--json"])
    figures = {figure["key"]: figure for figure in json.loads(done.stdout)["search"]["figures"]}
    assert [figures[key]["met"] for key in ("fast_ms", "right", "shown")] == [True, False, None]
    assert json.loads(done.stdout)["search"]["met"] is False


def test_a_benchmark_that_is_not_there_is_refused_with_those_that_are() -> None:
    done = CliRunner().invoke(app, ["bench", "turn"])
    assert done.exit_code == 1


def test_benchmarks_are_found_by_their_files() -> None:
    assert "search" in available()
    assert set(available()) <= set(NAMES)


def test_the_made_catalogue_is_the_same_every_time_and_all_names_differ() -> None:
    made = catalogue(300, 10)
    assert [p.service for p in made.published.values()] == [p.service for p in catalogue(300, 10).published.values()]
    assert len({p.service.name for p in made.published.values()}) == 300
    assert questions(made, 20) == questions(made, 20)


@pytest.mark.parametrize("rival", [FullText, Characters])
def test_a_rival_finds_what_shares_its_words(rival: type[FullText] | type[Characters]) -> None:
    found = rival({"a": ("居住证申领", "暂住证"), "b": ("结婚登记",)}).find("办个暂住证")
    assert found[:1] == ["a"]
    assert rival({"a": ("居住证",)}).find("？！") == []
