"""Build the residents' chat page: api/web → api/web/dist, again only when its source changed."""

from __future__ import annotations

from pathlib import Path

from yikan.bootstrap.environments import digest, is_fresh
from yikan.bootstrap.say import line, step
from yikan.bootstrap.shell import ROOT, quiet
from yikan.bootstrap.tools import node

WEB = ROOT / "api" / "web"
GENERATED = ("node_modules", "dist")
MODULES_STAMP = WEB / "node_modules" / ".yikan-stamp"
PAGE_STAMP = WEB / "dist" / ".yikan-stamp"


def build(uv: str) -> None:
    """Raises Stop when npm fails. A tree without the page's source is served by the API without it."""
    if not (WEB / "package.json").is_file():
        line("! api/web/package.json 不存在，跳过聊天页 (no chat page in this tree)")
        return
    sources = digest(_sources())
    if is_fresh(PAGE_STAMP, sources) and (WEB / "dist" / "index.html").is_file():
        return
    env = node(uv)
    _install_modules(env)
    with step("聊天页 page", "npm run build → api/web/dist"):
        quiet("page", ["npm", "run", "build"], cwd=WEB, env=env)
        PAGE_STAMP.write_text(sources, encoding="utf-8")


def _install_modules(env: dict[str, str]) -> None:
    inputs = digest([WEB / "package.json", WEB / "package-lock.json"])
    if is_fresh(MODULES_STAMP, inputs):
        return
    with step("聊天页依赖 node_modules", "npm ci (按 package-lock.json)"):
        quiet("page", ["npm", "ci", "--no-audit", "--no-fund"], cwd=WEB, env=env)
        MODULES_STAMP.write_text(inputs, encoding="utf-8")


def _sources() -> list[Path]:
    return [path for path in WEB.rglob("*") if path.is_file() and path.relative_to(WEB).parts[0] not in GENERATED]
