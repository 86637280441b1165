"""Pages: the resident's chat page that Vite built into api/web/dist, and pages rendered from api/templates.

`mount_web(app)` serves `/`, `/icon.svg`, `/assets/*` and `/static/*`. Where the chat page was never built, `/` is a
plain page that says what to run (503), so that the API itself still comes up.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent
DIST = HERE / "web" / "dist"

# Everything comes from this server, nothing is inline, nobody may frame us.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# A file under /assets carries the hash of its content in its name.
ASSET_HEADERS = {**PAGE_HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}


class Files(StaticFiles):
    """Static files with fixed headers; files may appear after the start (a build beside a running server)."""

    def __init__(self, directory: Path, headers: dict[str, str]) -> None:
        super().__init__(directory=directory, check_dir=False)
        self._headers = headers

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(self._headers)
        return response


def mount_web(app: FastAPI, dist: Path = DIST) -> None:
    """Serve the built chat page from `dist`."""

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        return _page(dist / "index.html")

    @app.get("/icon.svg", include_in_schema=False)
    def icon() -> Response:
        return FileResponse(dist / "icon.svg", headers=PAGE_HEADERS)

    app.mount("/assets", Files(dist / "assets", ASSET_HEADERS), name="assets")
    app.mount("/static", Files(HERE / "static", PAGE_HEADERS), name="static")


def _page(index: Path) -> Response:
    if index.is_file():
        return FileResponse(index, headers=PAGE_HEADERS)
    return render("web_missing.html", 503)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True))


def render(template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    """One page from api/templates; every value is escaped."""
    return HTMLResponse(_templates().get_template(template).render(**values), status_code, headers=PAGE_HEADERS)


def problem_page(request: Request, status: int, detail: str) -> HTMLResponse:
    """What went wrong, as a page for a browser: `detail` is fit to show; with the way back and a phone number."""
    return render("problem.html", status, status=status, detail=detail, path=request.url.path)
