"""A real Chromium, the built page, and what serves it: the scripted API (`fake`) or the whole system (`system`)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from api.pages import DIST
from tests.browser.fake import Script, fake_app
from tests.browser.serving import Served, System, serve, start_system

WEB = DIST.parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

OpenPage = Callable[..., Page]


def chromium() -> str:
    """The browser of this machine; a clear error where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise RuntimeError("browser tests need Chromium: apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built page, fresh: built here where it is missing or older than its source."""
    sources = [WEB / "package-lock.json", WEB / "index.html", *(WEB / "src").rglob("*.*")]
    index = DIST / "index.html"
    if not index.is_file() or any(path.stat().st_mtime > index.stat().st_mtime for path in sources):
        if not (WEB / "node_modules").is_dir():
            subprocess.run(["npm", "ci"], cwd=WEB, check=True)
        subprocess.run(["npm", "run", "build"], cwd=WEB, check=True)
    return DIST


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    """One for each test: its event loop lives in this thread, where other tests want loops of their own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture
def open_page(playwright: Playwright, tmp_path: Path) -> Iterator[OpenPage]:
    """`open_page(url, width=…, height=…, zoom=…)`: a page of a browser with an empty profile of its own.

    Zoom 2 is what a browser does at 200 %: half as many CSS pixels. Errors on the page fail the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def opened(url: str, width: int = 390, height: int = 844, zoom: float = 1) -> Page:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile-{len(contexts)}"),
            executable_path=chromium(),
            headless=True,
            args=list(FLAGS),
            viewport={"width": int(width / zoom), "height": int(height / zoom)},
            device_scale_factor=zoom,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.pages[0]
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def fake(script: Script, dist: Path) -> Iterator[Served]:
    with serve(fake_app(script)) as served:
        yield served


@pytest.fixture(scope="session")
def system(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system (`yikan up` with every process) over a seeded data directory of its own."""
    with start_system(tmp_path_factory.mktemp("system")) as running:
        yield running
