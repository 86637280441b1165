"""Serving the chat page: strict headers, and a plain sentence where it was never built."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from api.pages import mount_web, problem_page


async def get(dist: Path, path: str) -> httpx.Response:
    app = FastAPI()
    mount_web(app, dist)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://page.test") as client:
        return await client.get(path)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>built</p>", "utf-8")
    (tmp_path / "assets" / "page-abc.js").write_text("1", "utf-8")
    return tmp_path


@pytest.mark.asyncio
async def test_the_page_may_load_from_this_server_only(dist: Path) -> None:
    page = await get(dist, "/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-cache"


@pytest.mark.asyncio
async def test_assets_are_kept_by_the_browser_for_their_name_carries_their_hash(dist: Path) -> None:
    asset = await get(dist, "/assets/page-abc.js")
    assert asset.status_code == 200
    assert "immutable" in asset.headers["cache-control"]


@pytest.mark.asyncio
async def test_a_page_never_built_says_what_to_run(tmp_path: Path) -> None:
    page = await get(tmp_path / "nowhere", "/")
    assert page.status_code == 503
    assert "npm run build" in page.text and "12345" in page.text


@pytest.mark.asyncio
async def test_nothing_outside_the_built_files_is_served(dist: Path) -> None:
    (dist / "secret.txt").write_text("no", "utf-8")
    assert (await get(dist, "/assets/%2e%2e/secret.txt")).status_code == 404


@pytest.mark.asyncio
async def test_a_problem_page_escapes_what_it_shows() -> None:
    app = FastAPI()

    @app.get("/desk/gone")
    def gone(request: Request) -> HTMLResponse:
        return problem_page(request, 404, "没有<b>这页</b>")

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://page.test") as client:
        page = await client.get("/desk/gone")
    assert page.status_code == 404
    assert "没有&lt;b&gt;这页&lt;/b&gt;" in page.text and 'href="/desk"' in page.text
