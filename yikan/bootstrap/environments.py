"""The two virtual environments, exactly as their lock files say; untouched while nothing they depend on has changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Iterable

from yikan.bootstrap.pythons import version
from yikan.bootstrap.say import step
from yikan.bootstrap.shell import ROOT, quiet

PYTHON = ROOT / ".venv" / "bin" / "python"
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
STAMP = "yikan-stamp"
# Some seconds once; where the environment keeps Python from writing, every start would take them again (Rasa's: 6 s).
COMPILED = "--compile-bytecode"
OURS, BOTS = ("api", "actions", "knowledge", "yikan"), ("bot/components",)


def digest(paths: Iterable[Path]) -> str:
    """One hash over names and contents, in sorted order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == expected


def install_root(uv: str, python: str) -> None:
    """.venv with everything but Rasa, and the project itself in it, editable."""
    inputs = digest([ROOT / "requirements.lock", ROOT / "pyproject.toml"])
    _install(uv, python, PYTHON, "环境 .venv", inputs, then=_ourselves(uv))


def install_bot(uv: str, python: str) -> None:
    """bot/.venv with Rasa 3.6.21 (see docs/adr/0001)."""
    _install(uv, python, BOT_PYTHON, "环境 bot/.venv (Rasa)", digest([ROOT / "bot" / "requirements.lock"]), then=[])


def compile_ourselves() -> None:
    """Our own modules too: a start spends half its time compiling where the environment forbids Python to keep it."""
    for python, folders in ((PYTHON, OURS), (BOT_PYTHON, BOTS)):
        quiet(_log(str(python)), [str(python), "-m", "compileall", "-q", *(str(ROOT / name) for name in folders)])


def _ourselves(uv: str) -> list[str]:
    # Built with the pinned hatchling of the lock file: nothing is fetched that has no hash.
    return [uv, "pip", "install", "--no-deps", "--no-build-isolation", "--python", str(PYTHON), "--editable", str(ROOT)]


def _install(uv: str, base: str, python: Path, name: str, inputs: str, then: list[str]) -> None:
    home = python.parents[1]
    stamp = home / STAMP
    expected = f"{inputs} {version(base)}"
    if is_fresh(stamp, expected) and version(str(python)) == version(base):
        return
    lock = home.parent / "requirements.lock"
    with step(name, f"按 {lock.relative_to(ROOT)} 安装 {_pins(lock)} 个包 (installing pinned packages)"):
        if version(str(python)) != version(base):
            shutil.rmtree(home, ignore_errors=True)
            quiet(_log(name), [uv, "venv", "--quiet", "--python", base, str(home)])
        stamp.unlink(missing_ok=True)
        quiet(_log(name), [uv, "pip", "sync", "--require-hashes", COMPILED, "--python", str(python), str(lock)])
        if then:
            quiet(_log(name), then)
        stamp.write_text(expected, encoding="utf-8")


def _pins(lock: Path) -> int:
    return sum(1 for text in lock.read_text(encoding="utf-8").splitlines() if "==" in text and not text.startswith("#"))


def _log(name: str) -> str:
    return "bot" if "bot" in name else "root"
