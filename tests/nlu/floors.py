"""What the sets of this folder must reach at least (floor.yml); these may only rise."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def floor_of(name: str) -> dict[str, dict[str, float]]:
    """By how it is done (words, meaning), the least share of each figure."""
    path = Path(__file__).parent / "floor.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))[name]
    return found
