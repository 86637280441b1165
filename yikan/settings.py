"""Settings of the commands: those of the API process, which `yikan up` hands on, and where it listens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

import api.settings
from yikan.paths import ROOT


class Settings(api.settings.Settings):
    """Frozen, read once per command (docs/settings.md)."""

    host: str = "127.0.0.1"
    rasa_count: int = Field(default=1, ge=1, le=16)
    catalogue_url: str = ""  # where the actions reach the API; empty: the one started here

    @property
    def home(self) -> Path:
        """The data directory, absolute: the processes run in different directories."""
        return (ROOT / self.data_dir).resolve()

    @property
    def database_in_force(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'yikan.db'}"

    @property
    def run_file(self) -> Path:
        return self.home / "run.json"


def read(**given: Any) -> Settings:
    """The environment, with what the command line gave (None: not given) on top."""
    return Settings(**{name: value for name, value in given.items() if value is not None})
