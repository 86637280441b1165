"""Find the two interpreters: Python 3.10 for bot/ (where Rasa ends) and 3.11 or newer for everything else.

Order (libraries that bite: a pyenv shim exists even where no version stands behind it, so each candidate is run):
the setting, a working one on PATH, pyenv's versions, uv's own download; else a clear message.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Iterable, Iterator

from yikan.bootstrap.say import Stop, line
from yikan.bootstrap.shell import answer, quiet

# The newest that the pinned packages were tried with come first after the one that already runs us.
MODERN = ("3.11", "3.12", "3.13", "3.14")
BOT = ("3.10",)
PROBE = "import ssl, sqlite3, sys; print('%d.%d' % sys.version_info[:2])"


def for_root(uv: str) -> str:
    """Path of a Python >= 3.11. Raises Stop with the remedy when there is none and none can be fetched."""
    return _find(uv, MODERN, os.environ.get("YIKAN_PYTHON"), "YIKAN_PYTHON", first=sys.executable)


def for_bot(uv: str) -> str:
    """Path of a Python 3.10. Raises Stop with the remedy when there is none and none can be fetched."""
    return _find(uv, BOT, os.environ.get("YIKAN_PYTHON310"), "YIKAN_PYTHON310")


def _find(uv: str, wanted: Iterable[str], chosen: str | None, setting: str, first: str | None = None) -> str:
    wanted = tuple(wanted)
    if chosen:
        if version(chosen) not in wanted:
            raise Stop(
                f"{setting}={chosen} 不是可用的 Python {' / '.join(wanted)} (is not a working one)",
                f"改正或去掉 {setting} (correct or unset it)",
            )
        return chosen
    for candidate in _candidates(wanted, first):
        if version(candidate) in wanted:
            return candidate
    return _download(uv, wanted[0], setting)


def version(python: str) -> str | None:
    """`3.10` when it runs and has ssl and sqlite, else None."""
    return answer([python, "-c", PROBE])


def _candidates(wanted: Iterable[str], first: str | None) -> Iterator[str]:
    if first:
        yield first
    for minor in wanted:
        found = shutil.which(f"python{minor}")
        if found:
            yield found
    for minor in wanted:
        yield from _pyenv(minor)


def _pyenv(minor: str) -> Iterator[str]:
    root = os.environ.get("PYENV_ROOT") or answer(["pyenv", "root"]) or str(Path.home() / ".pyenv")
    versions = Path(root).glob(f"versions/{minor}.*/bin/python")
    return iter(sorted(map(str, versions), key=_numbers, reverse=True))


def _numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", Path(path).parent.parent.name)]


def _download(uv: str, minor: str, setting: str) -> str:
    line(f"▶ 本机没有 Python {minor},由 uv 下载 (not on this machine, uv fetches it)")
    remedy = f"请安装 Python {minor} 并设置 {setting}=路径 (install Python {minor} and set {setting} to its path)"
    try:
        quiet("python", [uv, "python", "install", minor])
    except Stop as stop:
        raise Stop(f"找不到也下载不到 Python {minor} (neither found nor fetched)\n{stop.problem}", remedy) from stop
    found = answer([uv, "python", "find", minor])
    if not found:
        raise Stop(f"uv 装了 Python {minor} 却找不到它 (installed but not found)", remedy)
    return found
