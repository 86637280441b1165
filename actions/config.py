"""Settings of the action server, read once at its entry point (see docs/settings.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Config:
    """`api_url` without a trailing slash; `secret` names this process to the API; `timeout` in seconds for one call."""

    api_url: str
    secret: str
    port: int = 5055
    timeout: float = 3.5

    @classmethod
    def from_environment(cls) -> Config:
        """Raises KeyError when the supervisor did not name the API or the secret."""
        return cls(
            api_url=os.environ["YIKAN_API_URL"].rstrip("/"),
            secret=os.environ["YIKAN_SERVICE_SECRET"],
            port=int(os.environ.get("YIKAN_ACTIONS_PORT", "5055")),
            timeout=float(os.environ.get("YIKAN_ACTIONS_TIMEOUT_S", "3.5")),
        )
