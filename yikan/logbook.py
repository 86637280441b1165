"""One log for all processes (var/log/yikan.log, rotated) and the few lines people watch on the console."""

from __future__ import annotations

import logging
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from rich.console import Console

BYTES_EACH, KEPT = 10_000_000, 5
REMEMBERED = 20


class Logbook:
    """`write` keeps a process's line; `say` is for people and is kept too."""

    def __init__(self, folder: Path, console: Console) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "yikan.log"
        self._console = console
        self._tails: dict[str, deque[str]] = {}
        self._log = logging.Logger("yikan.processes")
        handler = RotatingFileHandler(self.path, maxBytes=BYTES_EACH, backupCount=KEPT, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._log.addHandler(handler)

    def write(self, name: str, line: str) -> None:
        self._tails.setdefault(name, deque(maxlen=REMEMBERED)).append(line)
        self._log.info("%-8s %s", name, line)

    def say(self, line: str, style: str = "") -> None:
        self._log.info("%-8s %s", "yikan", line)
        self._console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)

    def tail(self, name: str) -> list[str]:
        """The last lines of a process, for when it ended unasked."""
        return list(self._tails.get(name, ()))

    def close(self) -> None:
        for handler in self._log.handlers:
            handler.close()
