"""`yikan guide` shows what the running system would say, today and on another day."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.api.conftest import SECRET, run_api
from yikan.commands import app
from yikan.running import Running

CODE = "legal-aid"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data = tmp_path_factory.mktemp("data")
    CliRunner(env={"YIKAN_DATA_DIR": str(data), "YIKAN_MEANING": "false"}).invoke(app, ["seed"], catch_exceptions=False)
    with run_api(data) as api:
        Running(os.getpid(), api.url, SECRET).write(data / "run.json")
        yield data


def guide(data: Path, *arguments: str) -> Result:
    return CliRunner(env={"YIKAN_DATA_DIR": str(data), "YIKAN_MEANING": "false"}).invoke(app, ["guide", *arguments])


def test_the_guide_is_told_in_the_order_people_ask(running: Path) -> None:
    shown = guide(running, CODE, "--place", "liuxi")
    assert shown.exit_code == 0, shown.output
    titles = [line.split("：")[0] for line in shown.output.splitlines() if not line.startswith(" ")]
    wanted = ["材料", "条件", "步骤", "在哪办", "时限", "收费", "跑几趟", "咨询", "来源"]
    assert [title for title in titles if title in wanted] == wanted
    assert "None" not in shown.output


def test_as_of_a_day_its_dates_are_judged_by_that_day(running: Path) -> None:
    assert "已经过了核对日期" not in guide(running, CODE).output
    assert "已经过了核对日期" in guide(running, CODE, "--on", "2030-01-01").output
    assert json.loads(guide(running, CODE, "--on", "2026-11-24", "--json").stdout)["version"] == 1


def test_a_day_before_everything_is_refused_with_a_sentence(running: Path) -> None:
    refused = guide(running, CODE, "--on", "1999-01-01")
    assert refused.exit_code == 1
    assert "那天" in refused.output
