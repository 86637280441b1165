"""The whole system, once for all talks: real Rasa, actions and database, a clock that starts on a Tuesday."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from knowledge.importers.files import read_file
from tests.browser.serving import System, run_yikan, start_system
from tests.conversations.talk import Talk

WORKBOOK = Path(__file__).parents[3] / "shared" / "data" / "changchun" / "guides.xlsx"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with start_system(tmp_path_factory.mktemp("talks")) as found:
        yield found


@pytest.fixture(scope="session")
def system(running: System) -> str:
    """The address of the system."""
    return running.url


@pytest.fixture
def talk(system: str, request: pytest.FixtureRequest) -> Iterator[Talk]:
    """A talk of its own, at the PLACE of the test file where it has one."""
    with Talk(system, place=getattr(request.module, "PLACE", None)) as opened:
        yield opened


@pytest.fixture(scope="session")
def changchun(running: System) -> str:
    """The workbook of Changchun imported; the code of the item the talk is about."""
    if not WORKBOOK.is_file():
        raise FileNotFoundError(f"{WORKBOOK.name} is read from the shared data folder beside the checkout")
    run_yikan(running.env, "import", str(WORKBOOK))
    wait_until(lambda: httpx.get(f"{running.url}/api/v1/places", params={"q": "朝阳区"}).json()["items"])
    return next(s.code for s in read_file(WORKBOOK).services if s.name == "残疾人证挂失补办")


def wait_until(seen: Callable[[], object], seconds: float = 30.0) -> None:
    """The processes take over three thousand services a little after they were written."""
    until = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.2)
