"""How the other commands find the running system: `yikan up` writes var/run.json (mode 600), removes it later."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.errors import Unavailable
from yikan.private_file import write_private


@dataclass(frozen=True)
class Running:
    """`url` of the API on loopback; `service_secret` lets a command speak as one of our own processes."""

    pid: int
    url: str
    service_secret: str

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self)) + "\n")

    @property
    def alive(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # alive, and another user's
            return True
        return True


def find(path: Path) -> Running | None:
    """The system that wrote `path` and still lives."""
    try:
        running = Running(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None
    return running if running.alive else None


def require(path: Path) -> Running:
    """Raises Unavailable, saying how to start it, when no system runs over this data directory."""
    running = find(path)
    if running is None:
        raise Unavailable(f"系统没有在运行(找不到 {path})。请先执行 make run 或 yikan up。")
    return running
