"""Chat tokens that `yikan ask --session NAME` goes on with, in var/ask-sessions.json (mode 600)."""

from __future__ import annotations

import json
from pathlib import Path

from yikan.private_file import write_private


class AskSessions:
    """A token is a secret: who holds it is that resident."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def token(self, name: str | None) -> str | None:
        """The kept token; None for a new talk."""
        return self._all().get(name) if name else None

    def keep(self, name: str | None, token: str) -> None:
        """Nothing is kept for a talk without a name."""
        if name:
            write_private(self._path, json.dumps({**self._all(), name: token}, indent=2) + "\n")

    def _all(self) -> dict[str, str]:
        if not self._path.is_file():
            return {}
        found: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        return found
